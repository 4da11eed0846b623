"""Which amounts of money may be shown: an amount over a price is a number of outcomes, so the rule for counts decides.

Periods are shown one by one as long as no outcome in them is small. A period with a small number of some outcome is
taken together with the next ones until none is small, so that no sum over time gives it away. Within such a block the
agents are decided on outcome by outcome. Every amount that is shown is a sum of whole blocks of agents that are shown
in each of them; so nothing can be told from it but numbers that could themselves be shown.
"""

import itertools
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from delivery.domain import suppression
from delivery.domain.suppression import EVERYTHING, Figure, Kind, Rule

Counts = Mapping[str, Mapping[tuple[str, int], int]]
"""By outcome, how many ledger entries each agent has in each period."""


@dataclass(frozen=True)
class Block:
    """Periods whose amount is shown as one, and the agents whose part in it is not."""

    periods: tuple[int, ...]
    hidden: frozenset[str]


def blocks(periods: Sequence[int], counts: Counts, rule_of: Callable[[str], Rule]) -> list[Block]:
    """The blocks of periods in their order; periods at the end that cannot be shown yet are in none.

    A block is decided without the later ones, so that it stands whatever comes.
    """
    found: list[Block] = []
    waiting: list[int] = []
    for period in periods:
        waiting.append(period)
        hidden = _hidden(waiting, counts, rule_of)
        if hidden is not None:
            found.append(Block(tuple(waiting), hidden))
            waiting = []
    return found


def _hidden(periods: Sequence[int], counts: Counts, rule_of: Callable[[str], Rule]) -> frozenset[str] | None:
    """The agents that are hidden in the periods taken together; None where all together could not be shown."""
    hidden: set[str] = set()
    for outcome, entries in counts.items():
        numbers: dict[tuple[str, str], int] = defaultdict(int)
        for (agent, period), number in entries.items():
            if period in periods:
                numbers[agent, ""] += number
        table = suppression.with_totals({cell: Figure(number, 0) for cell, number in numbers.items()})
        places = suppression.hidden_places(table, rule_of(outcome), kind=Kind.COUNT)
        if EVERYTHING in places:
            return None
        hidden |= {agent for agent, _column in places if agent is not None}
    return frozenset(hidden)


def step(base: int, dearest: Decimal) -> Decimal:
    """To what an amount is rounded so that it tells counts no closer than rounding them to `base` would.

    The least of 1, 2, 5, 10, 20, 50 … pounds that is not below the price of as many of the dearest outcomes.
    """
    least = base * dearest
    steps = (Decimal(first).scaleb(power) for power in itertools.count() for first in (1, 2, 5))
    return next(step for step in steps if step >= least)


def rounded(amount: Decimal, to: Decimal) -> Decimal:
    """An amount to the nearest multiple, a half away from nought."""
    return (amount / to).quantize(Decimal(1), ROUND_HALF_UP) * to
