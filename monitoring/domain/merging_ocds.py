"""Several releases of one process as one, by the rules of the Open Contracting Data Standard for merging.

The releases are taken by their dates. A later value takes the place of an earlier one, and null takes it away. Objects
are merged name by name. Of a list of objects, those with the same `id` are merged, and the others are added; a list of
anything else, and one that the standard says is merged whole, takes the place of the earlier one. What belongs to a
release alone (`id`, `date`, `tag`) is not merged.

Rules: https://standard.open-contracting.org/1.1/en/schema/merging/
"""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from monitoring.domain.comparators import Place
from monitoring.domain.exact_json import below
from monitoring.domain.known_fields import Walk
from monitoring.domain.origins import Origins, Release

OF_A_RELEASE = ("id", "date", "tag")
MERGED_WHOLE = frozenset({"additionalIdentifiers", "additionalClassifications"})
LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclasses.dataclass
class _Single:
    """What takes the place of what was there: a value, or a list as a whole."""

    value: Any
    place: str


@dataclasses.dataclass
class _Object:
    places: list[str] = dataclasses.field(default_factory=list)
    inner: "dict[str, _Node]" = dataclasses.field(default_factory=dict)


@dataclasses.dataclass
class _List:
    places: list[str] = dataclasses.field(default_factory=list)
    inner: list[_Object] = dataclasses.field(default_factory=list)
    by_id: dict[str, _Object] = dataclasses.field(default_factory=dict)


_Node = _Single | _Object | _List


def merged(releases: Sequence[Place]) -> Place:
    """The process as its releases tell it together, each field with the place in the file that it comes from."""
    ordered = sorted(releases, key=lambda one: moment(one.text("date")))
    whole = _Object()
    for one in ordered:
        said = {name: inner for name, inner in one.node.items() if name not in OF_A_RELEASE}
        _merge_object(whole, said, one.path)
    places: dict[str, tuple[str, ...]] = {}
    document = _plain(whole, "", places)
    document["date"] = _with_places(ordered[-1].node.get("date"), "date", below(ordered[-1].path, "date"), places)
    told = tuple(Release(one.path, one.text("id"), one.text("date")) for one in ordered)
    return Place(document, releases[0].wrong, origins=Origins(places, told))


def superseded(walk: Walk, origins: Origins) -> frozenset[str]:
    """The places of the values that a later release replaced or took away."""
    kept = {place for places in origins.places.values() for place in places}
    found = []
    for leaf in walk.leaves:
        release = origins.release(leaf.path)
        if release and leaf.value is not None and leaf.path not in kept:
            name = leaf.path[len(release.path) + 1 :].partition("/")[0]
            if name not in OF_A_RELEASE:
                found.append(leaf.path)
    return frozenset(found)


def moment(text: str) -> datetime:
    """The moment as a time that can be compared, whatever its zone; without a zone it is one of UTC."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return LONG_AGO
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _merge(before: _Node | None, name: str, value: Any, place: str) -> _Node:
    if isinstance(value, Mapping):
        found = before if isinstance(before, _Object) else _Object()
        _merge_object(found, value, place)
        return found
    if isinstance(value, list) and name not in MERGED_WHOLE and all(isinstance(one, Mapping) for one in value):
        entries = before if isinstance(before, _List) else _List()
        _merge_list(entries, value, place)
        return entries
    return _Single(value, place)


def _merge_object(found: _Object, value: Mapping[str, Any], place: str) -> None:
    found.places.append(place)
    for name, inner in value.items():
        if inner is None:
            found.inner.pop(name, None)
        else:
            found.inner[name] = _merge(found.inner.get(name), name, inner, below(place, name))


def _merge_list(found: _List, value: Iterable[Mapping[str, Any]], place: str) -> None:
    found.places.append(place)
    for number, entry in enumerate(value):
        name = _id(entry)
        one = found.by_id.get(name) if name else None
        if one is None:
            one = _Object()
            found.inner.append(one)
            if name:
                found.by_id[name] = one
        _merge_object(one, entry, below(place, number))


def _id(entry: Mapping[str, Any]) -> str:
    """What an entry is known by: a number is the same as its text."""
    found = entry.get("id")
    return f"{found:f}" if isinstance(found, Decimal) else found if isinstance(found, str) else ""


def _plain(node: _Node, path: str, places: dict[str, tuple[str, ...]]) -> Any:
    """The document that the nodes make up, with the places of everything in it."""
    if isinstance(node, _Single):
        return _with_places(node.value, path, node.place, places)
    places[path] = tuple(node.places)
    if isinstance(node, _List):
        return [_plain(inner, below(path, number), places) for number, inner in enumerate(node.inner)]
    return {name: _plain(inner, below(path, name), places) for name, inner in node.inner.items()}


def _with_places(value: Any, path: str, place: str, places: dict[str, tuple[str, ...]]) -> Any:
    places[path] = (place,)
    if isinstance(value, Mapping):
        for name, inner in value.items():
            _with_places(inner, below(path, name), below(place, name), places)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            _with_places(inner, below(path, number), below(place, number), places)
    return value
