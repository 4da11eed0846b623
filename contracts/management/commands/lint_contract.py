"""`manage.py lint_contract`: a programme's contract held against the principles of design."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from contracts.selectors import linting, versions
from stages.models import Programme


class Command(BaseCommand):
    help = "Hold a programme's draft, or else its last agreed contract version, against the principles of design."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("programme", metavar="SLUG")
        parser.add_argument("--number", type=int, help="the number of another version")
        parser.add_argument("--json", action="store_true", help="print the remarks as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        programme = Programme.objects.filter(slug=options["programme"]).first()
        if programme is None:
            raise CommandError(f"There is no programme {options['programme']}.")
        number = options["number"]
        version = linting.concerned(programme) if number is None else versions.numbered(programme, number)
        if version is None:
            raise CommandError(f"{programme} has no contract version {number or 'yet'}.")
        remarks = linting.document(version)
        if options["json"]:
            self.stdout.write(json.dumps(remarks, ensure_ascii=False))
            return
        for one in remarks:
            cure = f" {one['cure']}" if one["cure"] else ""
            self.stdout.write(f"{one['verdict']}: {one['principle']} ({one['source']}). {one['why']}{cure}")
