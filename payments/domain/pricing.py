"""From what was earned to what is owed: rounding, deadweight and caps, in one ordered pass over all that is due.

The order is fixed: event date, participant reference, outcome, sequence (then agent and the rule's place in the
contract, so that it is total). The order of arrival makes no difference. See docs/pricing.md.
"""

import dataclasses
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from contracts.domain.terms import Deadweight, VolumeBands
from payments.domain import facts, floors, handovers, indexing, metric_sums, money, period_sums, single_sums
from payments.domain.amounts import AmountPass
from payments.domain.caps import Subject
from payments.domain.entitlements import Counted, Entitlement, Participant, Refusal
from payments.domain.floors import Least
from payments.domain.inputs import Claim, Inputs, Start
from payments.domain.limits import LimitPass
from payments.domain.lines import Line
from payments.domain.metric_sums import MetricSum
from payments.domain.period_finder import PeriodFinder
from payments.domain.period_sums import PeriodSum
from payments.domain.prices import PriceList

AFTER_PEOPLE = "\U0010ffff"
NO_CLAIMS: tuple[Claim, ...] = ()


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
        if participant in inputs.handed_over:
            handovers.divide(judged, inputs.handed_over[participant])
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
        self.periods = PeriodFinder(book.periods)
        self.places = {(key, rule.code): place for key, of in book.terms.items() for place, rule in enumerate(of.rules)}
        self.amounts = AmountPass(book.terms, starts)
        self.limits = LimitPass(book.terms, book.first_day, book.periods)
        self.paid: defaultdict[tuple[int, str, str], Decimal] = defaultdict(lambda: Decimal("0.00"))

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
        found = self.limits.take(int(missing.scaleb(2)), about)
        net, why = money.pounds(found.paid), floors.facts(one, missing) | facts.of_limits(found)
        state(
            Line(
                one.agent, None, None, one.version, one.rule.code, "", "", one.period, missing, missing,
                money.pounds(0), missing - net, net, why, 1, one.about, facts.who(found),
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
        """The amount to the penny, with its share of what the base's rules pay by now.

        Where the contract rounds at the total, it goes into that unrounded, and is shown to a hundredth of a penny.
        """
        found, exact = one.facts, one.amount
        if one.base:
            pairs = [(rule, period) for rule in one.base for period in one.base_periods]
            base = sum((self.paid[one.agent, rule, period] for rule, period in pairs), Decimal("0.00"))
            exact += one.share * Fraction(base)
            found = {**found, "base": str(base)}
        terms = self.terms[one.version]
        if terms.rounding_at == "total":
            amount = Decimal(money.whole(exact * 10_000, terms.rounding)).scaleb(-4)
        else:
            amount = money.pounds(money.pence(exact, terms.rounding))
        return PeriodSum(one.agent, one.rule, one.version, one.period, one.about, one.due_on, 1, amount, found, exact)

    def _sum(self, found: PeriodSum | MetricSum) -> Line:
        """A line for what an agent is owed for a period or a cohort."""
        one = self._settled(found) if isinstance(found, MetricSum) else found
        terms = self.terms[one.version]
        outcome = one.rule.outcome if isinstance(one.rule, VolumeBands) else ""
        unrounded = one.exact if isinstance(found, MetricSum) else None
        exact = one.units * Fraction(one.amount) if unrounded is None else unrounded
        total = (one.agent, one.period, one.version)
        gross = (
            self.amounts.rise(total, exact, terms.rounding)
            if terms.rounding_at == "total"
            else money.pence(exact, terms.rounding)
        )
        share = self.prices.deadweight(one.version, one.rule)
        line = (one.period, one.version, one.rule.code, outcome, "", one.amount)
        deadweight = self.amounts.deadweight_of_total(share, gross, one.agent, line) if share else 0
        left = gross - deadweight
        about = Subject(one.version, one.agent, None, "", outcome, one.period, one.due_on)
        limited = self.limits.take(left, about)
        return Line(
            one.agent, None, None, one.version, one.rule.code, outcome, "", one.period, one.amount,
            money.pounds(gross), money.pounds(deadweight), money.pounds(left - limited.paid),
            money.pounds(limited.paid),
            facts.of_sum(one, share, self._text(share), limited), one.units, one.about, facts.who(limited),
        )  # fmt: skip

    def _line(self, entitlement: Entitlement) -> Line:
        start, claim, rule, version, _, due_on, amount, *_ = entitlement
        outcome = claim.outcome if claim else ""
        period = self.periods.of(due_on)
        gross = self.amounts.gross(entitlement, period)
        share = self.prices.deadweight(version, rule)
        deadweight, result = self.amounts.deadweight(entitlement, share, gross, period) if share else (0, None)
        left = gross - deadweight
        about = Subject(version, start.agent, start.participant, start.segment, outcome, period, due_on)
        limited = self.limits.take(left, about)
        return Line(
            start.agent, start.participant, claim.claim if claim else None, version, rule.code, outcome, start.segment,
            period, amount, money.pounds(gross), money.pounds(deadweight), money.pounds(left - limited.paid),
            money.pounds(limited.paid),
            facts.of_entitlement(entitlement, share, self._text(share), result, limited), who=facts.who(limited),
        )  # fmt: skip

    def _text(self, share: Deadweight | None) -> str:
        return self.prices.share_text(share) if share else ""
