"""From counts to forecasts: how likely a target is to be missed by the end of the next period, and of the contract."""

from collections.abc import Sequence
from dataclasses import dataclass

from contracts.models import Period, Target
from monitoring.domain import forecast, maturity
from monitoring.domain.evidence import Evidence, Scope, Span
from monitoring.domain.forecast import Forecast, Group
from monitoring.domain.maturity import Curve
from monitoring.domain.tracking import Cohort
from monitoring.selectors.briefs import Brief

PLACES = 6


@dataclass(frozen=True)
class Ahead:
    """A forecast for the last day of a period. `is_last`: the end of the contract as its periods stand now."""

    period: Period
    is_last: bool
    found: Forecast

    @property
    def by(self) -> str:
        return "the end of the contract" if self.is_last else f"the end of {self.period.code}"

    def document(self) -> dict[str, object]:
        figures = {name: _rounded(value) for name, value in vars(self.found).items()}
        return {"period": self.period.code, "ends_on": str(self.period.ends_on), "is_last": self.is_last, **figures}


def _rounded(value: float | int | None) -> float | int | None:
    return round(value, PLACES) if isinstance(value, float) else value


def ends(brief: Brief) -> list[tuple[Period, bool]]:
    """The next period and the last one; the last alone where it is the next."""
    if not brief.ahead:
        return []
    following, last = brief.ahead[0], brief.ahead[-1]
    return [(last, True)] if following == last else [(following, False), (last, True)]


def rate(
    brief: Brief, evidence: Evidence, span: Span, target: Target, scope: Scope, cohorts: Sequence[Cohort]
) -> list[Ahead]:
    """Forecasts over the closed cohorts given, which leave out those whose data are late: for the period over those
    whose follow-up goes on, for the contract over all who have started."""
    curve = _curve(brief, evidence, target, scope)
    today = span.ends_on.toordinal()
    if sum(one.people for one in cohorts) < max(brief.programme.suppression_threshold, 1):
        return []
    value, higher = float(target.value), target.outcome.direction == "higher"
    longest = curve.horizon if curve.horizon is not None else today
    by_now = [curve.share(min(today - one.started, longest)) for one in cohorts]
    found = []
    for period, is_last in ends(brief):
        then, first = period.ends_on.toordinal(), period.starts_on.toordinal()
        longest = curve.horizon if curve.horizon is not None else then
        groups = [
            Group(one.people, one.achieved, now, curve.share(min(then - one.started, longest)))
            for one, now in zip(cohorts, by_now, strict=True)
            if is_last or not curve.finished(first - one.started)
        ]
        expected = forecast.proportion(groups, value, higher_is_better=higher)
        if expected is not None:
            found.append(Ahead(period, is_last, expected))
    return found


def _curve(brief: Brief, evidence: Evidence, target: Target, scope: Scope) -> Curve:
    """The contract's curve; where it gives none, the one that closed cohorts have followed."""
    window = target.outcome.window_days
    if not target.maturity and window is not None:
        closed_by = brief.spans[-1].ends_on.toordinal() - window
        seen = evidence.paths(target.outcome.code, brief.spans, scope, closed_by)
        return maturity.estimated(seen, window) or maturity.curve([], window)
    return maturity.curve(target.maturity, window)


def count(brief: Brief, evidence: Evidence, span: Span, target: Target, scope: Scope) -> list[Ahead]:
    """Forecasts of a number: in the next period, and over all periods of the contract that have such a target.

    Periods in which the data of anybody in scope are late still lack part of their number and are left out.
    """
    numbers = evidence.numbers(target.outcome.code, scope)
    counted, asked_so_far = [], 0.0
    for one in brief.spans[: span.place + 1]:
        same = next((other for other in brief.targets_for(one) if other.code == target.code), None)
        if same is not None and not any(scope.agent in (None, agent) for agent in evidence.late(one)):
            counted.append(numbers.get(one.edge, 0))
            asked_so_far += float(same.value)
    value, found = float(target.value), []
    for period, is_last in ends(brief):
        still = len(brief.ahead) if is_last else 1
        expected = forecast.number(
            counted,
            already=sum(counted) if is_last else 0,
            periods=still,
            value=value,
            asked=asked_so_far + still * value if is_last else value,
            higher_is_better=target.outcome.direction == "higher",
        )
        if expected is not None:
            found.append(Ahead(period, is_last, expected))
    return found


def most_likely_missed(ahead: list[Ahead]) -> Ahead | None:
    """The forecast with the largest chance of missing."""
    return max(ahead, key=lambda one: one.found.missing, default=None)
