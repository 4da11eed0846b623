"""Puts a backup in the place of what is here, then checks the ledger."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from pbrmanager import backups


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--force", action="store_true", help="replace the data that this installation holds")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"].resolve()
        try:
            backup = backups.restore(folder, force=options["force"])
        except backups.BackupError as error:
            raise CommandError(str(error)) from error
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("verify_ledger", stdout=self.stderr if options["json"] else self.stdout)
        if options["json"]:
            result = {"folder": str(folder), "made_at": backup.made_at, "files": len(backup.digests)}
            self.stdout.write(json.dumps(result))
        else:
            self.stdout.write(f"Restored the backup of {backup.made_at} from {folder}.")
