"""`manage.py verify_ledger`: proves that nothing in the ledger was altered since it was written."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from payments.selectors import integrity


class Command(BaseCommand):
    help = "Work out every digest of the ledger again. Ends with 1 and the first broken entry if anything was altered."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        found = integrity.verify()
        if options["json"]:
            broken = found.broken
            self.stdout.write(
                json.dumps(
                    {
                        "runs": found.runs,
                        "entries": found.entries,
                        "broken": {
                            "programme": broken.programme,
                            "run": broken.run or None,
                            "entry": broken.entry or None,
                            "problem": broken.problem,
                        }
                        if broken
                        else None,
                    },
                    ensure_ascii=False,
                )
            )
        if found.broken:
            raise CommandError(f"The ledger was altered: {found.broken}.")
        if not options["json"]:
            self.stdout.write(f"The ledger is as it was written: {found.entries} entries in {found.runs} runs.")
