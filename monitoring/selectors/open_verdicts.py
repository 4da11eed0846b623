"""Verdicts as open data: what was settled in advance, and what came of it. No counts, and figures in whole points.

Counts of people followed to the end of a window would stand beside those of the tables of targets, which are cut
another way; rounded to whole points, and without the people, nobody can work single people out from both.
"""

from typing import Any

from django.utils.timezone import localdate

from monitoring.domain import verdicts
from monitoring.selectors import verdict_pages, verdict_rounding
from monitoring.selectors.figures import Audience
from monitoring.selectors.open_contract import Row
from monitoring.selectors.verdict_pages import Question
from monitoring.selectors.verdict_shown import Shown

COUNTS = frozenset({"The other group", "Own people before", "The others before"})
"""What the contract states in counts of people is not published."""


def rows(viewer: Audience) -> list[Row]:
    """Each question that was registered, with its latest verdict."""
    return [_row(one) for one in verdict_pages.questions(viewer)]


def _row(question: Question) -> Row:
    asked, latest = question.asked, question.latest
    row: Row = {
        "code": asked.comparison.code,
        "name": asked.comparison.name,
        "outcome": asked.comparison.outcome,
        "measure": asked.comparison.measure,
        "against": asked.comparison.against,
        "test": asked.comparison.test,
        "window_days": asked.comparison.window_days,
        "matters": float(asked.comparison.matters),
        "looks_planned": asked.comparison.looks,
        "agreed_on": localdate(asked.at).isoformat(),
        "since": asked.begins_on.isoformat(),
        "settled_in_advance": localdate(asked.at) <= asked.begins_on,
        "stands": not asked.is_over,
        "settled": [{"label": label, "text": text} for label, text in question.rows if label not in COUNTS],
    }
    return row | (_latest(latest) if latest else _none(question))


def _none(question: Question) -> Row:
    return {
        "verdict": "not_yet",
        "words": "No verdict yet",
        "meaning": "The figures of all places are not complete yet."
        if question.asked.comparison.panel
        else "Nobody has been followed to the end of their window yet.",
        "shown": True,
    }


def _latest(latest: Shown) -> Row:
    one = latest.verdict
    row: Row = {"periods": one.pool.split(","), "look": one.look, "method": one.method, "shown": not latest.hidden}
    if latest.hidden:
        return row | {
            "verdict": "not_shown",
            "words": "Not shown",
            "meaning": "Not shown, so that nothing can be told about single people.",
        }
    said = verdicts.Verdict(one.verdict)
    coarse = verdict_rounding.coarse(one, latest.asked.comparison.measure)
    return row | {
        "verdict": one.verdict,
        "words": verdicts.WORDS[said],
        "meaning": latest.meaning,
        "kind": "ratio" if one.null else "difference",
        **{name: _number(getattr(coarse, name)) for name in verdict_rounding.SIZES},
        "level": float(one.level),
    }


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
