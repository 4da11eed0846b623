"""A published document narrowed to an outcome, an agent, a segment or periods.

It only leaves rows out, and works out no figure anew: what it says, the whole document says as well, so that it tells
no more of few people than that does.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

Document = dict[str, Any]
OUTCOME, AGENT, SEGMENT = "outcome", "agent", "segment"


def narrowed(
    document: Mapping[str, Any],
    *,
    filters: Mapping[str, str],
    words: str,
    starts_on: date | None,
    ends_on: date | None,
) -> Document:
    """The document with the rows of what was chosen alone. A row that is of more than was chosen is left out: of a
    whole programme where an agent was chosen, of several periods where not all of them were."""
    targets = [
        target | {"readings": [one for one in target["readings"] if _is_within(one, starts_on, ends_on)]}
        for target in document["targets"]
        if _is_of(target, filters, (OUTCOME, AGENT, SEGMENT))
    ]
    outcomes = {target["code"]: target["outcome"] for target in document["targets"]}
    return {
        **document,
        "narrowed_to": words,
        "contract": _contract(document["contract"], filters.get(OUTCOME)),
        "targets": targets,
        "breakdowns": [
            row
            for row in document["breakdowns"]
            if _is_of(row | {OUTCOME: outcomes.get(row["target"])}, filters, (OUTCOME, AGENT, SEGMENT))
            and _is_within(row, starts_on, ends_on)
        ],
        "verdicts": _verdicts(document.get("verdicts", ()), filters, starts_on, ends_on),
        "money": document["money"] | {"rows": _money(document["money"]["rows"], filters, starts_on, ends_on)},
    }


def _is_of(row: Mapping[str, Any], filters: Mapping[str, str], names: Sequence[str]) -> bool:
    return all(row.get(name) == filters[name] for name in names if name in filters)


def _is_within(row: Mapping[str, Any], starts_on: date | None, ends_on: date | None) -> bool:
    """Whether a row ends within the days, and begins within them where it says so."""
    last = date.fromisoformat(row["ends_on"])
    first = date.fromisoformat(row["starts_on"]) if row.get("starts_on") else last
    return (starts_on is None or first >= starts_on) and (ends_on is None or last <= ends_on)


def _contract(contract: Mapping[str, Any] | None, outcome: str | None) -> Mapping[str, Any] | None:
    if contract is None or outcome is None:
        return contract
    return {
        **contract,
        "outcomes": [one for one in contract["outcomes"] if one["code"] == outcome],
        "prices": [one for one in contract["prices"] if one["outcome"] == outcome],
    }


def _verdicts(
    rows: Sequence[Mapping[str, Any]], filters: Mapping[str, str], starts_on: date | None, ends_on: date | None
) -> list[Mapping[str, Any]]:
    """A verdict is of the whole programme, over all periods up to its last look."""
    if AGENT in filters or SEGMENT in filters or starts_on or ends_on:
        return []
    return [row for row in rows if _is_of(row, filters, (OUTCOME,))]


def _money(
    rows: Sequence[Mapping[str, Any]], filters: Mapping[str, str], starts_on: date | None, ends_on: date | None
) -> list[Mapping[str, Any]]:
    """Money is told of whole statements, so of no outcome or segment by itself."""
    if OUTCOME in filters or SEGMENT in filters:
        return []
    return [row for row in rows if _is_of(row, filters, (AGENT,)) and _is_within(row, starts_on, ends_on)]
