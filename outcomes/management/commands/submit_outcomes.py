"""`submit_outcomes`: send a file of participants or outcomes for an agent, and wait for what becomes of its rows."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.errors import Refused
from accounts.models import Organisation, User
from accounts.selectors.users import system_user
from outcomes.actions import submissions
from outcomes.models import Submission
from outcomes.selectors import error_files
from stages.models import Programme


class Command(BaseCommand):
    help = (
        "Send a CSV or XLSX file of participants, outcomes or changes to claims for an agent, as the upload page does."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--programme", required=True, help="slug of the programme")
        parser.add_argument("--agent", required=True, help="code of the agent's organisation")
        parser.add_argument("--kind", choices=Submission.Kind.values, default=Submission.Kind.OUTCOMES.value)
        parser.add_argument("--by", help="email of the person who sends it; without it, the command's own user does")
        parser.add_argument("--dry-run", action="store_true", help="check the file and take nothing from it")
        parser.add_argument(
            "--if-some-are-wrong",
            choices=Submission.Consent.values,
            default="",
            help="good: take the good rows; all: take none until every row is right; else the agent's standing choice",
        )
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            submission = _submit(options)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        if submission.status == Submission.Status.FAILED:
            raise CommandError(submission.failure)
        path = Path(settings.MEDIA_ROOT) / "errors" / f"submission-{submission.pk}-errors.csv"
        result = {
            "submission": submission.pk,
            "received": submission.received,
            "accepted": submission.accepted,
            "takeable": submission.takeable,
            "duplicates": submission.duplicates,
            "rejected": submission.rejected,
            "errors": str(error_files.write_csv(submission, path)),
        }
        self.stdout.write(json.dumps(result) if options["json"] else _in_words(submission, result))


def _submit(options: dict[str, Any]) -> Submission:
    """Receive the file and accept its rows now, whoever else is at work on the agent's files."""
    at = timezone.now()
    programme = Programme.objects.filter(slug=options["programme"]).first()
    agent = Organisation.objects.filter(code=options["agent"]).first()
    if programme is None:
        raise CommandError(f"There is no programme “{options['programme']}”.")
    if agent is None:
        raise CommandError(f"There is no organisation with the code “{options['agent']}”.")
    by = _person(options["by"])
    path: Path = options["file"]
    try:
        with path.open("rb") as file:
            submission = submissions.receive(
                programme=programme,
                agent=agent,
                kind=options["kind"],
                filename=path.name,
                file=file,
                by=by,
                at=at,
                consent=options["if_some_are_wrong"],
                dry_run=options["dry_run"],
                queue=False,
            )
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
    return submissions.process(submission_id=submission.pk, at=at, wait=True)


def _person(email: str | None) -> User:
    if email is None:
        return system_user("submit_outcomes")
    found = User.objects.filter(email__iexact=email).first()
    if found is None:
        raise CommandError(f"Nobody has the email address {email}.")
    return found


def _in_words(submission: Submission, result: dict[str, Any]) -> str:
    lines = [
        f"Submission {submission.pk}: {submission.get_status_display().lower()}",
        f"  received   {submission.received:>10,}",
        f"  accepted   {submission.accepted:>10,}",
        f"  duplicates {submission.duplicates:>10,}",
        f"  rejected   {submission.rejected:>10,}",
    ]
    if submission.held_back:
        lines.append(f"  good rows that were not taken: {submission.held_back:,}")
    if submission.unknown_columns:
        lines.append(f"  columns not used: {', '.join(submission.unknown_columns)}")
    lines += [f"  {cause['count']:,} × {cause['reason']} {cause['cure']}" for cause in submission.causes[:10]]
    return "\n".join([*lines, f"  errors file: {result['errors']}"])
