"""`manage.py monitor`: what the nightly job does, for one programme or for all."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.errors import Refused
from accounts.selectors import users
from monitoring.actions import answering, everything, gaming, gaming_everywhere, monitor, requests, run_words
from monitoring.actions.results import Result
from monitoring.domain import forecast_calibration, gaming_simulated
from monitoring.models import GamingQuestion
from stages.models import Programme


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"--as-of must be a day such as 2026-03-31, not “{text}”.") from error


class Command(BaseCommand):
    help = "Compare actual with target, flag what is off track, raise findings, and reopen the stages they question."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--programme", metavar="SLUG", help="only this programme; without it, every one")
        parser.add_argument("--as-of", metavar="DATE", help="judge the periods complete by this day (default: today)")
        parser.add_argument(
            "--calibration",
            action="store_true",
            help="try the forecast on made-up programmes; print what came true",
        )
        parser.add_argument(
            "--made-up", type=int, default=3000, metavar="N", help="programmes for each line of --calibration"
        )
        parser.add_argument(
            "--false-alarms", action="store_true", help="only print how often questions are asked of clean figures"
        )
        parser.add_argument("--years", type=int, default=2000, help="simulated years for --false-alarms")
        parser.add_argument("--seed", type=int, default=1, help="of what is made up (default: 1)")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["false_alarms"]:
            self.stdout.write(gaming_simulated.table(seed=options["seed"], years=options["years"]))
            return
        if options["calibration"]:
            self._calibrate(options["seed"], options["made_up"])
            return
        now = timezone.now()
        as_of = _day(options["as_of"]) if options["as_of"] else timezone.localdate(now)
        by = users.system_user(requests.SYSTEM)
        failed: list[str] = []
        if options["programme"]:
            found = self._programme(options["programme"])
            try:
                results = [monitor.run(programme=found, as_of=as_of, by=by, at=now)]
                answering.answer(programme=found, as_of=as_of, by=by, at=now)
                gaming.look(programmes=[found], as_of=as_of, by=by, at=now)
            except Refused as refusal:
                raise CommandError(str(refusal)) from refusal
        else:
            done = everything.run(as_of=as_of, by=by, at=now)
            results, failed = done.results, [*done.failed, *answering.answer_all(as_of=as_of, by=by, at=now)]
            failed += gaming_everywhere.run(as_of=as_of, by=by, at=now)
        asked = GamingQuestion.objects.filter(raised_at=now).count()
        self._print(results, asked, as_json=options["json"], verbosity=options["verbosity"])
        if failed:
            raise CommandError(f"These programmes could not be judged: {', '.join(dict.fromkeys(failed))}.")

    def _calibrate(self, seed: int, programmes: int) -> None:
        if programmes < 1:
            raise CommandError("--made-up must be a number of programmes, 1 or more.")
        self.stdout.write("How often a target was missed, by the chance that the forecast gave it.")
        self.stdout.write(
            f"{'model':8}{'truth varies':15}{'chance given':>14}{'forecasts':>11}{'mean':>8}{'missed':>8}"
        )
        for line in forecast_calibration.table(seed=seed, programmes=programmes):
            given = f"{100 * line.low:.0f}% to {100 * line.high:.0f}%"
            self.stdout.write(
                f"{line.model:8}{line.truth:15}{given:>14}{line.forecasts:>11,}{line.stated:>8.1%}{line.came_true:>8.1%}"
            )

    def _programme(self, slug: str) -> Programme:
        found = Programme.objects.filter(slug=slug).first()
        if found is None:
            raise CommandError(f"There is no programme “{slug}”.")
        return found

    def _print(self, results: list[Result], questions: int, *, as_json: bool, verbosity: int) -> None:
        if as_json:
            documents = [result.as_document() for result in results]
            self.stdout.write(json.dumps(_together(documents, questions), ensure_ascii=False))
            return
        if len(results) != 1:
            self.stdout.writelines(f"{line}\n" for line in run_words.summary(results, questions))
        if verbosity > 0:
            self.stdout.writelines(f"{line}\n" for line in run_words.programmes(results, every=verbosity > 1))


def _together(documents: list[dict[str, Any]], questions: int) -> dict[str, Any]:
    """One document over all programmes; each flag, forecast and reopening names its programme."""

    def each(name: str) -> list[dict[str, Any]]:
        return [{"programme": document["programme"]} | one for document in documents for one in document[name]]

    return {
        "targets": sum(document["targets"] for document in documents),
        "measurements": sum(document["measurements"] for document in documents),
        "flags": each("flags"),
        "findings": [
            {"programme": document["programme"], "finding": number}
            for document in documents
            for number in document["findings"]
        ],
        "reopened": each("reopened"),
        **{name: each(name) for name in ("raised", "cleared", "forecasts")},
        "questions": questions,
        "programmes": [
            {name: document[name] for name in ("programme", "targets", "period", "judged", "measurements")}
            for document in documents
        ],
    }
