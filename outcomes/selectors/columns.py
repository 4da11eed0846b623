"""The columns of a file for this contract, explained, with an example to fill in."""

import dataclasses
from collections.abc import Iterable
from dataclasses import replace

from contracts.domain import value_ranges
from delivery.domain.contract import Contract, Outcome
from outcomes.domain.cells import EVIDENCE_REFERENCE_LENGTH, REFERENCE_LENGTH
from outcomes.domain.change_rows import AMEND, REASON_LENGTH, WITHDRAW, ChangeRows
from outcomes.domain.rows import OutcomeRows, ParticipantRows
from outcomes.models import Submission

EXAMPLE_DAYS = ("31/03/2026", "2026-04-01")


@dataclasses.dataclass(frozen=True)
class Column:
    name: str
    needed: bool
    what: str
    values: tuple[tuple[str, str], ...] = ()
    example: str = ""


def names(contract: Contract, kind: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The columns that a file of this kind needs, and those that it may have."""
    if kind == Submission.Kind.OUTCOMES:
        return OutcomeRows.REQUIRED, OutcomeRows.OPTIONAL
    if kind == Submission.Kind.CHANGES:
        return ChangeRows.REQUIRED, ChangeRows.OPTIONAL
    needed = contract.required_attributes
    return (*ParticipantRows.REQUIRED, *needed), tuple(name for name in contract.attributes if name not in needed)


def by_kind(contract: Contract) -> list[tuple[Submission.Kind, list[Column]]]:
    """The columns of every kind of file; nothing while no contract is agreed."""
    return [(kind, of(contract, kind)) for kind in Submission.Kind] if contract.versions else []


def of(contract: Contract, kind: str) -> list[Column]:
    """The columns of a file of this kind, those that are needed first."""
    if kind == Submission.Kind.PARTICIPANTS:
        return _participants(contract)
    return _changes(contract) if kind == Submission.Kind.CHANGES else _outcomes(contract)


def _participants(contract: Contract) -> list[Column]:
    reference = f"Your own reference of the participant, at most {REFERENCE_LENGTH} characters; never a name"
    columns = [
        Column("participant", True, reference, example="A-0001"),
        Column(
            "started_on", True, f"The day of the start, as {EXAMPLE_DAYS[0]} or {EXAMPLE_DAYS[1]}", (), "06/04/2026"
        ),
    ]
    for name in contract.attributes:
        values = tuple((value, "") for value in contract.values_of(name))
        needed = name in contract.required_attributes
        columns.append(Column(name, needed, _what(contract, name), values, values[0][0]))
    return columns


def _what(contract: Contract, name: str) -> str:
    """What an attribute decides."""
    of_segments = any(name in s.rule for version in contract.versions for s in version.segments)
    segment = "Decides the segment and with it the price" if of_segments else ""
    joins = _joins(contract, name)
    said = " and ".join(filter(None, (segment, joins)))
    return said[:1].upper() + said[1:]


def _joins(contract: Contract, name: str) -> str:
    """Whether an attribute decides who may be on the programme, or who can achieve an outcome."""
    of_programme = any(name in version.eligibility.attributes for version in contract.versions)
    if of_programme or name not in contract.of_eligibility:
        return "decides who may be on the programme" if of_programme else ""
    return "decides which outcomes the participant can achieve"


def _outcomes(contract: Contract) -> list[Column]:
    outcomes = {outcome.code: outcome for version in contract.versions for outcome in version.outcomes}
    named = tuple((code, outcome.name) for code, outcome in outcomes.items())
    kinds = tuple((kind, "") for kind in contract.evidence_kinds)
    most = max((outcome.max_per_participant for outcome in outcomes.values()), default=1)
    numbered = f"1 for the first time, 2 for the second, up to {most}; empty means 1"
    return [
        Column("participant", True, "The reference under which the participant was sent before", (), "A-0001"),
        Column("outcome", True, "The code of the outcome in the contract", named, named[0][0] if named else ""),
        Column("achieved_on", True, f"The event date, as {EXAMPLE_DAYS[0]} or {EXAMPLE_DAYS[1]}", (), EXAMPLE_DAYS[0]),
        Column("sequence", False, numbered, (), "1"),
        Column("value", False, _value(outcomes.values())),
        Column("evidence_kind", False, "The kind of evidence that you hold", kinds, kinds[0][0] if kinds else ""),
        Column("evidence_ref", False, f"Where the evidence is kept, at most {EVIDENCE_REFERENCE_LENGTH} characters"),
    ]


def _value(outcomes: Iterable[Outcome]) -> str:
    """What the column of values holds, and which outcomes count only with some of them."""
    limited = [
        f"{one.code} counts with a value {value_ranges.in_words(one.values)}"
        for one in outcomes
        if not one.values.takes_everything
    ]
    return "; ".join(["A number, where the outcome is measured", *limited])


def _changes(contract: Contract) -> list[Column]:
    """The claim as it was claimed, what is to become of it, and what is to stand instead."""
    participant, outcome, achieved_on, sequence, value, kind, reference = _outcomes(contract)
    what = ((AMEND, "another claim takes its place"), (WITHDRAW, "it is taken back for good"))
    claimed = replace(achieved_on, what="The event date with which it stands")
    return [
        participant,
        outcome,
        claimed,
        Column("action", True, "What is to become of the claim", what, AMEND),
        Column("reason", True, f"Why, at most {REASON_LENGTH} characters; everybody who sees the claim can read it",
               (), "The day was mistyped"),
        replace(sequence, what="The sequence with which it stands; empty means 1", example=""),
        replace(achieved_on, name="new_achieved_on", needed=False, what="The right event date, if it was wrong",
                example="30/03/2026"),
        replace(sequence, name="new_sequence", what="The right sequence, if it was wrong", example=""),
        replace(value, name="new_value", what="The right number, if it was wrong"),
        replace(kind, name="new_evidence_kind", what="The right kind of evidence, if it was wrong", example=""),
        replace(reference, name="new_evidence_ref", what="Where the evidence is kept, if that was wrong"),
    ]  # fmt: skip
