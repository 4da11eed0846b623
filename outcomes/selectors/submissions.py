"""Submissions as pages show them, to those who may see rows."""

import dataclasses
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from accounts.models import Organisation, User
from outcomes.models import Submission
from outcomes.models.submissions import SubmissionQuerySet
from stages.models import Programme

PAGE = 20
RARE = 100


@dataclasses.dataclass(frozen=True)
class Page:
    """Files of a page. How many there are in all is not counted, which would read every one of them."""

    rows: list[Submission]
    number: int
    has_more: bool


def senders(agents: Sequence[Organisation]) -> QuerySet[Organisation]:
    """The agents for which somebody can send, for a form to choose from."""
    return Organisation.objects.filter(pk__in=[agent.pk for agent in agents])


def search(user: User, programme: Programme, *, q: str = "", kind: str = "", status: str = "") -> SubmissionQuerySet:
    """The files that the person may see, the latest first."""
    found = Submission.objects.filter(programme=programme).visible_to(user).select_related("agent", "submitted_by")
    if q:
        found = _named(found, programme, q)
    if kind:
        found = found.filter(kind=kind)
    if status:
        found = found.filter(status=status)
    return found.order_by("-submitted_at", "-id")


def _named(found: SubmissionQuerySet, programme: Programme, q: str) -> SubmissionQuerySet:
    """Of the files, those with these letters in their name. The names are looked through in an index, in which they are
    close together; only if many fit, a walk through the files themselves soon has a page full."""
    fitting = Submission.objects.filter(programme=programme, filename__icontains=q).order_by("-pk")
    few = list(fitting.values_list("pk", flat=True)[: RARE + 1])
    return found.filter(pk__in=few) if len(few) <= RARE else found.filter(filename__icontains=q)


def page(user: User, programme: Programme, number: int, **wanted: Any) -> Page:
    """A page of the files that `search` finds."""
    first = (number - 1) * PAGE
    found = list(search(user, programme, **wanted)[first : first + PAGE + 1])
    return Page(found[:PAGE], number, len(found) > PAGE)


def find(user: User, programme: Programme, submission_id: int) -> Submission:
    """The submission, if the person may see it; otherwise the page does not exist for them."""
    submission = search(user, programme).filter(pk=submission_id).first()
    if submission is None:
        raise Http404("No such submission")
    return submission


def sent_before(submission: Submission) -> Submission | None:
    """The first time that the very same file was received for the same purpose, if that was not now."""
    return (
        Submission.objects.filter(
            programme=submission.programme_id,
            agent=submission.agent_id,
            kind=submission.kind,
            digest=submission.digest,
            pk__lt=submission.pk,
        )
        .exclude(status=Submission.Status.FAILED)
        .select_related("submitted_by")
        .order_by("pk")
        .first()
    )


def about(submission: Submission) -> dict[str, Any]:
    """What the page of a file tells beside its rows."""
    return {
        "before": sent_before(submission),
        "following": following(submission),
        "remarks": remarks(submission),
        "time_left": time_left(submission),
        "changed": changed(submission),
    }


def changed(submission: Submission) -> str:
    """How many claims a file of changes has amended and how many it has withdrawn, in words."""
    if submission.kind != Submission.Kind.CHANGES:
        return ""
    amended = submission.claims.count()
    return f"{amended:,} amended, {submission.accepted - amended:,} withdrawn"


def following(submission: Submission) -> Submission | None:
    """The latest submission for which the kept file was taken once more."""
    return submission.followed_by.order_by("-pk").first()


def time_left(submission: Submission) -> str:
    """How long reading the rest of the file will take at the present rate, in words; nothing if unknown."""
    rate, expected = submission.rows_per_second, submission.rows_expected
    if submission.status != Submission.Status.READING or not rate or expected is None:
        return ""
    seconds = max(expected - submission.rows_read, 0) / rate
    if seconds < 10:
        return "a few seconds"
    if seconds < 90:
        return f"about {round(seconds / 10) * 10} seconds"
    return f"about {round(seconds / 60)} minutes"


def remarks(submission: Submission) -> list[str]:
    """What somebody should know about how the file was read."""
    reading = submission.reading
    said = []
    if reading.get("encoding") == "cp1252":
        said.append(
            "The file is not UTF-8 and was read as Windows text (cp1252). "
            "Check that names of evidence with accents or dashes look right."
        )
    if reading.get("sheet") and reading.get("other_sheets"):
        said.append(f"Only the first visible sheet, “{reading['sheet']}”, was read; the other sheets were not.")
    return said
