"""Export a programme: `manage.py export_programme SLUG --format pack`."""

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.timezone import now

from accounts.selectors import users
from monitoring.selectors import downloads, publications
from stages.actions import pack_export
from stages.models import Programme
from stages.selectors import programmes

FORMATS = ("pack", "indigo", "ocds")


class Command(BaseCommand):
    help = (
        "Prints a programme as a pack, which load_programme reads again, or as open data with small counts hidden: "
        "INDIGO 4.1, or OCDS 1.1 with metrics."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the programme's short name in addresses")
        parser.add_argument("--format", choices=FORMATS, default="pack")
        parser.add_argument("--json", action="store_true", help="every format is JSON already; accepted for uniformity")

    def handle(self, *args: Any, **options: Any) -> None:
        programme = programmes.by_slug(options["slug"])
        if programme is None:
            raise CommandError(f"There is no programme “{options['slug']}”.")
        if options["format"] == "pack":
            document = pack_export.export(programme=programme, by=users.system_user("packs"))
        else:
            document = _open_data(programme, options["format"])
        self.stdout.write(json.dumps(document, indent=1, ensure_ascii=False, cls=DjangoJSONEncoder))


def _open_data(programme: Programme, name: str) -> dict[str, Any]:
    document = publications.draft(programme).document
    try:
        if name == "indigo":
            return downloads.indigo_document(document)
        return downloads.ocds_document(
            document, at=now(), uri=f"{settings.SITE_URL}/public/{programme.slug}/data/ocds.json"
        )
    except ValueError as problem:
        raise CommandError(str(problem)) from problem
