"""Writes a consistent copy of the database and the files to an empty folder."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from pbrmanager import backups


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"].resolve()
        try:
            backup = backups.make(folder, at=timezone.now())
        except backups.BackupError as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            result = {"folder": str(folder), "made_at": backup.made_at, "files": len(backup.digests)}
            self.stdout.write(json.dumps(result))
        else:
            self.stdout.write(f"Backup written to {folder}. It holds personal data and secrets: keep it closed.")
