"""Stages 2 and 3 of the demonstration: who declared what, who scored whom, and what was agreed."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from pbrmanager.demo.cast import Cast
from stages.actions import conflicts, moderation, selection
from stages.domain.selection import DEFAULTS, Scored
from stages.models import Candidate, Programme, SelectionCriterion

ASSESSORS = ("commissioner", "principal")
REASONS = (
    "Nothing was shown.",
    "Little was shown, and it was old.",
    "Shown in part; the rest rests on plans.",
    "Shown for a programme half the size.",
    "Shown for a comparable programme, with figures.",
    "Shown for several programmes, with audited figures.",
)
AGREED = "Agreed after a visit that both made: the figures bear out what was written."

Marks = Mapping[str, tuple[int, ...]]


def choose(cast: Cast, programme: Programme, stage: int, marks: Marks, at: datetime) -> dict[str, Candidate]:
    """Name the candidates of stage 2 or 3, declare, score and agree; fewer marks leave some unscored.

    The commissioner gives the marks as they stand, one a criterion, and the principal a point less on every second.
    Nobody scores the organisation from which they come. What both scored in full is moderated ten days later.
    """
    by = cast["commissioner"]
    selection.set_criteria(programme=programme, stage=stage, criteria=DEFAULTS[stage], by=by, at=at)
    entered = {
        code: selection.add_candidate(
            programme=programme, stage=stage, organisation=cast.organisation(code),
            case="Answered the call, and was visited.", by=by, at=at + timedelta(days=3),
        )
        for code in marks
    }  # fmt: skip
    free = [
        (key, code) for key in ASSESSORS for code, candidate in entered.items()
        if _declare(cast, key, candidate, at + timedelta(days=5))
    ]  # fmt: skip
    for key, code in free:
        given = marks[code] if key == "commissioner" else _less(marks[code])
        selection.score(candidate=entered[code], scores=_scored(programme, stage, given), by=cast[key],
                        at=at + timedelta(days=20))  # fmt: skip
    if all(len(one) == len(DEFAULTS[stage]) for one in marks.values()):
        for code, candidate in entered.items():
            if ("principal", code) in free:
                agreed = _scored(programme, stage, marks[code], AGREED)
                moderation.moderate(candidate=candidate, scores=agreed, by=by, at=at + timedelta(days=30))
    return entered


def _declare(cast: Cast, key: str, candidate: Candidate, at: datetime) -> bool:
    """Declare honestly: whoever comes from the candidate has an interest. Whether they may score it."""
    is_own = cast.organisation_of(key) == candidate.organisation
    conflicts.declare(
        candidate=candidate, has_interest=is_own, statement="I work for it." if is_own else "", by=cast[key], at=at
    )
    return not is_own


def _less(marks: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(max(0, mark - index % 2) for index, mark in enumerate(marks))


def _scored(programme: Programme, stage: int, marks: tuple[int, ...], reason: str = "") -> list[Scored]:
    rows = {row.code: row.pk for row in SelectionCriterion.objects.filter(programme=programme, stage=stage)}
    return [
        Scored(rows[weighted.code], mark, reason or REASONS[min(mark, 5)])
        for weighted, mark in zip(DEFAULTS[stage], marks, strict=False)
    ]
