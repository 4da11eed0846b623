"""Money on statements, and how much of it may be shown to those who may not see the rows behind it.

One decision for the list of statements, single statements, programmes, dashboards and everything published.
"""

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from decimal import Decimal
from functools import cached_property

from django.db.models import Q, Sum

from contracts.domain.terms import BandedMetric, CohortReduction, SavingShare, ServiceFee
from contracts.models import PaymentRule, Period
from delivery.domain import amounts
from delivery.domain.amounts import Block
from delivery.domain.disclosure import Rule
from delivery.selectors import disclosure_rules
from payments.models import StatementLine
from stages.models import Programme

NOTHING = Decimal("0.00")
FOR_NOBODY = (ServiceFee.kind, BandedMetric.kind, CohortReduction.kind, SavingShare.kind)
RuleOf = Callable[[str], Rule]


@dataclasses.dataclass(frozen=True)
class Line:
    """Net pounds of one agent, period and outcome, with the ledger entries that count somebody, and the units."""

    agent: str
    period: int
    outcome: str
    entries: int
    units: int
    net: Decimal


@dataclasses.dataclass(frozen=True)
class Shown:
    """The money of a programme, and the blocks of periods of which amounts may be shown."""

    lines: list[Line]
    blocks: list[Block]
    step: Decimal | None

    @cached_property
    def _places(self) -> frozenset[tuple[str, int]]:
        agents = {line.agent for line in self.lines}
        single = [block for block in self.blocks if len(block.periods) == 1]
        return frozenset((agent, block.periods[0]) for block in single for agent in agents - block.hidden)

    @property
    def is_whole(self) -> bool:
        """Whether every period in which anything is stated is in a block."""
        told = {period for block in self.blocks for period in block.periods}
        return all(line.period in told for line in self.lines)

    def statement(self, agent: str, period: int) -> bool:
        """Whether the total of a statement may be shown: exactly, or not at all."""
        return self.step is None and (agent, period) in self._places

    def stated(self, blocks: Sequence[Block] | None = None) -> Decimal:
        """What the statements of all agents come to in the blocks given, or in all that may be shown."""
        periods = {period for block in (self.blocks if blocks is None else blocks) for period in block.periods}
        net = sum((line.net for line in self.lines if line.period in periods), NOTHING)
        return net if self.step is None else amounts.rounded(net, self.step)


def lines(programme: Programme) -> list[Line]:
    """The sums of the ledger, read from the sums that each pricing run keeps beside its entries."""
    return _lines([programme.pk])[programme.pk]


def _lines(programmes: Collection[int]) -> dict[int, list[Line]]:
    """Entries of rules that count nobody, such as a fee for a period, are left out of the numbers, not of the money."""
    nobody = defaultdict(set)
    rules = PaymentRule.objects.filter(version__programme__in=programmes, kind__in=FOR_NOBODY).order_by()
    for programme, code in rules.values_list("version__programme", "code").distinct():
        nobody[programme].add(code)
    free = Q(pk__in=[])
    for programme, codes in nobody.items():
        free |= Q(statement__programme=programme, rule__in=codes)
    rows = (
        StatementLine.objects.filter(statement__programme__in=programmes)
        .order_by()
        .values_list("statement__programme", "statement__agent__code", "statement__period", "outcome")
        .annotate(counted=Sum("entries", filter=~free, default=0), sum_of_units=Sum("units"), sum_of_net=Sum("net"))
    )
    found: dict[int, list[Line]] = defaultdict(list)
    for programme, *rest in rows:
        found[programme].append(Line(*rest))
    return found


def average_price(found: list[Line], outcome: str) -> Decimal | None:
    """Net pounds paid for an outcome on average so far; None where none was paid."""
    units = sum(line.units for line in found if line.outcome == outcome)
    net = sum((line.net for line in found if line.outcome == outcome), NOTHING)
    return net / units if units > 0 and net > 0 else None


def prices_by_segment(programme: Programme) -> dict[tuple[str, str], Decimal]:
    """Net pounds paid on average so far, by outcome and segment; those alone of which any was paid."""
    rows = StatementLine.objects.filter(statement__programme=programme).order_by().values_list("outcome", "segment")
    sums = rows.annotate(sum_of_units=Sum("units"), sum_of_net=Sum("net"))
    return {(outcome, segment): net / units for outcome, segment, units, net in sums if units > 0 and net > 0}


def blocks(past: Sequence[int], found: list[Line], rule_of: RuleOf) -> list[Block]:
    """The periods, some of them taken together, whose amounts would not give small numbers away."""
    counts: dict[str, dict[tuple[str, int], int]] = defaultdict(lambda: defaultdict(int))
    for line in found:
        counts[line.outcome][line.agent, line.period] += line.entries
    return amounts.blocks(past, counts, rule_of)


def step(found: list[Line], rule_of: RuleOf) -> Decimal | None:
    """To what amounts are rounded where the counts of an outcome in them are."""
    steps = [
        amounts.step(rule.base, price)
        for outcome in {line.outcome for line in found}
        if (rule := rule_of(outcome)).base > 1 and (price := average_price(found, outcome))
    ]
    return max(steps, default=None)


def shown(programme: Programme) -> Shown:
    """What may be shown of one programme."""
    return of_programmes([programme])[programme.pk]


def of_programmes(programmes: Collection[Programme]) -> dict[int, Shown]:
    """What may be shown of many, in a number of queries that does not grow with them."""
    keys = [programme.pk for programme in programmes]
    every = _lines(keys)
    periods: dict[int, list[int]] = defaultdict(list)
    for programme, pk in Period.objects.filter(programme__in=keys).order_by("starts_on").values_list("programme", "pk"):
        periods[programme].append(pk)
    rules = disclosure_rules.of_programmes(programmes)
    return {key: _shown(every.get(key, []), periods[key], rules[key].of) for key in keys}


def _shown(found: list[Line], periods: list[int], rule_of: RuleOf) -> Shown:
    stated = {line.period for line in found}
    last = max((place for place, period in enumerate(periods) if period in stated), default=-1)
    return Shown(found, blocks(periods[: last + 1], found, rule_of), step(found, rule_of))
