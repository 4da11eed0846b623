"""Figures of a verdict for those who may not see rows, and for the public: in whole points, without counts of people.

A verdict counts the people who were followed to the end of a window: it cuts them in another way than the tables of
targets. Two counts beside each other could differ by a few people; two rates in whole points tell nothing of them.
"""

import copy
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from contracts.domain import comparisons
from monitoring.models import Verdict

HUNDREDTH, TENTH = Decimal("0.01"), Decimal("0.1")
LEVELS, SIZES = ("estimate", "comparator"), ("size", "low", "high")
KEPT = frozenset({"panel", "trend"})
"""Facts that count no people of the outcome: those of places, which have a rule of their own."""


def step(measure: str) -> Decimal:
    """Shares in whole points, events per head in tenths."""
    return TENTH if measure == comparisons.EVENTS else HUNDREDTH


def rounded(value: Any, to: Decimal) -> Decimal | None:
    return None if value is None else Decimal(str(value)).quantize(to, ROUND_HALF_UP)


def coarse(one: Verdict, measure: str) -> Verdict:
    """The verdict without its counts, nor what counts follow from. It is to be read, never to be saved.

    The digest of its inputs goes too: whoever knows the rest could try out few counts until one fits.
    """
    found = copy.copy(one)
    for name in LEVELS:
        setattr(found, name, rounded(getattr(one, name), step(measure)))
    for name in SIZES:
        setattr(found, name, rounded(getattr(one, name), TENTH if one.null else step(measure)))
    found.people, found.p, found.detectable, found.needed, found.inputs = 0, None, None, None, ""
    found.facts = {name: value for name, value in one.facts.items() if name in KEPT}
    if one.facts.get("paired"):
        found.facts["paired"] = _paired(one.facts["paired"])
    return found


def _paired(facts: dict[str, Any]) -> dict[str, Any]:
    """Events per head in tenths; how many events there were in all would tell how many people."""
    found = {name: _tenths(facts[name]) for name in ("seen", "level", "per_head", "by_share", "by_frequency")}
    interval = {name: _tenths(value) for name, value in facts["per_head_interval"].items()}
    return found | {"per_head_interval": interval, "share": facts["share"], "avoided": None}


def _tenths(value: Any) -> float | None:
    return None if value is None else float(rounded(value, TENTH) or 0)
