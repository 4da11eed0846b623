"""`import_comparators`: take schemes elsewhere from a file, as the upload page does."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from accounts.errors import Refused
from accounts.models import User
from accounts.selectors.users import system_user
from monitoring.actions import comparators
from monitoring.actions.comparators import ComparatorsRefused, Taken
from monitoring.domain import comparator_files
from stages.selectors import programmes

WORDS = {
    comparators.NEW: "taken",
    comparators.NEWER: "taken as version {}",
    comparators.SAME: "known already, nothing changed",
    comparators.OLDER: "older than what is here, nothing changed",
    comparators.LEFT_OUT: "left out",
}


class Command(BaseCommand):
    help = (
        "Takes projects of INDIGO, or releases, records and packages of OCDS, as comparators of a programme whose "
        "stage 1 is open. What is wrong with the file is printed place by place."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the programme's short name in addresses")
        parser.add_argument("file", type=Path)
        parser.add_argument("--identifier", default="", help="the publisher's number, where the file lacks it")
        parser.add_argument("--by", help="email of the person who sends it; without it, the command's own user does")
        parser.add_argument(
            "--if-some-are-wrong",
            choices=(comparator_files.ALL, comparator_files.GOOD),
            default=comparator_files.ALL,
            help="all: take nothing until everything is right; good: take the rest, and list what is wrong",
        )
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            taken = _take(options)
        except ComparatorsRefused as refused:
            raise CommandError("\n".join([str(refused), *(f"  {fault}" for fault in refused.faults)])) from refused
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        if options["json"]:
            self.stdout.write(json.dumps([_as_data(one) for one in taken], ensure_ascii=False))
        else:
            self.stdout.write("\n".join(line for one in taken for line in _in_words(one)))


def _take(options: dict[str, Any]) -> list[Taken]:
    programme = programmes.by_slug(options["slug"])
    if programme is None:
        raise CommandError(f"There is no programme “{options['slug']}”.")
    path: Path = options["file"]
    try:
        with path.open("rb") as file:
            content = file.read(comparator_files.LARGEST + 1)
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
    return comparators.take(
        programme=programme,
        content=content,
        filename=path.name,
        identifier=options["identifier"],
        consent=options["if_some_are_wrong"],
        by=_person(options["by"]),
        at=now(),
    )


def _person(email: str | None) -> User:
    if email is None:
        return system_user("import_comparators")
    found = User.objects.filter(email__iexact=email).first()
    if found is None:
        raise CommandError(f"Nobody has the email address {email}.")
    return found


def _as_data(one: Taken) -> dict[str, Any]:
    version = one.version
    return {
        "state": one.state,
        "title": one.title,
        "number": version.comparator.number if version else None,
        "version": version.number if version else None,
        "known": version.known if version else None,
        "unknown": version.unknown if version else None,
        "wrong": version.wrong if version else None,
        "faults": [{"path": fault.path, "problem": fault.problem, "cure": fault.cure} for fault in one.faults],
    }


def _in_words(one: Taken) -> list[str]:
    version = one.version
    line = f"{one.title or 'A scheme without a name'}: {WORDS[one.state].format(version.number if version else '')}"
    if version:
        line += f"; {version.known:,} fields read, {version.unknown:,} not known, {version.wrong:,} wrong and not read"
    return [line, *(f"  {fault}" for fault in one.faults)]
