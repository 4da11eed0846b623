"""How far a ranking rests on its weights: the places under equal weights, and the smallest change that moves the first.

When the weight of one criterion changes, the others keep their proportions to each other and still sum to 100 with it.
The lead of the winner over a rival is then a straight line in that weight: with `w` the weight, `d` the difference of
their marks on the criterion and `r` the weighted mean of the differences on all others, w × d + (100 − w) × r. Where
the line crosses nought the two are equal, at w = 100 × r ÷ (r − d); beyond it the rival leads.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from stages.domain.selection import HIGHEST, Weighted

Marks = Mapping[int, Mapping[str, Decimal]]
"""The mark, 0 to 5, of each candidate on each criterion."""

TENTH = Decimal("0.1")


@dataclasses.dataclass(frozen=True)
class Standing:
    """A candidate's total, in per cent of the most, and its place: as weighted, and with every weight equal."""

    candidate: int
    total: Decimal
    place: int
    equal_total: Decimal
    equal_place: int


@dataclasses.dataclass(frozen=True)
class Turn:
    """Where the weight of a criterion changes the winner. `weight` is where `rival` draws level, in per cent, and
    `change` how far that is from the weight as it is; all three are None where no change of it alone does."""

    code: str
    weight: Decimal | None = None
    change: Decimal | None = None
    rival: int | None = None


def _rounded(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(TENTH, ROUND_HALF_UP)


def _totals(marks: Marks, weights: Mapping[str, Fraction]) -> dict[int, Fraction]:
    return {
        candidate: sum((weights[code] * Fraction(own[code]) / HIGHEST for code in weights), Fraction(0))
        for candidate, own in marks.items()
    }


def _place(totals: Mapping[int, Fraction], candidate: int) -> int:
    return 1 + sum(1 for other in totals.values() if other > totals[candidate])


def standings(criteria: Sequence[Weighted], marks: Marks) -> list[Standing]:
    """Every candidate that is marked on all criteria, best first, beside its place under equal weights."""
    if not criteria:
        return []
    whole = {one: own for one, own in marks.items() if all(row.code in own for row in criteria)}
    weighted = _totals(whole, {row.code: Fraction(row.weight) for row in criteria})
    equal = _totals(whole, {row.code: Fraction(100, len(criteria)) for row in criteria})
    rows = [
        Standing(one, _rounded(weighted[one]), _place(weighted, one), _rounded(equal[one]), _place(equal, one))
        for one in whole
    ]
    return sorted(rows, key=lambda row: row.place)


def turns(criteria: Sequence[Weighted], marks: Marks) -> list[Turn]:
    """For each criterion, the smallest change of its weight that puts another candidate first."""
    found = standings(criteria, marks)
    if len(found) < 2:
        return [Turn(row.code) for row in criteria]
    winner = found[0].candidate
    rivals = [row.candidate for row in found[1:]]
    return [_turn(row, criteria, marks, winner, rivals) for row in criteria]


def _turn(own: Weighted, criteria: Sequence[Weighted], marks: Marks, winner: int, rivals: Sequence[int]) -> Turn:
    crossings = [
        (abs(level - Fraction(own.weight)), level, rival)
        for rival in rivals
        if (level := _level(own, criteria, marks[winner], marks[rival])) is not None
    ]
    if not crossings:
        return Turn(own.code)
    _distance, level, rival = min(crossings)
    return Turn(own.code, _rounded(level), _rounded(level - Fraction(own.weight)), rival)


def _level(
    own: Weighted, criteria: Sequence[Weighted], first: Mapping[str, Decimal], second: Mapping[str, Decimal]
) -> Fraction | None:
    """The weight at which the second draws level and beyond which it leads; None where there is none."""
    others = [row for row in criteria if row.code != own.code]
    spread = sum((Fraction(row.weight) for row in others), Fraction(0))
    if not spread:
        return None
    difference = Fraction(first[own.code]) - Fraction(second[own.code])
    rest = sum(
        (Fraction(row.weight) * (Fraction(first[row.code]) - Fraction(second[row.code])) for row in others), Fraction(0)
    )
    rest /= spread
    if difference >= 0 and rest >= 0:  # the first is nowhere behind, whatever the weight
        return None
    return 100 * rest / (rest - difference)
