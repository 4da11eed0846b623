"""Money on statements, and how much of it may be shown to those who may not see the rows behind it.

One decision for the list of statements, single statements, programmes, dashboards and everything published.
"""

import dataclasses
import itertools
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from decimal import Decimal
from functools import cached_property

from django.db.models import Q, Sum

from contracts.domain.terms import BandedMetric, CohortReduction, SavingShare, ServiceFee
from contracts.models import PaymentRule, Period
from delivery.domain import amounts
from delivery.domain.amounts import Block, Told
from delivery.domain.disclosure import Rule
from delivery.selectors import disclosure_rules
from payments.models import StatementLine
from stages.models import Programme

NOTHING = Decimal("0.00")
FOR_NOBODY = (ServiceFee.kind, BandedMetric.kind, CohortReduction.kind, SavingShare.kind)
RuleOf = Callable[[str], Rule]


@dataclasses.dataclass(frozen=True)
class Line:
    """Net pounds of one agent, period and outcome, with the ledger entries that count somebody, and the units.

    Of one rule, segment and price (of a version); `paid`: for how many of those who are counted it pays, those taken
    back subtracted.
    """

    agent: str
    period: int
    outcome: str
    entries: int
    units: int
    net: Decimal
    rule: str = ""
    segment: str = ""
    price: tuple[int, Decimal] = (0, NOTHING)
    paid: int = 0


@dataclasses.dataclass(frozen=True)
class Shown:
    """The money of a programme, and the blocks of periods, among all of the contract, of which amounts may be shown."""

    lines: list[Line]
    periods: Sequence[int]
    rule_of: RuleOf

    @property
    def past(self) -> Sequence[int]:
        """The periods up to the last of which anything has been stated."""
        stated = {line.period for line in self.lines}
        last = max((place for place, period in enumerate(self.periods) if period in stated), default=-1)
        return self.periods[: last + 1]

    @cached_property
    def blocks(self) -> list[Block]:
        """The periods, some of them taken together, whose amounts would not give small numbers away."""
        return self.blocks_after(())

    def blocks_after(self, before: Sequence[Sequence[Told]]) -> list[Block]:
        """The same with all in mind that was shown earlier."""
        return amounts.blocks(self.past, counts(self.lines, priced_apart(self.lines)), self.rule_of_key, before)

    def rule_of_key(self, name: str) -> Rule:
        """The rule for a count of what is paid alike."""
        return self.rule_of(amounts.outcome_of(name))

    @cached_property
    def step(self) -> Decimal | None:
        """To what amounts are rounded; None: they are told to the penny."""
        return step(self.lines, self.rule_of)

    @property
    def told(self) -> list[Line]:
        """The lines of which the sum may be known, so that an average price gives nothing away."""
        periods = {period for block in self.blocks for period in block.periods}
        return [] if self.step is not None else [line for line in self.lines if line.period in periods]

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
        .values_list(
            "statement__programme", "statement__agent__code", "statement__period", "outcome", "rule", "segment",
            "version", "unit_amount",
        )
        .annotate(
            counted=Sum("entries", filter=~free, default=0),
            sum_of_units=Sum("units"),
            sum_of_net=Sum("net"),
            paid=Sum("units", filter=~free, default=0),
        )
    )  # fmt: skip
    found: dict[int, list[Line]] = defaultdict(list)
    for programme, agent, period, outcome, rule, segment, version, price, counted, units, net, paid in rows:
        line = Line(agent, period, outcome, counted, units, net, rule, segment, (version, price), paid)
        found[programme].append(line)
    return found


def priced_apart(found: Collection[Line]) -> frozenset[tuple[str, str]]:
    """The outcomes and rules that have not paid the same for every segment."""
    prices: dict[tuple[str, str], dict[str, set[tuple[int, Decimal]]]] = defaultdict(lambda: defaultdict(set))
    for line in found:
        prices[line.outcome, line.rule][line.segment].add(line.price)
    return frozenset(
        key
        for key, by_segment in prices.items()
        if any(one.isdisjoint(other) for one, other in itertools.combinations(by_segment.values(), 2))
    )


def average_price(found: Sequence[Line], outcome: str, segment: str = "") -> Decimal | None:
    """Net pounds paid on average so far for an outcome, or for it in one segment; None where none was paid."""
    own = [line for line in found if line.outcome == outcome and segment in ("", line.segment)]
    units, net = sum(line.units for line in own), sum((line.net for line in own), NOTHING)
    return net / units if units > 0 and net > 0 else None


def counts(found: Collection[Line], apart: Collection[tuple[str, str]] | None = None) -> amounts.Counts:
    """How many are paid alike: by rule, and by segment where those have prices of their own; all, where None is given.

    Whoever knows an amount and the prices knows for how many it pays; and what was entered for few, paid or taken back,
    is no better known than that.
    """
    counted: dict[str, dict[tuple[str, int], int]] = defaultdict(lambda: defaultdict(int))
    for line in found:
        parts: list[tuple[str, ...]] = [(line.rule,)]
        if line.segment and (apart is None or (line.outcome, line.rule) in apart):
            parts.append((line.rule, line.segment))
        for part in parts:
            counted[amounts.key(line.outcome, "entered", *part)][line.agent, line.period] += line.entries
            counted[amounts.key(line.outcome, "paid", *part)][line.agent, line.period] += line.paid
    return counted


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
    return {key: Shown(every.get(key, []), periods[key], rules[key].of) for key in keys}
