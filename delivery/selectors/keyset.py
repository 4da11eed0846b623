"""Pages of long lists, newest first, found by the place where the last page ended.

The time of a page does not grow with the list or with how far back one goes, and no row is counted.
"""

import dataclasses
from collections.abc import Sequence
from datetime import date
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet

Row = TypeVar("Row", bound=Model)


@dataclasses.dataclass(frozen=True)
class Cursor:
    """Rows older (or, going back, newer) than this day and number."""

    day: date
    pk: int
    is_back: bool = False

    def __str__(self) -> str:
        return f"{'-' if self.is_back else ''}{self.day.isoformat()}.{self.pk}"

    def condition(self, field: str) -> Q:
        """The rows beyond the cursor. The plain bound on the day lets an index find them."""
        if self.is_back:
            return Q(**{f"{field}__gte": self.day}) & (
                Q(**{f"{field}__gt": self.day}) | Q(**{field: self.day, "pk__gt": self.pk})
            )
        return Q(**{f"{field}__lte": self.day}) & (
            Q(**{f"{field}__lt": self.day}) | Q(**{field: self.day, "pk__lt": self.pk})
        )


def parse(text: str) -> Cursor | None:
    """The cursor of a link; nothing for one that somebody made up."""
    day, _, pk = text.removeprefix("-").partition(".")
    try:
        return Cursor(date.fromisoformat(day), int(pk), text.startswith("-"))
    except ValueError:
        return None


@dataclasses.dataclass(frozen=True)
class Page(Generic[Row]):
    """Rows, and the cursors of the pages before and after this one, empty where there is none."""

    rows: Sequence[Row]
    newer: str
    older: str


def page(found: QuerySet[Row], field: str, cursor: Cursor | None, size: int, rows: QuerySet[Row]) -> Page[Row]:
    """A page of `found`, newest by the date `field` first, its rows read by `rows` (with relations and annotations)."""
    return over([found], field, cursor, size, rows)


def over(
    parts: Sequence[QuerySet[Any]], field: str, cursor: Cursor | None, size: int, rows: QuerySet[Row]
) -> Page[Row]:
    """A page of several lists together, each of which an index gives in order: of the rows, or of others that have
    their key and their date. Two queries, however many lists."""
    back = cursor is not None and cursor.is_back
    order = (field, "pk") if back else (f"-{field}", "-pk")
    sliced = [
        (part.filter(cursor.condition(field)) if cursor else part).order_by(*order).values_list(field, "pk")[: size + 1]
        for part in parts
    ]
    if not sliced:
        return Page([], "", "")
    keys = list(sliced[0] if len(sliced) == 1 else sliced[0].union(*sliced[1:], all=True))
    keys = sorted(keys, reverse=not back)[: size + 1]
    more, keys = len(keys) > size, sorted(keys[:size], reverse=True)
    by_pk = {row.pk: row for row in rows.filter(pk__in=[pk for _, pk in keys])}
    newer = Cursor(keys[0][0], keys[0][1], is_back=True) if keys and (more if back else cursor is not None) else ""
    older = Cursor(keys[-1][0], keys[-1][1]) if keys and (more or back) else ""
    return Page([by_pk[pk] for _, pk in keys], str(newer), str(older))
