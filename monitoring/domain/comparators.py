"""What is read of a scheme elsewhere, whichever standard it came in: facts, each with its status and its sources."""

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from monitoring.domain.exact_json import Fault, below
from monitoring.domain.indigo_fields import STATUSES
from monitoring.domain.known_fields import KNOWN, UNKNOWN, WRONG, Leaf, Walk
from monitoring.domain.origins import Origins, Release

INDIGO, OCDS = "indigo", "ocds"
STANDARDS = {INDIGO: "INDIGO", OCDS: "OCDS"}


@dataclasses.dataclass(frozen=True)
class Fact:
    """One thing that is said of a scheme. `sources` are ids of its sources; `path` is where it stands in the file, and
    `release` the one that says it, where several are merged."""

    value: str | Decimal
    path: str
    status: str = ""
    sources: tuple[str, ...] = ()
    notes: str = ""
    release: Release | None = None

    @property
    def text(self) -> str:
        return f"{self.value:f}" if isinstance(self.value, Decimal) else self.value

    @property
    def number(self) -> Decimal | None:
        return self.value if isinstance(self.value, Decimal) else None


@dataclasses.dataclass(frozen=True)
class Money:
    """An amount under its name. `in_dollars` is the publisher's own conversion."""

    label: str
    currency: str
    amount: Fact
    in_dollars: Fact | None = None


@dataclasses.dataclass(frozen=True)
class Price:
    """What one unit of an outcome is paid with, and what is said about it: here stands deadweight, if anywhere.
    `paths` are the places in the file that tell of it, several where releases are merged."""

    currency: str
    amount: Fact | None
    in_dollars: Fact | None
    most: Fact | None
    rises: Fact | None
    description: Fact | None
    notes: str
    paths: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class Outcome:
    """An outcome that the scheme pays for. `paths` are the places in the file that tell of it."""

    id: str
    definition: Fact | None
    population: Fact | None
    people: Fact | None
    target: Fact | None
    also_asked: Fact | None
    checked_by: Fact | None
    data_from: Fact | None
    notes: str
    paths: tuple[str, ...]
    prices: tuple[Price, ...]

    @property
    def name(self) -> str:
        return self.definition.text if self.definition else self.id


@dataclasses.dataclass(frozen=True)
class Result:
    """What came of an outcome, or of the whole scheme (`outcome` is then empty)."""

    outcome: str
    kind: str
    starts_on: str
    ends_on: str
    words: Fact | None
    engaged: Fact | None
    achieved: Fact | None


@dataclasses.dataclass(frozen=True)
class Payments:
    """The payments of one kind in one currency, added up."""

    kind: str
    currency: str
    amount: Decimal
    count: int

    @property
    def label(self) -> str:
        return f"{self.kind} payments" if self.kind else "Payments"


@dataclasses.dataclass(frozen=True)
class Organisation:
    id: str
    name: str
    roles: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class Source:
    """Where something is written."""

    id: str
    name: str
    kind: str
    url: str
    published_on: str


@dataclasses.dataclass(frozen=True)
class Reading:
    """A scheme as it was read. `walk` holds every value of its document: known, unknown or wrong. Of merged releases,
    `origins` say which tells what, and `superseded` are the places of values that a later one replaced or took away."""

    standard: str
    identifier: str
    title: str
    as_of: str
    stage: Fact | None
    sector: Fact | None
    challenge: Fact | None
    intervention: Fact | None
    population: Fact | None
    people_planned: Fact | None
    people_actual: Fact | None
    starts_on: Fact | None
    ends_on: Fact | None
    duration: Fact | None
    places: tuple[Fact, ...]
    dates: tuple[tuple[str, Fact], ...]
    money: tuple[Money, ...]
    organisations: tuple[Organisation, ...]
    outcomes: tuple[Outcome, ...]
    results: tuple[Result, ...]
    payments: tuple[Payments, ...]
    sources: tuple[Source, ...]
    notes: str
    walk: Walk
    origins: Origins | None = None
    superseded: frozenset[str] = frozenset()

    @property
    def releases(self) -> tuple[Release, ...]:
        """The releases that were merged, by their dates; none where one document tells it all."""
        return self.origins.releases if self.origins else ()

    @property
    def months(self) -> Decimal | None:
        """How long the service runs: as stated, or else from its first day to its last."""
        if self.duration and self.duration.number is not None:
            return self.duration.number
        return _months(self.starts_on, self.ends_on)

    @property
    def known(self) -> list[Leaf]:
        return self.walk.of(KNOWN)

    @property
    def unknown(self) -> list[Leaf]:
        return self.walk.of(UNKNOWN)

    @property
    def wrong(self) -> list[Leaf]:
        return self.walk.of(WRONG)

    @property
    def faults(self) -> list[Fault]:
        return self.walk.faults


def _months(first: Fact | None, last: Fact | None) -> Decimal | None:
    """Whole months between two dates that both name a month."""
    ends = [fact.text.split("T")[0].split("-") for fact in (first, last) if fact]
    if len(ends) != 2 or any(len(parts) < 2 for parts in ends):
        return None
    (year, month), (last_year, last_month) = ((int(parts[0]), int(parts[1])) for parts in ends)
    days = [int(parts[2]) if len(parts) > 2 else None for parts in ends]
    whole = (last_year - year) * 12 + last_month - month
    if days[0] is None or days[1] is None:
        whole += days == [None, None]
    elif days[1] >= days[0] + 27 or days[0] == 1:
        whole += 1
    return Decimal(whole) if whole > 0 else None


@dataclasses.dataclass(frozen=True)
class Place:
    """A part of a document, with the status, sources and notes that hold for what stands in it."""

    node: Any
    wrong: frozenset[str]
    path: str = ""
    status: str = ""
    sources: tuple[str, ...] = ()
    notes: str = ""
    origins: Origins | None = None

    @property
    def places(self) -> tuple[str, ...]:
        """Where it stands in the file, the latest last: in several places where releases are merged."""
        return self.origins.places.get(self.path, (self.path,)) if self.origins else (self.path,)

    def at(self, *names: str) -> "Place":
        """The part of that name; an empty one where there is none."""
        found = self
        for name in names:
            found = found._inside(_part(found.node, name), below(found.path, name))
        return found

    def items(self, name: str) -> "list[Place]":
        """The entries of the list of that name which are objects."""
        whole = self.at(name)
        entries = whole.node if isinstance(whole.node, list) else []
        return [
            whole._inside(entry, below(whole.path, number))
            for number, entry in enumerate(entries)
            if isinstance(entry, Mapping)
        ]

    def _inside(self, node: Any, path: str) -> "Place":
        said = node if isinstance(node, Mapping) else {}
        status, sources, notes = (said.get(name) for name in ("status", "source_ids", "notes"))
        return Place(
            node,
            self.wrong,
            path,
            status if status in STATUSES else self.status,
            ids(sources) or self.sources,
            notes if isinstance(notes, str) and notes else self.notes,
            self.origins,
        )

    def fact(self, *names: str) -> Fact | None:
        """The fact of that name, plain or as an object with `value`; nothing where it is missing, empty or wrong."""
        found = self.at(*names)
        if isinstance(found.node, Mapping) and not isinstance(found.node.get("value"), Mapping | list):
            found = found.at("value")
        place = found.places[-1]
        if place in self.wrong or not isinstance(found.node, str | Decimal) or found.node == "":
            return None
        release = self.origins.release(place) if self.origins else None
        return Fact(found.node, place, found.status, found.sources, found.notes, release)

    def text(self, *names: str) -> str:
        fact = self.fact(*names)
        return fact.text if fact else ""


def _part(node: Any, name: str) -> Any:
    if isinstance(node, list):
        return node[int(name)] if name.isdecimal() and int(name) < len(node) else None
    return node.get(name) if isinstance(node, Mapping) else None


def each_once(facts: Iterable[Fact | None]) -> tuple[Fact, ...]:
    """The facts that there are, each value as it was said first."""
    found: dict[str | Decimal, Fact] = {}
    for fact in facts:
        if fact:
            found.setdefault(fact.value, fact)
    return tuple(found.values())


def added_up(paid: Iterable[tuple[str, str, Fact | None]]) -> tuple[Payments, ...]:
    """What was paid, given by kind, currency and amount. What is no number is left out."""
    sums: dict[tuple[str, str], list[Decimal]] = defaultdict(list)
    for kind, currency, amount in paid:
        if amount and amount.number is not None:
            sums[kind, currency].append(amount.number)
    return tuple(Payments(kind, currency, sum(them, Decimal()), len(them)) for (kind, currency), them in sums.items())


def ids(text: Any) -> tuple[str, ...]:
    """Ids that are separated by commas."""
    return tuple(part.strip() for part in text.split(",") if part.strip()) if isinstance(text, str) else ()


def wrong_paths(walk: Walk) -> frozenset[str]:
    return frozenset(leaf.path for leaf in walk.of(WRONG))
