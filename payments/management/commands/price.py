"""`manage.py price`: prices what is payable into open statements."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.errors import Refused
from accounts.selectors import users
from payments.actions import everything, pricing
from payments.actions.pricing import Done
from stages.models import Programme


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"--as-of must be a day such as 2026-03-31, not “{text}”.") from error


class Command(BaseCommand):
    help = "Price what is payable into open statements. What was stated before stays stated."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--programme", metavar="SLUG", required=True)
        parser.add_argument("--as-of", metavar="DATE", help="what is due by this day (default: today)")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        as_of = _day(options["as_of"]) if options["as_of"] else timezone.localdate(now)
        programme = Programme.objects.filter(slug=options["programme"]).first()
        if programme is None:
            raise CommandError(f"There is no programme “{options['programme']}”.")
        by = users.system_user(everything.SYSTEM)
        try:
            done = pricing.carry_out(programme=programme, as_of=as_of, by=by, at=now)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self._print(programme, as_of, done, as_json=options["json"])

    def _print(self, programme: Programme, as_of: date, done: Done, *, as_json: bool) -> None:
        run = done.run
        document: dict[str, Any] = {
            "programme": programme.slug,
            "as_of": as_of.isoformat(),
            "run": run.number if run else None,
            "entries": run.entries if run else 0,
            "net": f"{run.net:.2f}" if run else "0.00",
        }
        if done.held:
            document["held"] = {name: f"{net:.2f}" for name, net in done.held.items()}
        if as_json:
            self.stdout.write(json.dumps(document))
            return
        if run:
            self.stdout.write(f"Run {run.number}: {run.entries} entries, £{run.net:,.2f} in all.")
        elif not done.held:
            self.stdout.write("Nothing to add: the ledger says already what is owed.")
        if done.held:
            self.stdout.write(done.held_in_words)
