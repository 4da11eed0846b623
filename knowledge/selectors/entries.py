"""Entries of the library as its pages show them. Every list costs the same number of queries, however long it is."""

import dataclasses
from typing import Any

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db.models import Count, F, Func, QuerySet, TextField, Value
from django.db.models.functions import Concat
from django.http import Http404

from accounts.models import User
from knowledge import permissions, programmes
from knowledge.domain import entries
from knowledge.models import Entry, EntryVersion
from knowledge.models.entries import CONFIG

RELEVANCE, NEWEST = "relevance", "newest"
EXACT = ("kind", "example", "need", "outcome", "sector")
MOST_CHOICES = 60
WEIGHTS = [0.1, 0.3, 0.6, 1.0]  # of source, what happened, lesson, title


@dataclasses.dataclass(frozen=True)
class EntryPage:
    entry: Entry
    versions: list[EntryVersion]
    origin: programmes.Place | None
    places: list[programmes.Place]
    may_change: bool
    may_withdraw: bool

    @property
    def is_nameless(self) -> bool:
        """Who wrote a lesson would tell of which programme it is, so others than its members do not read it."""
        return bool(self.entry.programme) and self.origin is None


def search(*, q: str = "", tag: str = "", stage: str = "", sort: str = "", **exactly: str) -> QuerySet[Entry]:
    """Standing entries that the text finds, in the words of a web search: phrases in quotes, `or`, and `-` for not.

    Sorted by relevance where there is a text and nothing else is asked, otherwise the newest first. With a text each
    has a `snippet`: what it says, with marks around what was found.
    """
    found = Entry.objects.standing().filter(**{name: value for name, value in exactly.items() if value})
    if tag:
        found = found.filter(tags__contains=[tag])
    if stage:
        found = found.filter(stages__contains=[int(stage)])
    if q:
        query = SearchQuery(q, config=CONFIG, search_type="websearch")
        found = found.matching(query, q).annotate(
            rank=SearchRank(F("search"), query, weights=WEIGHTS, normalization=1), snippet=_snippet(query)
        )
    by_rank = bool(q) and sort != NEWEST
    return found.order_by(*(["-rank"] if by_rank else []), "-added_at", "-pk").defer("search")


def _snippet(query: SearchQuery) -> SearchHeadline:
    said = Concat("happened", Value(" "), "lesson", output_field=TextField())
    return SearchHeadline(
        said, query, config=CONFIG, start_sel=entries.HIT, stop_sel=entries.END, max_words=40, min_words=25,
        max_fragments=2, fragment_delimiter=" … ",
    )  # fmt: skip


def tags() -> list[str]:
    """The tags that standing entries have, the most used first."""
    each = Func(F("tags"), function="unnest", set_returning=True)
    counted = Entry.objects.standing().annotate(tag=each).values("tag").annotate(count=Count("pk"))
    return [row["tag"] for row in counted.order_by("-count", "tag")[:MOST_CHOICES]]


def sectors() -> list[str]:
    """The sectors of standing entries, by name."""
    named = Entry.objects.standing().exclude(sector="").values_list("sector", flat=True)
    return list(named.distinct().order_by("sector")[:MOST_CHOICES])


def entry_of(entry_id: int) -> Entry:
    """One entry, withdrawn or not; the page does not exist otherwise."""
    found = Entry.objects.filter(pk=entry_id).select_related("added_by", "withdrawn_by").defer("search").first()
    if found is None:
        raise Http404("No such entry")
    return found


def page(entry: Entry, viewer: User) -> EntryPage:
    """The entry with its versions, where it comes from, and what the viewer may do with it."""
    stands = entry.withdrawn_at is None
    return EntryPage(
        entry=entry,
        versions=list(entry.versions.select_related("written_by").order_by("-number")),
        origin=programmes.origin(viewer, entry.programme) if entry.programme else None,
        places=programmes.places_to_cite(viewer, entry.pk) if stands else [],
        may_change=stands and permissions.can(viewer, "entry.write", entry),
        may_withdraw=stands and permissions.can(viewer, "entry.withdraw", entry),
    )


def words(entry: Entry) -> dict[str, Any]:
    """The text of an entry as a form shows it."""
    names = [field.name for field in EntryVersion._meta.get_fields() if hasattr(entry, field.name)]
    said = {name: getattr(entry, name) for name in names}
    return said | {"tags": ", ".join(entry.tags), "seen": entry.version}
