"""Invented participants for a sandbox: nobody real, and somebody in every segment of the contract."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from delivery.domain.contract import Contract, Segment, Version, segment_for
from stages.domain import sandboxes

EACH, APART = 3, timedelta(days=14)


def participants(contract: Contract, agents: Sequence[str], today: date) -> list[dict[str, object]]:
    """Three participants of each agent in each segment of the version that is in force, or was last, as the section of
    a pack has them. They start a fortnight apart, the last of them today or on the last day on which somebody may: so
    outcomes of these days can be claimed for them. None starts before the first day on which somebody may."""
    begun = [version for version in contract.versions if version.effective_from <= today]
    if not begun:
        return []
    version = begun[-1]
    people = list(_people(version, today))
    return [
        {
            "participant": f"{sandboxes.INVENTED}{number:04d}",
            "agent": agent,
            "started_on": day.isoformat(),
            "attributes": attributes,
        }
        for agent in agents
        for number, (day, attributes) in enumerate(people, start=1)
    ]


def _people(version: Version, today: date) -> Iterator[tuple[date, Mapping[str, str]]]:
    rule = version.eligibility
    first = max(day for day in (version.effective_from, rule.started_from) if day)
    last = min(day for day in (today, version.effective_to, version.closed_on, rule.started_until) if day)
    found = [_attributes(version, segment) for segment in version.segments or (None,)]
    people = [attributes for attributes in found if attributes is not None for _ in range(EACH)]
    if first > last:
        return
    for left, attributes in zip(reversed(range(len(people))), people, strict=True):
        yield max(first, last - APART * left), attributes


def _attributes(version: Version, segment: Segment | None) -> dict[str, str] | None:
    """The first values with which somebody may be on the programme and belongs to the segment; None where none do."""
    found = {name: values[0] for name, values in version.eligibility.rule}
    for name, values in (segment.rule if segment else {}).items():
        allowed = dict(version.eligibility.rule).get(name, values)
        found[name] = next((value for value in values if value in allowed), "")
    if version.eligibility.broken_by(found) or (segment and segment_for(version, found) != segment):
        return None
    return found
