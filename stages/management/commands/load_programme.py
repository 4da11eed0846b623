"""Load a programme pack: `manage.py load_programme FILE.json`."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.selectors import users
from stages.actions import packs


class Command(BaseCommand):
    help = "Loads a programme pack, all or nothing, and prints the slug. The same pack again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the pack, a JSON document (docs/pack.schema.json)")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            text = path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from None
        try:
            programme, created = packs.load_text(text=text, by=users.system_user("packs"), at=timezone.now())
        except packs.PackRefused as refusal:
            if options["json"]:
                self.stdout.write(json.dumps({"problems": list(packs.problems(refusal))}, indent=1))
            listed = "\n".join(f"  {problem}" for problem in refusal.problems)
            raise CommandError(f"The pack was not loaded.\n{listed}") from None
        if options["json"]:
            self.stdout.write(json.dumps({"slug": programme.slug, "loaded": created}))
        else:
            self.stdout.write(programme.slug)
