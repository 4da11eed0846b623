"""Who may be on the programme: read from a contract document, and written back."""

from typing import Any

from contracts.domain import reading_attributes
from contracts.domain.eligibility import Eligibility
from contracts.domain.problems import Reader


def read(reader: Reader) -> Eligibility:
    """The rule, in the language of segments, and the days between which people start."""
    found = Eligibility(
        rule=reading_attributes.attribute_rule(reader),
        started_from=reader.date("started_from", required=False),
        started_until=reader.date("started_until", required=False),
    )
    if found.started_from and found.started_until and found.started_until < found.started_from:
        reader.note("started_until", "dates_out_of_order", "Set the last day of a start on or after the first.")
    reader.finish()
    return found


def document(found: Eligibility) -> dict[str, Any]:
    """The clause as it was read."""
    return {
        "rule": {name: list(values) for name, values in found.rule},
        "started_from": found.started_from.isoformat() if found.started_from else None,
        "started_until": found.started_until.isoformat() if found.started_until else None,
    }
