"""Choosing the principal and the agent: weighted criteria, scores by assessors, and the ranking that they give.

A candidate's mark on a criterion is the moderated score, 0 to 5, or until there is one the mean of the assessors'
latest scores. Scores of an assessor who has declared an interest in the candidate do not count. The total is the sum
over criteria of weight × mark ÷ 5, in per cent of the most that could be had. Where scores are missing the total covers
the criteria that were scored, and the range says how far the missing ones could move it.
"""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence, Set
from decimal import ROUND_HALF_UP, Decimal

HIGHEST = 5
CENT = Decimal("0.01")
TENTH = Decimal("0.1")
WHOLE = Decimal(100)


@dataclasses.dataclass(frozen=True)
class Weighted:
    """A criterion with its weight in per cent."""

    code: str
    name: str
    weight: Decimal


DEFAULTS: Mapping[int, tuple[Weighted, ...]] = {
    2: (
        Weighted("finance", "Finance: can commit the funds for the greatest liability", Decimal(30)),
        Weighted("accountability", "Accountability: the responsible body, which can sign and stop", Decimal(25)),
        Weighted("track_record", "Record of overseeing such provision", Decimal(20)),
        Weighted("verification", "Means to verify outcomes before paying", Decimal(15)),
        Weighted("independence", "Independence from the commissioner, or the overlap disclosed", Decimal(10)),
    ),
    3: (
        Weighted("delivery_history", "Record of delivering such outcomes", Decimal(25)),
        Weighted("principals_interest", "Acts in the principal's interest, for hard cases too", Decimal(20)),
        Weighted("working_capital", "Working capital to stand the payment lag", Decimal(20)),
        Weighted("data", "Data: can record and evidence outcomes", Decimal(15)),
        Weighted("supply_chain", "Supply chain: partners carry no more risk than they can bear", Decimal(10)),
        Weighted("value", "Value: the price lies inside the range of the evidence", Decimal(10)),
    ),
}


@dataclasses.dataclass(frozen=True)
class Scored:
    """What an assessor gives a candidate on a criterion (by its primary key), with the reason."""

    criterion: int
    score: int
    reason: str


@dataclasses.dataclass(frozen=True)
class Given:
    """One assessor's latest score of one candidate on one criterion."""

    candidate: int
    criterion: str
    assessor: int
    score: int


@dataclasses.dataclass(frozen=True)
class Moderated:
    """The score on which the assessors agreed."""

    candidate: int
    criterion: str
    score: int


MODERATION = 0
"""Stands where an assessor would: the score is that of all of them."""


def counting(given: Iterable[Given], moderated: Iterable[Moderated], barred: Set[tuple[int, int]]) -> list[Given]:
    """The scores that count: those moderated, and where there is none yet, those of assessors without an interest.

    `barred` holds (candidate, assessor) pairs.
    """
    agreed = {(one.candidate, one.criterion): one.score for one in moderated}
    free = [
        one
        for one in given
        if (one.candidate, one.assessor) not in barred and (one.candidate, one.criterion) not in agreed
    ]
    return free + [Given(candidate, code, MODERATION, score) for (candidate, code), score in agreed.items()]


@dataclasses.dataclass(frozen=True)
class Ranked:
    """A candidate's place. `marks` has the mean score by criterion; `missing` the criteria that nobody has scored.

    `total`, `low` and `high` are in per cent of the most; low and high suppose 0 and 5 for what is missing.
    `place` is None until every criterion is scored.
    """

    candidate: int
    marks: Mapping[str, Decimal]
    missing: tuple[str, ...]
    total: Decimal
    low: Decimal
    high: Decimal
    assessors: int
    place: int | None


def _mean(scores: Sequence[int]) -> Decimal:
    return Decimal(sum(scores)) / Decimal(len(scores))


def exact_marks(candidates: Iterable[int], scores: Iterable[Given]) -> dict[int, dict[str, Decimal]]:
    """The mark of each candidate on each criterion that is scored, before it is rounded."""
    found: dict[int, dict[str, list[int]]] = {one: {} for one in candidates}
    for given in scores:
        found[given.candidate].setdefault(given.criterion, []).append(given.score)
    return {one: {code: _mean(own) for code, own in rows.items()} for one, rows in found.items()}


def _row(candidate: int, criteria: Sequence[Weighted], scores: Sequence[Given]) -> Ranked:
    by_code: dict[str, list[int]] = {}
    for given in scores:
        by_code.setdefault(given.criterion, []).append(given.score)
    marks = {row.code: _mean(by_code[row.code]) for row in criteria if row.code in by_code}
    missing = tuple(row.code for row in criteria if row.code not in by_code)
    low = sum((row.weight * marks[row.code] / HIGHEST for row in criteria if row.code in marks), Decimal(0))
    open_weight = sum((row.weight for row in criteria if row.code not in marks), Decimal(0))
    covered = sum((row.weight for row in criteria if row.code in marks), Decimal(0))
    total = low * WHOLE / covered if covered else Decimal(0)
    return Ranked(
        candidate=candidate,
        marks={code: mark.quantize(CENT, ROUND_HALF_UP) for code, mark in marks.items()},
        missing=missing,
        total=total.quantize(TENTH, ROUND_HALF_UP),
        low=low.quantize(TENTH, ROUND_HALF_UP),
        high=(low + open_weight).quantize(TENTH, ROUND_HALF_UP),
        assessors=len({given.assessor for given in scores}),
        place=None,
    )


def ranking(candidates: Iterable[int], criteria: Sequence[Weighted], scores: Iterable[Given]) -> list[Ranked]:
    """The candidates, best first; those not wholly scored come last, without a place. Equal totals share a place."""
    given = list(scores)
    rows = [_row(one, criteria, [score for score in given if score.candidate == one]) for one in candidates]
    whole = sorted((row for row in rows if not row.missing and criteria), key=lambda row: -row.total)
    part = sorted((row for row in rows if row.missing or not criteria), key=lambda row: -row.high)
    placed = [dataclasses.replace(row, place=1 + sum(1 for other in whole if other.total > row.total)) for row in whole]
    return placed + part


def weights_problem(weights: Sequence[Decimal]) -> str:
    """Why the weights cannot stand; empty when they can."""
    if not weights:
        return "Enter at least one criterion."
    if any(weight <= 0 or weight > WHOLE for weight in weights):
        return "Each weight must be more than 0 and at most 100."
    total = sum(weights, Decimal(0))
    return "" if total == WHOLE else f"The weights sum to {total.normalize():f}. Change them so that they sum to 100."
