"""Export a programme: `manage.py export_programme SLUG --format pack`."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder

from accounts.selectors import users
from stages.actions import pack_export
from stages.selectors import programmes

FORMATS = ("pack", "indigo", "ocds")


class Command(BaseCommand):
    help = "Prints a programme as a pack, which load_programme reads again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the programme's short name in addresses")
        parser.add_argument("--format", choices=FORMATS, default="pack")
        parser.add_argument("--json", action="store_true", help="a pack is JSON already; accepted for uniformity")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["format"] != "pack":
            raise CommandError(f"The format “{options['format']}” is not in this release. Use --format pack.")
        programme = programmes.by_slug(options["slug"])
        if programme is None:
            raise CommandError(f"There is no programme “{options['slug']}”.")
        document = pack_export.export(programme=programme, by=users.system_user("packs"))
        self.stdout.write(json.dumps(document, indent=1, ensure_ascii=False, cls=DjangoJSONEncoder))
