"""Money on statements, and how much of it may be shown to those who may not see the rows behind it.

One decision for the list of statements, single statements, programmes, dashboards and everything published. It rests on
approved statements alone, which never change, and on the order in which they were approved.
"""

import dataclasses
import itertools
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from django.db.models import Q, Sum

from contracts.domain.terms import BandedMetric, CohortReduction, SavingShare, ServiceFee
from contracts.models import PaymentRule, Period
from delivery.domain import amounts
from delivery.domain.amounts import Block, Told
from delivery.domain.disclosure import Rule
from delivery.selectors import disclosure_rules
from payments.domain import telling
from payments.models import Statement, StatementLine
from stages.models import Programme

NOTHING = Decimal("0.00")
FOR_NOBODY = (ServiceFee.kind, BandedMetric.kind, CohortReduction.kind, SavingShare.kind)
RuleOf = Callable[[str], Rule]


@dataclasses.dataclass(frozen=True)
class Line:
    """Net pounds of one agent, period and outcome, with the ledger entries that count somebody, and the units.

    Of what is told, the period is the key of the turn in which it is (see `Shown`).

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
    """The money of a programme, and what of it is told to those who may not see rows.

    `lines` is all that is stated. `settled` is what can be told, each line in its turn (see `domain.telling`). The key
    of a turn is that of its period, or below nought where it is a statement that was approved later: `late` names the
    period of each of these. `turns` are in their order, and `turn_of` has the turn of each statement, by agent and
    period. `waits_for`, `behind` and `late_still` are periods of which something is not told yet: as in
    `telling.Order`. Blocks are turns of which amounts may be shown.
    """

    lines: list[Line]
    settled: list[Line]
    turns: Sequence[int]
    late: Mapping[int, int]
    turn_of: Mapping[tuple[str, int], int]
    rule_of: RuleOf
    waits_for: int | None = None
    behind: Sequence[int] = ()
    late_still: Sequence[int] = ()

    @property
    def past(self) -> Sequence[int]:
        """The turns up to the last of which anything can be told."""
        told = {line.period for line in self.settled}
        last = max((place for place, turn in enumerate(self.turns) if turn in told), default=-1)
        return self.turns[: last + 1]

    @property
    def few(self) -> Sequence[int]:
        """The last turns, too few by themselves, that are told together with those that follow."""
        told = {turn for block in self.blocks for turn in block.periods}
        return [turn for turn in self.past if turn not in told]

    @property
    def waits(self) -> bool:
        """Whether anything is stated that is told only once statements are approved."""
        return len(self.settled) < len(self.lines)

    @cached_property
    def blocks(self) -> list[Block]:
        """The periods, some of them taken together, whose amounts would not give small numbers away."""
        return self.blocks_after(())

    def blocks_after(self, before: Sequence[Sequence[Told]]) -> list[Block]:
        """The same with all in mind that was shown earlier."""
        apart = apart_from(self.settled, self.past)
        counted = counts(self.settled, apart)
        begun = {name: apart[line.outcome, line.rule] for line in self.settled for name in _by_segment(line, apart)}
        return amounts.blocks(self.past, counted, self.rule_of_key, before, begun, self.late)

    def rule_of_key(self, name: str) -> Rule:
        """The rule for a count of what is paid alike."""
        return self.rule_of(amounts.outcome_of(name))

    @cached_property
    def step(self) -> Decimal | None:
        """To what amounts are rounded; None: they are told to the penny."""
        return step(self.settled, self.past, self.rule_of)

    @property
    def told(self) -> list[Line]:
        """The lines of which the sum may be known, so that an average price gives nothing away."""
        periods = {period for block in self.blocks for period in block.periods}
        return [] if self.step is not None else [line for line in self.settled if line.period in periods]

    @cached_property
    def _places(self) -> frozenset[tuple[str, int | None]]:
        agents = {line.agent for line in self.settled}
        single = [block for block in self.blocks if len(block.periods) == 1]
        return frozenset((agent, block.periods[0]) for block in single for agent in agents - block.hidden)

    @property
    def is_whole(self) -> bool:
        """Whether everything that is stated is in a block."""
        told = {period for block in self.blocks for period in block.periods}
        return not self.waits and all(line.period in told for line in self.settled)

    def statement(self, agent: str, period: int) -> bool:
        """Whether the total of a statement may be shown: exactly, or not at all."""
        return self.step is None and (agent, self.turn_of.get((agent, period))) in self._places

    def stated(self) -> Decimal:
        """What the statements of all agents come to, as far as it may be shown."""
        periods = {period for block in self.blocks for period in block.periods}
        net = sum((line.net for line in self.settled if line.period in periods), NOTHING)
        return net if self.step is None else amounts.rounded(net, self.step)


def _lines(programmes: Collection[int]) -> dict[int, list[tuple[int, Line]]]:
    """By programme the lines, each with its statement.

    Entries of rules that count nobody, such as a fee for a period, are left out of the numbers, not of the money.
    """
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
            "statement__programme", "statement", "statement__agent__code", "statement__period", "outcome", "rule",
            "segment", "version", "unit_amount",
        )
        .annotate(
            counted=Sum("entries", filter=~free, default=0),
            sum_of_units=Sum("units"),
            sum_of_net=Sum("net"),
            paid=Sum("units", filter=~free, default=0),
        )
    )  # fmt: skip
    found: dict[int, list[tuple[int, Line]]] = defaultdict(list)
    for programme, key, agent, period, outcome, rule, segment, version, price, counted, units, net, paid in rows:
        line = Line(agent, period, outcome, counted, units, net, rule, segment, (version, price), paid)
        found[programme].append((key, line))
    return found


def apart_from(found: Collection[Line], periods: Sequence[int]) -> dict[tuple[str, str], int]:
    """The outcomes and rules that have not paid the same for every segment, with the place of the period from which.

    What is told of a period rests on nothing that came after it, so that it stands.
    """
    prices: dict[tuple[str, str], dict[str, set[tuple[int, Decimal]]]] = defaultdict(lambda: defaultdict(set))
    by_period: dict[int, list[Line]] = defaultdict(list)
    for line in found:
        by_period[line.period].append(line)
    apart: dict[tuple[str, str], int] = {}
    for place, period in enumerate(periods):
        for line in by_period[period]:
            prices[line.outcome, line.rule][line.segment].add(line.price)
        for key in {(line.outcome, line.rule) for line in by_period[period]} - apart.keys():
            if any(one.isdisjoint(other) for one, other in itertools.combinations(prices[key].values(), 2)):
                apart[key] = place
    return apart


def average_price(found: Sequence[Line], outcome: str, segment: str = "") -> Decimal | None:
    """Net pounds paid on average so far for an outcome, or for it in one segment; None where none was paid."""
    own = [line for line in found if line.outcome == outcome and segment in ("", line.segment)]
    units, net = sum(line.units for line in own), sum((line.net for line in own), NOTHING)
    return net / units if units > 0 and net > 0 else None


def _by_segment(line: Line, apart: Collection[tuple[str, str]] | None) -> tuple[str, ...]:
    """The names of the counts of a line's segment, where it has prices of its own."""
    if not line.segment or (apart is not None and (line.outcome, line.rule) not in apart):
        return ()
    return _names(line.outcome, line.rule, line.segment)


def _names(outcome: str, *parts: str) -> tuple[str, str]:
    """The names of the two counts of what is paid alike."""
    return amounts.key(outcome, "entered", *parts), amounts.key(outcome, "paid", *parts)


def counts(found: Collection[Line], apart: Collection[tuple[str, str]] | None = None) -> amounts.Counts:
    """How many are paid alike: by rule, and by segment where those have prices of their own; all, where None is given.

    Whoever knows an amount and the prices knows for how many it pays; and what was entered for few, paid or taken back,
    is no better known than that.
    """
    counted: dict[str, dict[tuple[str, int], int]] = defaultdict(lambda: defaultdict(int))
    for line in found:
        for names in (_names(line.outcome, line.rule), _by_segment(line, apart)):
            for name, number in zip(names, (line.entries, line.paid), strict=False):
                counted[name][line.agent, line.period] += number
    return counted


def step(found: Collection[Line], periods: Sequence[int], rule_of: RuleOf) -> Decimal | None:
    """To what amounts are rounded where the counts of an outcome in them are: never finer than after an earlier period.

    Otherwise what was rounded to £10,000 once could be read to £5,000 later.
    """
    rounding = {outcome: rule for outcome in {line.outcome for line in found} if (rule := rule_of(outcome)).base > 1}
    sums: dict[str, tuple[int, Decimal]] = dict.fromkeys(rounding, (0, NOTHING))
    by_period: dict[int, list[Line]] = defaultdict(list)
    for line in found:
        if line.outcome in rounding:
            by_period[line.period].append(line)
    steps: list[Decimal] = []
    for period in periods:
        for line in by_period[period]:
            units, net = sums[line.outcome]
            sums[line.outcome] = units + line.units, net + line.net
        told = ((rounding[outcome].base, *own) for outcome, own in sums.items())
        steps += [amounts.step(base, net / units) for base, units, net in told if units > 0 and net > 0]
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
    statements: dict[int, list[_Row]] = defaultdict(list)
    rows = Statement.objects.filter(programme__in=keys).order_by("pk").values_list(
        "programme", "pk", "agent__code", "period", "opened_at", "approved_at"
    )  # fmt: skip
    for programme, key, agent, period, opened_at, approved_at in rows:
        statements[programme].append(_Row(key, agent, period, opened_at, approved_at))
    rules = disclosure_rules.of_programmes(programmes)
    return {key: _shown(every.get(key, []), statements[key], periods[key], rules[key].of) for key in keys}


class _Row(NamedTuple):
    key: int
    agent: str
    period: int
    opened_at: datetime
    approved_at: datetime | None


def _shown(
    lines: Sequence[tuple[int, Line]], statements: Sequence[_Row], periods: Sequence[int], rule_of: RuleOf
) -> Shown:
    place_of = {period: place for place, period in enumerate(periods)}
    order = telling.order(
        [telling.Stated(one.key, place_of[one.period], one.opened_at, one.approved_at) for one in statements]
    )
    keys = [-turn.statements[0] if turn.late else periods[turn.place] for turn in order.turns]
    told = {statement: key for key, turn in zip(keys, order.turns, strict=True) for statement in turn.statements}
    return Shown(
        lines=[line for _key, line in lines],
        settled=[dataclasses.replace(line, period=told[key]) for key, line in lines if key in told],
        turns=keys,
        late={key: periods[turn.place] for key, turn in zip(keys, order.turns, strict=True) if turn.late},
        turn_of={(one.agent, one.period): told[one.key] for one in statements if one.key in told},
        rule_of=rule_of,
        waits_for=None if order.waits_for is None else periods[order.waits_for],
        behind=[periods[place] for place in order.behind],
        late_still=[periods[place] for place in order.late],
    )
