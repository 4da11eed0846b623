"""An amount before caps: rounded as its version says, and the deadweight taken off it, each in pence.

What is rounded at a total, or conceded of a line, depends on the amounts before it, so that one object walks them all.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from contracts.domain.terms import Deadweight, Terms
from payments.domain import money
from payments.domain.deadweight import PER_PERIOD, DeadweightPass, WholeResult, counts_results
from payments.domain.entitlements import Entitlement
from payments.domain.inputs import Start

StatementLine = tuple[str, int, str, str, str, Decimal]


class AmountPass:
    """Walks the amounts in order and says what each comes to, and what of it is deadweight."""

    def __init__(self, terms: Mapping[int, Terms], starts: Sequence[Start]) -> None:
        self.terms = terms
        self.starts = starts
        self.deadweights = DeadweightPass()
        self.results: dict[tuple[int, str], WholeResult] = {}
        self.pence: dict[tuple[Decimal, str], int] = {}
        self.shares: dict[tuple[int, int, int], int] = {}
        self.totals: defaultdict[Hashable, tuple[Fraction, int]] = defaultdict(lambda: (Fraction(0), 0))
        self._start_days: Mapping[int, list[date]] | None = None

    def gross(self, entitlement: Entitlement, period: str) -> int:
        """The amount in pence. Rounded at the total, it is what the statement's running total rises by."""
        terms = self.terms[entitlement.version]
        if terms.rounding_at == "total":
            key = (entitlement.start.agent, period, entitlement.version)
            return self.rise(key, Fraction(entitlement.amount), terms.rounding)
        rounding = (entitlement.amount, terms.rounding)
        found = self.pence.get(rounding)
        if found is None:
            found = self.pence[rounding] = money.pence(*rounding)
        return found

    def rise(self, key: Hashable, amount: Fraction, rounding: str) -> int:
        """What an exact amount adds to the rounded running total, in pence."""
        exact, stated = self.totals[key]
        exact += amount
        total = money.pence(exact, rounding)
        self.totals[key] = (exact, total)
        return total - stated

    def deadweight(
        self, entitlement: Entitlement, share: Deadweight, gross: int, period: str
    ) -> tuple[int, WholeResult | None]:
        """What of a gross amount is deadweight, and the place of the result where whole results are counted."""
        start, claim, rule, version, event_date, _, amount, once, _ = entitlement
        if not counts_results(share):
            if share.rounding != PER_PERIOD and self.terms[version].rounding_at != "total":
                return self._deadweight_of_amount(share, gross, version), None
            line = (period, version, rule.code, claim.outcome if claim else "", start.segment, amount)
            return self.deadweight_of_total(share, gross, start.agent, line), None
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

    def deadweight_of_total(self, share: Deadweight, gross: int, agent: int, line: StatementLine) -> int:
        """What the amount adds to the rounded share of its statement line, or of the statement's total."""
        period, version, *_ = line
        terms = self.terms[version]
        total = (agent, period, version, share.share) if terms.rounding_at == "total" else (agent, *line)
        return self.deadweights.of_total(share.share, gross, total, terms.rounding)

    def _starts_by(self, agent: int, day: date) -> int:
        """How many participants had started with the agent by that day."""
        if self._start_days is None:
            days: defaultdict[int, list[date]] = defaultdict(list)
            for start in sorted(self.starts, key=lambda start: start.started_on):
                days[start.agent].append(start.started_on)
            self._start_days = days
        return bisect_right(self._start_days[agent], day)
