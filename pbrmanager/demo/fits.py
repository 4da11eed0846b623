"""Whether Payment by Results fits, as the commissioner and the principal of each programme answered it."""

from datetime import datetime, timedelta
from typing import Any

from knowledge.selectors import suitability
from pbrmanager.demo.cast import Cast
from stages.actions import fits
from stages.models import Programme

SHARED: dict[str, Any] = {
    "reasons": ["outcomes", "focus", "innovation"],
    "clear": ["yes"],
    "verifiable": ["records"],
    "attributable": ["mostly"],
    "baseline": ["known"],
    "numbers": ["many"],
    "providers": ["several"],
    "cash": ["partly"],
    "timing": ["soon"],
    "complexity": ["groups"],
    "cost": ["small"],
    "gaming": ["watched"],
    "quality": ["planned"],
    "evaluation": ["intended"],
}
PRINCIPAL = {"reasons": ["value", "risk"], "baseline": ["some"], "cost": ["some"], "evaluation": ["planned"]}
REASONS = {
    "measurable": "The outcome is written in one sentence, and two assessors counted the same in a trial.",
    "cohort": "Everybody who is referred in a quarter is followed as one cohort.",
    "attributable": "The provider works with each person for a year; other services do part of it.",
    "baseline": "Three years of figures for the same kind of people were bought in.",
    "comparison": "The rate of the waiting list says what happens anyway.",
    "failure": "The statutory service goes on beside it.",
    "market": "Four providers said at a market day that they would bid.",
    "incentives": "Providers said which staff they would add if the later result were paid.",
    "costing": "Costs come from two earlier grants; the hardest group is an estimate.",
    "gap": "The first result shows within half a year of the start.",
}
IN_PART = frozenset({"attributable", "costing"})


def assess(cast: Cast, programme: Programme, at: datetime) -> None:
    """Two people's answers, a day apart, that differ where a payer and a commissioner differ."""
    said = dict(SHARED)
    for code in suitability.tool().features:
        said |= {f"screen_{code}": "1" if code in IN_PART else "2", f"why_{code}": REASONS[code]}
    for days, key, answers in ((1, "commissioner", said), (2, "principal", said | PRINCIPAL)):
        day = at + timedelta(days=days)
        fits.bring(programme=programme, side="commissioner", answers=answers, by=cast[key], at=day)
