"""From what was earned to what is owed: rounding, deadweight and caps, in one ordered pass over all that is due.

The order is fixed: event date, participant reference, outcome, sequence (then agent and the rule's place in the
contract, so that it is total). The order of arrival makes no difference. See docs/pricing.md.
"""

import dataclasses
from bisect import bisect_right
from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from contracts.domain.terms import Deadweight, VolumeBands
from payments.domain import facts, floors, indexing, metric_sums, money, period_sums, single_sums
from payments.domain.caps import CapPass, Subject
from payments.domain.deadweight import PER_PERIOD, DeadweightPass, WholeResult, counts_results
from payments.domain.entitlements import Counted, Entitlement, Facts, Participant, Refusal
from payments.domain.floors import Least
from payments.domain.inputs import Claim, Inputs, Start
from payments.domain.metric_sums import MetricSum
from payments.domain.period_finder import PeriodFinder
from payments.domain.period_sums import PeriodSum
from payments.domain.prices import PriceList

AFTER_PEOPLE = "\U0010ffff"
NO_CLAIMS: tuple[Claim, ...] = ()
StatementLine = tuple[str, int, str, str, str, Decimal]


class Line(NamedTuple):
    """What is owed for one claim, one start, or one period of an agent, under one rule, in pounds.

    net = gross − deadweight − capped. Only an amount of an agent has no participant; `about` names it, and `units` may
    be other than 1.
    """

    agent: int
    participant: int | None
    claim: int | None
    version: int
    rule: str
    outcome: str
    segment: str
    period: str
    unit_amount: Decimal
    gross: Decimal
    deadweight: Decimal
    capped: Decimal
    net: Decimal
    explanation: Facts
    units: int = 1
    about: str = ""


@dataclasses.dataclass(frozen=True)
class Priced:
    """Every amount owed, in the order in which it was priced, and why the other claims earn nothing yet."""

    lines: list[Line]
    refusals: list[Refusal]


def price(inputs: Inputs) -> Priced:
    """Price everything that is due on the day `as_of`, from the beginning of the contract."""
    prices = PriceList(inputs.book.terms)
    starts = {start.participant: start for start in inputs.starts}
    claims = _by_participant(inputs.claims)
    entitlements: list[Entitlement] = []
    refusals: list[Refusal] = []
    counted: list[Counted] = []
    for participant, start in starts.items():
        judged = Participant(start, claims.get(participant, NO_CLAIMS), prices, inputs.as_of)
        judged.judge()
        entitlements += judged.entitlements
        refusals += judged.refusals
        counted += judged.counted
    fees = period_sums.service_fees(inputs.book, inputs.as_of)
    measured = metric_sums.owed(inputs.book, inputs.figures, inputs.as_of)
    sums = single_sums.owed_once([*fees, *period_sums.volumes(inputs.book, counted), *measured])
    if indexing.is_indexed(inputs.book):
        index = indexing.Index(inputs.book)
        entitlements, sums = index.entitlements(entitlements), index.sums(sums)
    least = floors.due(inputs.book, inputs.as_of)
    return Priced(Pass(inputs, prices, list(starts.values())).lines(entitlements, sums, least), refusals)


def _by_participant(claims: Iterable[Claim]) -> dict[int, list[Claim]]:
    found: defaultdict[int, list[Claim]] = defaultdict(list)
    for claim in claims:
        found[claim.participant].append(claim)
    return found


class Pass:
    """One walk over all entitlements in order."""

    def __init__(self, inputs: Inputs, prices: PriceList, starts: Sequence[Start]) -> None:
        book = inputs.book
        self.terms = book.terms
        self.prices = prices
        self.starts = starts
        self.periods = PeriodFinder(book.periods)
        self.places = {(key, rule.code): place for key, of in book.terms.items() for place, rule in enumerate(of.rules)}
        self.deadweights = DeadweightPass()
        self.caps = CapPass(book.terms, book.first_day)
        self.results: dict[tuple[int, str], WholeResult] = {}
        self.pence: dict[tuple[Decimal, str], int] = {}
        self.shares: dict[tuple[int, int, int], int] = {}
        self.paid: defaultdict[tuple[int, str, str], Decimal] = defaultdict(lambda: Decimal("0.00"))
        self.totals: defaultdict[Hashable, tuple[Fraction, int]] = defaultdict(lambda: (Fraction(0), 0))
        self._start_days: Mapping[int, list[date]] | None = None

    def lines(
        self,
        entitlements: Sequence[Entitlement],
        sums: Sequence[PeriodSum | MetricSum] = (),
        least: Sequence[Least] = (),
    ) -> list[Line]:
        """Everything in order. The sums of a day come before what is owed for single participants on that day.

        What measured figures bring comes last of its day, and minimum payments when all that counts is known.
        """
        if not sums and not least:
            return [self._line(entitlement) for entitlement in sorted(entitlements, key=self._order)]
        everything: list[Entitlement | PeriodSum | MetricSum] = [*sums, *entitlements]
        everything.sort(key=self._order)
        bases = {code for one in sums if isinstance(one, MetricSum) for code in one.base}
        if bases or least:
            return self._with_sums_before(everything, bases, least)
        return [self._line(one) if isinstance(one, Entitlement) else self._sum(one) for one in everything]

    def _with_sums_before(
        self, everything: Sequence[Entitlement | PeriodSum | MetricSum], bases: set[str], least: Sequence[Least]
    ) -> list[Line]:
        """The same, keeping count of what rules pay, for shares of them and for minimum payments."""
        found: list[Line] = []
        stated: floors.Stated = defaultdict(Decimal)
        waiting = deque(least)

        def state(line: Line) -> None:
            found.append(line)
            stated[line.agent, line.period] += line.net
            if line.rule in bases:
                self.paid[line.agent, line.rule, line.period] += line.net

        for one in everything:
            while waiting and waiting[0].known_on < self._order(one)[0]:
                self._top_up(waiting.popleft(), stated, state)
            state(self._line(one) if isinstance(one, Entitlement) else self._sum(one))
        for one_least in waiting:
            self._top_up(one_least, stated, state)
        return found

    def _top_up(self, one: Least, stated: floors.Stated, state: Callable[[Line], None]) -> None:
        """State what is missing to a minimum, as far as caps leave room."""
        missing = floors.missing(one, stated)
        if missing <= 0:
            return
        about = Subject(one.version, one.agent, None, "", "", one.period, one.due_on)
        paid, bite = self.caps.take(int(missing.scaleb(2)), about)
        net, why = money.pounds(paid), floors.facts(one, missing) | ({"cap": facts.cap(bite)} if bite else {})
        state(
            Line(
                one.agent, None, None, one.version, one.rule.code, "", "", one.period, missing, missing,
                money.pounds(0), missing - net, net, why, 1, one.about,
            )
        )  # fmt: skip

    def _order(self, entitlement: Entitlement | PeriodSum | MetricSum) -> tuple[date, str, str, int, int, int, str]:
        if isinstance(entitlement, MetricSum):
            judged = entitlement
            place = self.places[judged.version, judged.rule.code]
            return judged.due_on, AFTER_PEOPLE, "", 0, judged.agent, place, judged.about
        if isinstance(entitlement, PeriodSum):
            one = entitlement
            return one.due_on, "", "", 0, one.agent, self.places[one.version, one.rule.code], one.about
        start, claim, rule, version, event_date, *_ = entitlement
        outcome, sequence = (claim.outcome, claim.sequence) if claim else ("", 0)
        return event_date, start.reference, outcome, sequence, start.agent, self.places[version, rule.code], ""

    def _settled(self, one: MetricSum) -> PeriodSum:
        """The amount to the penny, with its share of what the base's rules pay by now."""
        found, exact = one.facts, one.amount
        if one.base:
            pairs = [(rule, period) for rule in one.base for period in one.base_periods]
            base = sum((self.paid[one.agent, rule, period] for rule, period in pairs), Decimal("0.00"))
            exact += one.share * Fraction(base)
            found = {**found, "base": str(base)}
        amount = money.pounds(money.pence(exact, self.terms[one.version].rounding))
        return PeriodSum(one.agent, one.rule, one.version, one.period, one.about, one.due_on, 1, amount, found)

    def _sum(self, found: PeriodSum | MetricSum) -> Line:
        """A line for what an agent is owed for a period or a cohort."""
        one = self._settled(found) if isinstance(found, MetricSum) else found
        terms = self.terms[one.version]
        outcome = one.rule.outcome if isinstance(one.rule, VolumeBands) else ""
        exact = one.units * Fraction(one.amount)
        total = (one.agent, one.period, one.version)
        gross = (
            self._rise(total, exact, terms.rounding)
            if terms.rounding_at == "total"
            else money.pence(exact, terms.rounding)
        )
        share = self.prices.deadweight(one.version, one.rule)
        line = (one.period, one.version, one.rule.code, outcome, "", one.amount)
        deadweight = self._deadweight_of_total(share, gross, one.agent, line) if share else 0
        left = gross - deadweight
        about = Subject(one.version, one.agent, None, "", outcome, one.period, one.due_on)
        paid, bite = self.caps.take(left, about)
        return Line(
            one.agent, None, None, one.version, one.rule.code, outcome, "", one.period, one.amount,
            money.pounds(gross), money.pounds(deadweight), money.pounds(left - paid), money.pounds(paid),
            facts.of_sum(one, share, self._share_text(share), bite), one.units, one.about,
        )  # fmt: skip

    def _line(self, entitlement: Entitlement) -> Line:
        start, claim, rule, version, _, due_on, amount, *_ = entitlement
        outcome = claim.outcome if claim else ""
        period = self.periods.of(due_on)
        gross = self._gross(entitlement, period)
        share = self.prices.deadweight(version, rule)
        deadweight, result = self._deadweight(entitlement, share, gross, period) if share else (0, None)
        left = gross - deadweight
        about = Subject(version, start.agent, start.participant, start.segment, outcome, period, due_on)
        paid, bite = self.caps.take(left, about)
        return Line(
            start.agent, start.participant, claim.claim if claim else None, version, rule.code, outcome, start.segment,
            period, amount, money.pounds(gross), money.pounds(deadweight), money.pounds(left - paid),
            money.pounds(paid), facts.of_entitlement(entitlement, share, self._share_text(share), result, bite),
        )  # fmt: skip

    def _gross(self, entitlement: Entitlement, period: str) -> int:
        """The amount in pence. Rounded at the total, it is what the statement's running total rises by."""
        terms = self.terms[entitlement.version]
        if terms.rounding_at == "total":
            key = (entitlement.start.agent, period, entitlement.version)
            return self._rise(key, Fraction(entitlement.amount), terms.rounding)
        rounding = (entitlement.amount, terms.rounding)
        found = self.pence.get(rounding)
        if found is None:
            found = self.pence[rounding] = money.pence(*rounding)
        return found

    def _rise(self, key: Hashable, amount: Fraction, rounding: str) -> int:
        """What an exact amount adds to the rounded running total, in pence."""
        exact, stated = self.totals[key]
        exact += amount
        total = money.pence(exact, rounding)
        self.totals[key] = (exact, total)
        return total - stated

    def _deadweight(
        self, entitlement: Entitlement, share: Deadweight, gross: int, period: str
    ) -> tuple[int, WholeResult | None]:
        start, claim, rule, version, event_date, _, amount, once, _ = entitlement
        if not counts_results(share):
            if share.rounding != PER_PERIOD and self.terms[version].rounding_at != "total":
                return self._deadweight_of_amount(share, gross, version), None
            line = (period, version, rule.code, claim.outcome if claim else "", start.segment, amount)
            return self._deadweight_of_total(share, gross, start.agent, line), None
        result = self.results.get((start.participant, rule.code)) if once else None
        if result is None:
            group = (start.agent, rule.code, share.method, share.share, share.count)
            starts = self._starts_by(start.agent, event_date) if share.method == "counted" else 0
            result = self.deadweights.of_result(share, group, starts)
            self.results[start.participant, rule.code] = result
        return (0 if result.paid else gross), result

    def _deadweight_of_amount(self, share: Deadweight, gross: int, version: int) -> int:
        """A share of the amount by itself, to the penny."""
        key = (version, gross, id(share))
        found = self.shares.get(key)
        if found is None:
            found = self.shares[key] = money.whole(gross * share.share, self.terms[version].rounding)
        return found

    def _deadweight_of_total(self, share: Deadweight, gross: int, agent: int, line: StatementLine) -> int:
        """What the amount adds to the rounded share of its statement line, or of the statement's total."""
        period, version, *_ = line
        terms = self.terms[version]
        total = (agent, period, version, share.share) if terms.rounding_at == "total" else (agent, *line)
        return self.deadweights.of_total(share.share, gross, total, terms.rounding)

    def _share_text(self, share: Deadweight | None) -> str:
        return self.prices.share_text(share) if share else ""

    def _starts_by(self, agent: int, day: date) -> int:
        """How many participants had started with the agent by that day."""
        if self._start_days is None:
            days: defaultdict[int, list[date]] = defaultdict(list)
            for start in sorted(self.starts, key=lambda start: start.started_on):
                days[start.agent].append(start.started_on)
            self._start_days = days
        return bisect_right(self._start_days[agent], day)
