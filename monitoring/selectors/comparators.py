"""Schemes elsewhere as pages and other systems show them."""

import dataclasses
import functools
from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.http import Http404

from monitoring.domain import comparator_files, comparator_ranges
from monitoring.domain.comparators import Reading, Result
from monitoring.domain.exact_json import shown
from monitoring.domain.known_fields import KNOWN, UNKNOWN, WRONG, Leaf
from monitoring.domain.origins import Release
from monitoring.models import Comparator, ComparatorVersion
from stages.models import Programme

SUPERSEDED = "superseded"
STATES = {
    KNOWN: "Read",
    UNKNOWN: "Not known to us",
    WRONG: "Not as the standard has it",
    SUPERSEDED: "Superseded by a later release",
}
LISTED, REMOVED = "listed", "removed"
LONGEST_SOURCE = 100


def search(programme: Programme, q: str = "", state: str = LISTED) -> QuerySet[ComparatorVersion]:
    """The last version of each comparator on the list, or of each that was removed, the latest first."""
    found = ComparatorVersion.objects.filter(comparator__programme=programme).latest_of_each()
    found = found.filter(removal__isnull=state != REMOVED)
    if q:
        found = found.filter(Q(title__icontains=q) | Q(identifier__icontains=q) | Q(document__icontains=q))
    return found.select_related("comparator__programme", "added_by", "removal").order_by("-added_at", "-pk")


def counts(programme: Programme) -> int:
    """How many comparators are on the list."""
    return search(programme).count()


def progress(programme: Programme) -> tuple[str, str]:
    """How the task stands in the list of stage 1. Nobody has to have comparators."""
    found = counts(programme)
    return (f"{found} kept", "") if found else ("Optional", "grey")


def find(programme: Programme, number: int) -> Comparator:
    found = Comparator.objects.filter(programme=programme, number=number).select_related("programme").first()
    if found is None:
        raise Http404("No such comparator")
    return found


def versions(comparator: Comparator) -> list[ComparatorVersion]:
    """Every version, the latest first, without the documents."""
    found = comparator.versions.select_related("added_by", "removal__removed_by").without_documents()
    return list(found.order_by("-number"))


def version(comparator: Comparator, number: str) -> ComparatorVersion:
    """The version of that number; the latest where none is asked for."""
    found = comparator.versions.select_related("comparator__programme", "added_by").order_by("-number")
    if number:
        found = found.filter(number=int(number)) if number.isdecimal() and len(number) < 9 else found.none()
    one = found.first()
    if one is None:
        raise Http404("No such version")
    return one


@functools.lru_cache(maxsize=256)
def read(document: str) -> Reading:
    """What is read of a kept document, which never changes."""
    return comparator_files.read_kept(document)


@dataclasses.dataclass(frozen=True)
class Row:
    """A comparator in the list, with what is compared first."""

    version: ComparatorVersion
    reading: Reading

    @property
    def prices(self) -> list[comparator_ranges.Range]:
        found = comparator_ranges.ranges([(self.version.comparator.number, self.reading)])
        return [one for one in found if one.code == comparator_ranges.PRICE]

    @property
    def people(self) -> Decimal | None:
        fact = self.reading.people_planned or self.reading.people_actual
        return fact.number if fact else None


def row(one: ComparatorVersion) -> Row:
    return Row(one, read(one.document))


def rows(found: Iterable[ComparatorVersion]) -> list[Row]:
    return [row(one) for one in found]


def ranges(programme: Programme) -> list[comparator_ranges.Range]:
    """The ranges over every comparator on the list."""
    found = search(programme).order_by("comparator__number")
    return comparator_ranges.ranges([(one.comparator.number, read(one.document)) for one in found])


def results(reading: Reading) -> list[tuple[str, Result]]:
    """What came of the outcomes, each beside the name of its outcome, which is empty for the whole scheme."""
    names = {outcome.id: outcome.name for outcome in reading.outcomes}
    return [(names.get(one.outcome, one.outcome), one) for one in reading.results]


@dataclasses.dataclass(frozen=True)
class Field:
    """A field of a document, for the table of all fields."""

    path: str
    value: str
    state: str
    words: str
    release: Release | None


def fields(reading: Reading, q: str = "", state: str = "") -> list[Field]:
    """Every field of the document, or those in one state or whose path or value holds a text: what is wrong first."""
    leaves = [*reading.wrong, *reading.unknown, *reading.known]
    found = [_field(reading, leaf) for leaf in leaves if state in ("", _state(reading, leaf))]
    wanted = q.casefold()
    return [one for one in found if wanted in one.path.casefold() or wanted in one.value.casefold()]


def _state(reading: Reading, leaf: Leaf) -> str:
    return SUPERSEDED if leaf.state == KNOWN and leaf.path in reading.superseded else leaf.state


def _field(reading: Reading, leaf: Leaf) -> Field:
    state = _state(reading, leaf)
    release = reading.origins.release(leaf.path) if reading.origins else None
    return Field(leaf.path, shown(leaf.value), state, STATES[state], release)


def source(one: ComparatorVersion) -> str:
    """How what is taken from it names it."""
    title = " ".join(one.title.split())
    named = title if len(title) <= LONGEST_SOURCE else f"{title[:LONGEST_SOURCE]}…"
    return f"{named} ({one.identifier})" if one.identifier else named
