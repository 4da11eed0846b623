"""What a plan's checks say: error rates by stratum and agent with their intervals, and what errors cost in the rest."""

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from accounts.models import Organisation, User
from contracts.models import OutcomeDefinition
from govuk import formats
from outcomes.domain import error_rates, sampling, tolerances
from outcomes.domain.error_rates import Counted, Rate
from outcomes.models import Drawing, VerificationPlan
from outcomes.selectors import drawn_groups, fallen
from outcomes.selectors.drawn_groups import Group
from stages.models import Programme

BY_VALUE = VerificationPlan.Method.BY_VALUE


@dataclasses.dataclass(frozen=True)
class Stratum:
    """Claims of an agent that were kept apart: how many there are, were drawn, checked and wrong. Pounds as drawn."""

    code: str
    agent: str
    name: str
    claims: int
    value: Decimal
    drawn: int
    checked: int
    wrong: int
    unchecked_value: Decimal
    rate: Rate

    @property
    def counted(self) -> Counted:
        return Counted(self.claims, self.checked, self.wrong, self.value)

    @property
    def rate_words(self) -> str:
        return words(self.rate)


@dataclasses.dataclass(frozen=True)
class AgentResult:
    """All claims of an agent: the rate of errors over its strata, what it means, and what errors cost in pounds."""

    agent: str
    name: str
    strata: Sequence[Stratum]
    rate: Rate
    verdict: str
    wrong_value: Decimal
    recovery: Decimal

    @property
    def claims(self) -> int:
        return sum(one.claims for one in self.strata)

    @property
    def drawn(self) -> int:
        return sum(one.drawn for one in self.strata)

    @property
    def checked(self) -> int:
        return sum(one.checked for one in self.strata)

    @property
    def wrong(self) -> int:
        return sum(one.wrong for one in self.strata)

    @property
    def unchecked_value(self) -> Decimal:
        return sum((one.unchecked_value for one in self.strata), Decimal(0))

    @property
    def rate_words(self) -> str:
        return words(self.rate)

    @property
    def verdict_words(self) -> str:
        if self.verdict == tolerances.NOTHING and self.checked:
            return "Not every group of claims has a checked one yet"
        return tolerances.WORDS[self.verdict]

    @property
    def colour(self) -> str:
        return {"within": "green", "over": "red", "uncertain": "yellow", "nothing": "grey"}[self.verdict]

    @property
    def is_over(self) -> bool:
        return self.verdict == tolerances.OVER

    @property
    def find_label(self) -> str:
        return f"Raise a finding about {self.name}"

    @property
    def is_all_drawn(self) -> bool:
        return self.drawn >= self.claims


def words(rate: Rate) -> str:
    """A rate as people read it: 4.0% (between 1.1% and 9.9%)."""
    if rate.point is None or rate.low is None or rate.high is None:
        return "Not known yet"
    if rate.low == rate.high:
        return f"{formats.percent(rate.point, 1)} (every claim checked)"
    return (
        f"{formats.percent(rate.point, 1)} (between {formats.percent(rate.low, 1)} and {formats.percent(rate.high, 1)})"
    )


def of(plan: VerificationPlan, viewer: User | None = None) -> list[AgentResult]:
    """The results by agent, as far as claims are checked. With a viewer: of the agents that the viewer may see."""
    return of_each([plan], drawn_groups.of_plans([plan], viewer), is_whole=viewer is None)[plan.pk]


def of_each(
    plans: Sequence[VerificationPlan], groups: Mapping[int, Sequence[Group]], *, is_whole: bool
) -> dict[int, list[AgentResult]]:
    """The results of each plan by agent. The plans are of one programme; `groups` are the drawn claims that the viewer
    may see, all of them where `is_whole`. However many plans there are, so many queries."""
    drawings = Drawing.objects.filter(plan__in=plans, number=1).defer("population")
    firsts = {first.plan_id: first for first in drawings}
    if not firsts:
        return {plan.pk: [] for plan in plans}
    gone = fallen.values(plans, firsts)
    names = _Names(plans[0].programme, firsts.values())
    return {
        plan.pk: _of_plan(plan, firsts[plan.pk], groups[plan.pk], gone.get(plan.pk, {}), names, is_whole)
        if plan.pk in firsts
        else []
        for plan in plans
    }


def _of_plan(
    plan: VerificationPlan,
    first: Drawing,
    groups: Iterable[Group],
    gone: fallen.Values,
    names: "_Names",
    is_whole: bool,
) -> list[AgentResult]:
    by_stratum: defaultdict[str, list[Group]] = defaultdict(list)
    for group in groups:
        by_stratum[group.stratum].append(group)
    own: defaultdict[str, list[Stratum]] = defaultdict(list)
    for code, (claims, value) in first.strata.items():
        agent = code.split(sampling.SEPARATOR)[0]
        if code in by_stratum or is_whole:
            own[agent].append(
                _stratum(plan, code, int(claims), Decimal(value), by_stratum[code], gone.get(code, Decimal(0)), names)
            )
    return [_of_agent(plan, agent, strata, by_stratum, names) for agent, strata in sorted(own.items())]


def _stratum(
    plan: VerificationPlan,
    code: str,
    claims: int,
    value: Decimal,
    groups: Sequence[Group],
    gone: Decimal,
    names: "_Names",
) -> Stratum:
    checked = [group for group in groups if group.is_checked]
    wrong = drawn_groups.claims(group for group in checked if group.is_wrong)
    confidence = float(plan.confidence)
    counted = Counted(claims, drawn_groups.claims(checked), wrong, value)
    rate = (
        _rate_by_value(value, groups, confidence)
        if plan.method == BY_VALUE
        else error_rates.over_strata([counted], confidence)
    )
    agent = code.split(sampling.SEPARATOR)[0]
    return Stratum(
        code, agent, names.stratum(code), claims, value, drawn_groups.claims(groups), counted.checked, wrong,
        max(value - gone - drawn_groups.value(checked), Decimal(0)), rate,
    )  # fmt: skip


def _rate_by_value(value: Decimal, groups: Iterable[Group], confidence: float) -> Rate:
    """The share of pounds in error. Claims taken for their value alone count as they are; the others stand for more."""
    checked = [group for group in groups if group.is_checked]
    sure = [group for group in checked if group.is_certain]
    others = [group for group in checked if not group.is_certain]
    wrong = drawn_groups.value(group for group in sure if group.is_wrong)
    errors = drawn_groups.claims(group for group in others if group.is_wrong)
    certain = Counted(float(drawn_groups.value(sure)), drawn_groups.claims(sure), 0, wrong)
    rest = Counted(float(value) - certain.population, drawn_groups.claims(others), errors)
    return error_rates.by_value(certain, rest, confidence)


def _of_agent(
    plan: VerificationPlan,
    agent: str,
    strata: Sequence[Stratum],
    by_stratum: Mapping[str, Sequence[Group]],
    names: "_Names",
) -> AgentResult:
    if plan.method == BY_VALUE:
        rate = strata[0].rate
        one_sided = _rate_by_value(strata[0].value, by_stratum[strata[0].code], 2 * float(plan.confidence) - 1)
    else:
        counted = [one.counted for one in strata]
        rate = error_rates.over_strata(counted, float(plan.confidence))
        one_sided = error_rates.over_strata(counted, 2 * float(plan.confidence) - 1)
    wrong = (group for one in strata for group in by_stratum[one.code] if group.is_checked and group.is_wrong)
    return AgentResult(
        agent, names.agent(agent), strata, rate, tolerances.verdict(rate, one_sided.high, plan.tolerable),
        drawn_groups.value(wrong), _recovery(plan, strata, rate),
    )  # fmt: skip


def _recovery(plan: VerificationPlan, strata: Sequence[Stratum], rate: Rate) -> Decimal:
    """What is recovered for claims that were not checked, as the plan says; nothing while the rate is unknown."""
    if plan.recovery == VerificationPlan.Recovery.NONE or not rate.is_known:
        return Decimal("0.00")
    return tolerances.extrapolated(
        [(one.rate.point or 0.0, one.unchecked_value) for one in strata],
        rate,
        at_lower_limit=plan.recovery == VerificationPlan.Recovery.LOW,
    )


def outcome_names(programme: Programme) -> dict[str, str]:
    """The outcomes of the contract by code, as its latest version names them."""
    named = OutcomeDefinition.objects.filter(version__programme=programme).order_by("version__number")
    return dict(named.values_list("code", "name"))


class _Names:
    """Agents, outcomes and strata by the names that people know them by."""

    def __init__(self, programme: Programme, drawings: Iterable[Drawing]) -> None:
        codes = {code.split(sampling.SEPARATOR)[0] for drawing in drawings for code in drawing.strata}
        self.agents = dict(Organisation.objects.filter(code__in=codes).values_list("code", "name"))
        self.outcomes = outcome_names(programme)

    def agent(self, code: str) -> str:
        return self.agents.get(code, code)

    def stratum(self, code: str) -> str:
        """What the claims of a stratum have in common, beside their agent."""
        _, *parts = code.split(sampling.SEPARATOR)
        at_risk = bool(parts) and parts[-1] == "risk"
        named = [self.outcomes.get(part, part) for part in (parts[:-1] if at_risk else parts)]
        if at_risk:
            return f"{', '.join(named)}, with a question" if named else "Claims with a question"
        return ", ".join(named) or "All claims"


def frozen(plan: VerificationPlan) -> dict[str, object]:
    """The results as they are kept when the plan is finished."""
    return {
        one.agent: {
            "claims": one.claims,
            "drawn": one.drawn,
            "wrong": one.wrong,
            "rate": one.rate.point,
            "low": one.rate.low,
            "high": one.rate.high,
            "verdict": one.verdict,
            "wrong_value": str(one.wrong_value),
            "recovery": str(one.recovery),
        }
        for one in of(plan)
    }
