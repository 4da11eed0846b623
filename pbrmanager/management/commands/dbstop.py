"""Stops the embedded PostgreSQL server of this data folder."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from pbrmanager import embedded


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        server = connection.settings_dict.get("EMBEDDED")
        if not server:
            raise CommandError("DATABASE_URL names the database, so there is no embedded server to stop.")
        stopped = embedded.EmbeddedPostgres(Path(server["root"])).stop()
        self.stdout.write("The database is stopped." if stopped else "The database was not running.")
