"""The rejected rows of a file, found by their numbers: a page in the middle of a hundred thousand is like the first."""

import dataclasses
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from outcomes.models import RejectedRow, RowError, Submission

PAGE = 20


@dataclasses.dataclass(frozen=True)
class Wanted:
    """What somebody looks for; empty means any. `row` is the first row to show, `before` the one to end before."""

    code: str = ""
    q: str = ""
    row: int | None = None
    before: int | None = None


def wanted(given: Mapping[str, Any], before: str) -> Wanted:
    """What was asked for by a form and by the link to the page in front, whose number somebody may have made up."""
    return Wanted(**given, before=int(before) if before.isascii() and before.isdecimal() and len(before) < 16 else None)


@dataclasses.dataclass(frozen=True)
class Rejected:
    """A rejected row with its cells beside the names of their columns, and all its errors."""

    row: RejectedRow
    cells: list[tuple[str, str]]
    errors: list[RowError]


@dataclasses.dataclass(frozen=True)
class Page:
    """Rows in order. The page that follows begins with row `later`, the one in front ends before row `earlier`."""

    rows: list[Rejected]
    earlier: int | None
    later: int | None


def page(submission: Submission, wanted: Wanted) -> Page:
    """The rows that somebody looks for. No row in front of them is read, and none is counted."""
    found = numbered(submission, wanted.code, wanted.q)
    if wanted.before is not None:
        numbers = _few(found.filter(row_number__lt=wanted.before).order_by("-row_number"))
        shown = sorted(numbers[:PAGE])
        return Page(with_errors(submission, shown), shown[0] if len(numbers) > PAGE else None, wanted.before)
    numbers = _few(found.filter(row_number__gte=wanted.row or 0).order_by("row_number"))
    shown, later = numbers[:PAGE], numbers[PAGE:]
    first = shown[0] if shown else wanted.row
    has_earlier = bool(wanted.row) and found.filter(row_number__lt=first).exists()
    return Page(with_errors(submission, shown), first if has_earlier else None, later[0] if later else None)


def numbered(submission: Submission, code: str = "", q: str = "") -> QuerySet[Any]:
    """Something with a `row_number` for each rejected row, or for each with one kind of error, or with `q` in a cell.

    For a kind of error alone, the errors themselves: an index gives them in the order of the rows.
    """
    rows = RejectedRow.objects.filter(submission=submission)
    wrong = RowError.objects.filter(submission=submission, code=code)
    if q:
        rows = rows.filter(cells__icontains=q)
        return rows.filter(Exists(wrong.filter(row_number=OuterRef("row_number")))) if code else rows
    return wrong.order_by("row_number").distinct("row_number") if code else rows


def _few(found: QuerySet[Any]) -> list[int]:
    return list(found.values_list("row_number", flat=True)[: PAGE + 1])


def with_errors(submission: Submission, numbers: Sequence[int]) -> list[Rejected]:
    """The rows of these numbers with their errors."""
    errors: dict[int, list[RowError]] = defaultdict(list)
    wanted = RowError.objects.filter(submission=submission, row_number__in=numbers)
    for error in wanted.order_by("row_number", "field", "id"):
        errors[error.row_number].append(error)
    rows = RejectedRow.objects.filter(submission=submission, row_number__in=numbers).order_by("row_number")
    return [
        Rejected(row, list(zip(submission.columns, row.cells, strict=False)), errors[row.row_number]) for row in rows
    ]
