"""A scheme elsewhere as plain data, for other systems. Numbers are texts, so that they stay exact."""

from collections.abc import Iterable
from typing import Any

from monitoring.domain.comparators import Fact, Money, Outcome, Price, Reading, Result
from monitoring.domain.exact_json import shown
from monitoring.models import ComparatorVersion
from monitoring.selectors import comparators

Document = dict[str, Any]


def short(version: ComparatorVersion) -> Document:
    """What a list says of it."""
    reading = comparators.read(version.document)
    return {
        "number": version.comparator.number,
        "version": version.number,
        "standard": version.comparator.standard,
        "identifier": version.identifier,
        "title": version.title,
        "as_of": version.as_of,
        "people_planned": _number(reading.people_planned),
        "people_reached": _number(reading.people_actual),
        "months": f"{reading.months:f}" if reading.months is not None else None,
        "prices": [
            {"outcome": outcome.name, "currency": price.currency, "amount": price.amount.text}
            for outcome in reading.outcomes
            for price in outcome.prices
            if price.amount
        ],
        "known": version.known,
        "unknown": version.unknown,
        "wrong": version.wrong,
        "removed_because": version.removal.reason if hasattr(version, "removal") else None,
        "added_by": version.added_by,
        "added_at": version.added_at,
    }


def whole(version: ComparatorVersion) -> Document:
    """Everything that was read, and every field that was not."""
    reading = comparators.read(version.document)
    return {
        **short(version),
        **{name: _fact(getattr(reading, name)) for name in ("stage", "sector", "challenge", "intervention")},
        "population": _fact(reading.population),
        "places": [_fact(one) for one in reading.places],
        "dates": [{"name": name, "when": _fact(fact)} for name, fact in reading.dates],
        "money": [_money(one) for one in reading.money],
        "organisations": [{"id": one.id, "name": one.name, "roles": list(one.roles)} for one in reading.organisations],
        "outcomes": [_outcome(one) for one in reading.outcomes],
        "results": [_result(one) for one in reading.results],
        "payments": [
            {"kind": one.kind, "currency": one.currency, "amount": f"{one.amount:f}", "count": one.count}
            for one in reading.payments
        ],
        "sources": [
            {"id": one.id, "name": one.name, "kind": one.kind, "url": one.url, "published_on": one.published_on}
            for one in reading.sources
        ],
        "notes": reading.notes,
        "releases": [{"id": one.id, "released_at": one.date, "path": one.path} for one in reading.releases],
        "superseded_fields": [
            {"path": leaf.path, "value": shown(leaf.value)}
            for leaf in reading.walk.leaves
            if leaf.path in reading.superseded
        ],
        "unknown_fields": _fields(reading, "unknown"),
        "wrong_fields": _fields(reading, "wrong"),
    }


def _number(fact: Fact | None) -> str | None:
    return fact.text if fact and fact.number is not None else None


def _fact(fact: Fact | None) -> Document | None:
    if fact is None:
        return None
    return {
        "value": fact.text,
        "status": fact.status,
        "sources": list(fact.sources),
        "path": fact.path,
        "release": fact.release.id if fact.release else "",
    }


def _money(one: Money) -> Document:
    return {"name": one.label, "currency": one.currency, "amount": _fact(one.amount)}


def _outcome(one: Outcome) -> Document:
    names = ("definition", "population", "people", "target", "also_asked", "checked_by", "data_from")
    return {
        "id": one.id,
        **{name: _fact(getattr(one, name)) for name in names},
        "notes": one.notes,
        "prices": [_price(price) for price in one.prices],
    }


def _price(one: Price) -> Document:
    names = ("amount", "in_dollars", "most", "rises", "description")
    return {"currency": one.currency, **{name: _fact(getattr(one, name)) for name in names}, "notes": one.notes}


def _result(one: Result) -> Document:
    return {
        "outcome": one.outcome,
        "kind": one.kind,
        "starts_on": one.starts_on,
        "ends_on": one.ends_on,
        "words": _fact(one.words),
        "engaged": _number(one.engaged),
        "achieved": _number(one.achieved),
    }


def _fields(reading: Reading, state: str) -> list[Document]:
    leaves: Iterable[Any] = reading.walk.of(state)
    return [{"path": leaf.path, "value": shown(leaf.value)} for leaf in leaves]
