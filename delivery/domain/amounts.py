"""Which amounts of money may be shown: an amount over a price is a number of outcomes, so the rule for counts decides.

Periods are shown one by one as long as no outcome in them is small. A period with a small number of some outcome is
taken together with the next ones until none is small, so that no sum over time gives it away. Within such a block the
agents are decided on outcome by outcome. Every amount that is shown is a sum of whole blocks of agents that are shown
in each of them; so nothing can be told from it but numbers that could themselves be shown.

What was shown once stays known. Where counts have changed since, because data came late or were taken back, whoever
subtracts the earlier amount learns of the change: so a change of few is treated like a small number, and its period is
taken together with the next ones.
"""

import itertools
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from delivery.domain import suppression
from delivery.domain.suppression import EVERYTHING, Figure, Kind, Rule

Counts = Mapping[str, Mapping[tuple[str, int], int]]
"""By what is paid alike, how many each agent has in each period; less than nought where more was taken back than paid.

What is paid alike is an outcome, or a part of it that has a price of its own: see `key`."""
RuleOf = Callable[[str], Rule]
WHOLE = ""
"""The agent of a count of all agents together."""


@dataclass(frozen=True)
class Block:
    """Periods whose amount is shown as one, and the agents whose part in it is not."""

    periods: tuple[int, ...]
    hidden: frozenset[str]


@dataclass(frozen=True)
class Told:
    """Periods whose amount was shown as one, and the counts behind it: by agent (WHOLE: all together), then by key."""

    periods: tuple[int, ...]
    counts: Mapping[str, Mapping[str, int]]


def key(outcome: str, *parts: str) -> str:
    """The name of a count: the outcome, and what else is paid alike."""
    return f"{'/'.join(parts)}:{outcome}"


def outcome_of(name: str) -> str:
    return name.rpartition(":")[2]


def blocks(
    periods: Sequence[int],
    counts: Counts,
    rule_of: RuleOf,
    before: Sequence[Sequence[Told]] = (),
    asked_from: Mapping[str, int] | None = None,
    late: Mapping[int, int] | None = None,
) -> list[Block]:
    """The blocks of periods in their order; periods at the end that cannot be shown yet are in none.

    A block is decided without the later ones, so that it stands whatever comes. `before` is what was shown earlier,
    each time the blocks in their order. `asked_from` says of counts that came to matter only with a period (by its
    place) that blocks that end earlier are decided without them. `late` names those of the periods that are only part
    of one that came before, with that one.
    """
    found: list[Block] = []
    waiting: list[int] = []
    begun = asked_from or {}
    for place, period in enumerate(periods):
        waiting.append(period)
        asked = {name: own for name, own in counts.items() if begun.get(name, 0) <= place}
        hidden = _hidden(_sums(waiting, asked), rule_of)
        if hidden is not None and before:
            hidden = _since(found, Block(tuple(waiting), hidden), asked, rule_of, before, late or {})
        if hidden is not None:
            found.append(Block(tuple(waiting), hidden))
            waiting = []
    return found


Sums = Mapping[str, Mapping[str, int]]
"""By key, the count of each agent."""


def _sums(periods: Collection[int], counts: Counts) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {name: defaultdict(int) for name in counts}
    for name, entries in counts.items():
        for (agent, period), number in entries.items():
            if period in periods:
                found[name][agent] += number
    return found


def counts_of(block: Block, counts: Counts) -> Told:
    """What is known of a block once it is shown."""
    sums = _sums(block.periods, counts)
    agents = {agent for own in sums.values() for agent in own} - block.hidden
    told = {agent: {name: own[agent] for name, own in sums.items() if own.get(agent)} for agent in sorted(agents)}
    return Told(
        block.periods, told | {WHOLE: {name: sum(own.values()) for name, own in sums.items() if any(own.values())}}
    )


def may_stand(told: Told, rule_of: RuleOf) -> bool:
    """Whether the counts behind what was told could be shown by today's rules, if nothing had been told before."""
    return not any(rule_of(name).is_small(abs(number)) for own in told.counts.values() for name, number in own.items())


def _hidden(sums: Sums, rule_of: RuleOf, closed: Collection[str] = ()) -> frozenset[str] | None:
    """The agents that are hidden, those `closed` among them; None where all together could not be shown."""
    hidden: set[str] = set(closed)
    for name, numbers in sums.items():
        rule = rule_of(name)
        if rule.is_small(abs(sum(numbers.values()))):
            return None
        if any(number < 0 for number in numbers.values()):
            few = any(rule.is_small(abs(number)) for number in numbers.values())
            hidden |= numbers.keys() if few else set()
            continue
        table = suppression.with_totals({(agent, ""): Figure(number, 0) for agent, number in numbers.items()})
        places = suppression.hidden_places(
            table, rule, kind=Kind.COUNT, closed={place for place in table if place[0] in closed}
        )
        if EVERYTHING in places:
            return None
        hidden |= {agent for agent, _column in places if agent is not None}
    return frozenset(hidden)


def _since(
    found: Sequence[Block],
    last: Block,
    counts: Counts,
    rule_of: RuleOf,
    before: Sequence[Sequence[Told]],
    late: Mapping[int, int],
) -> frozenset[str] | None:
    """The agents hidden in the last block, so that no blocks that end with it differ by few from any shown earlier:
    neither those that follow each other, nor what is late in it beside the periods that it is a part of.

    None where all together would. Only what has changed can tell of a change; that nothing has is no secret.
    """

    def of_changes(name: str) -> Rule:
        return replace(rule_of(name), hides_nought=False)

    hidden = last.hidden
    shown = [*found, last]
    now = {block.periods: _sums(block.periods, counts) for block in shown}
    parts = {late[period] for period in last.periods if period in late}
    beside = [block for block in found if parts.intersection(block.periods)]
    for span in [*(shown[first:] for first in range(len(shown))), *([[*beside, last]] if beside else [])]:
        sums = _sums([period for block in span for period in block.periods], counts)
        for told in _within(before, [period for block in span for period in block.periods]):
            if all(one.periods in now and _stands(one, now[one.periods]) for one in told):
                continue
            untold = hidden.union(*(block.hidden for block in span), _untold(told, sums))
            decided = _hidden(_changes(sums, told, untold), of_changes, {WHOLE} if untold else ())
            if decided is None:
                return None
            hidden |= decided - {WHOLE}
    return hidden


def _within(before: Sequence[Sequence[Told]], periods: Collection[int]) -> Iterator[Sequence[Told]]:
    """Each row of earlier blocks that follow each other and lie within the periods."""
    for earlier in before:
        inside = [place for place, one in enumerate(earlier) if set(one.periods) <= set(periods)]
        for first, last in itertools.combinations_with_replacement(inside, 2):
            yield earlier[first : last + 1]


def _stands(told: Told, sums: Sums) -> bool:
    """Whether nothing of what was told has changed since."""
    return all(
        sum(own.values()) == told.counts[WHOLE].get(name, 0)
        and all(own.get(agent, 0) == known.get(name, 0) for agent, known in told.counts.items() if agent != WHOLE)
        for name, own in sums.items()
    )


def _untold(told: Sequence[Told], sums: Sums) -> frozenset[str]:
    """The agents whose part was not told in each of the blocks."""
    agents = {agent for own in sums.values() for agent in own}
    return frozenset(agent for agent in agents if any(agent not in one.counts for one in told))


def _changes(sums: Sums, told: Sequence[Told], untold: Collection[str]) -> dict[str, dict[str, int]]:
    """What is left by agent when what was told is taken away; of those untold in one, under WHOLE."""
    found = {}
    for name, own in sums.items():
        left = {
            agent: number - sum(one.counts[agent].get(name, 0) for one in told)
            for agent, number in own.items()
            if agent not in untold
        }
        whole = sum(own.values()) - sum(one.counts[WHOLE].get(name, 0) for one in told)
        found[name] = left | {WHOLE: whole - sum(left.values())}
    return found


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
