"""What is known of a candidate: due diligence, its bid against the evidence, its cash in the pessimistic case."""

import dataclasses
from decimal import Decimal
from typing import Any

from django.forms.models import model_to_dict
from django.http import Http404

from govuk import charts, formats
from stages.domain import cash, congruence, diligence
from stages.models import (
    AgentDiligence,
    BidAssumption,
    Candidate,
    CashPlan,
    ConsortiumMember,
    Goal,
    GoalRanking,
    Party,
    PrincipalDiligence,
    Programme,
    RiskStatement,
)

PERCENT = Decimal(100)


@dataclasses.dataclass(frozen=True)
class Figure:
    """A figure of the bid with what the evidence says of it."""

    row: BidAssumption
    verdict: str
    outside: str


@dataclasses.dataclass(frozen=True)
class Cash:
    """The plan with its deepest point, as planned and in the pessimistic case."""

    plan: CashPlan
    planned: cash.Trough
    pessimistic: cash.Trough
    capital: Decimal | None
    weeks: Decimal | None
    lag_weeks: Decimal
    shortfall: Decimal | None
    chart: charts.Chart

    @property
    def depth(self) -> Decimal:
        """The deepest point of the pessimistic case, as money that must be put in."""
        return -self.pessimistic.amount

    @property
    def planned_depth(self) -> Decimal:
        return -self.planned.amount


@dataclasses.dataclass(frozen=True)
class Page:
    candidate: Candidate
    principal: PrincipalDiligence | None
    agent: AgentDiligence | None
    cash: Cash | None
    figures: list[Figure]
    flags: list[str]
    members: list[ConsortiumMember]

    @property
    def found(self) -> PrincipalDiligence | AgentDiligence | None:
        return self.principal or self.agent


def _assumption(row: BidAssumption) -> diligence.Assumption:
    return diligence.Assumption(
        row.name, row.value, row.evidence_low, row.evidence_high, row.source, row.explanation
    )  # fmt: skip


def plan_of(row: CashPlan) -> cash.Plan:
    return cash.Plan(row.months, row.monthly_cost, row.monthly_fee, row.monthly_income, row.lag_months)


def case_of(row: CashPlan) -> cash.Case:
    return cash.Case(row.pessimistic_share / PERCENT, row.pessimistic_delay_months)


def bid(candidate: Candidate) -> diligence.Bid:
    """Everything that the rules look at."""
    agent = AgentDiligence.objects.filter(candidate=candidate).first()
    plan = CashPlan.objects.filter(candidate=candidate).first()
    risk = RiskStatement.objects.filter(candidate=candidate).order_by("-stated_at", "-pk").first()
    rows = BidAssumption.objects.filter(candidate=candidate).order_by("pk")
    return diligence.Bid(
        assumptions=tuple(_assumption(row) for row in rows),
        references=agent.references if agent else "",
        working_capital=agent.working_capital if agent else None,
        plan=plan_of(plan) if plan else None,
        case=case_of(plan) if plan else cash.AS_PLANNED,
        maximum_loss=risk.maximum_loss if risk else None,
        maximum_pbr_share=agent.maximum_pbr_share if agent else None,
        said=_said(candidate, risk),
    )


def _said(candidate: Candidate, risk: RiskStatement | None) -> diligence.Said:
    """What the candidate has said itself, beside what the commissioner said and how the consortium shares."""
    goals = frozenset(Goal.objects.filter(programme=candidate.programme_id).values_list("pk", flat=True))
    own = _order(goals, candidate=candidate)
    asked = _order(goals, programme=candidate.programme_id, party=Party.COMMISSIONER)
    members = ConsortiumMember.objects.filter(candidate=candidate, is_lead=False).select_related("organisation")
    return diligence.Said(
        has_goals=bool(goals),
        is_ranked=bool(own),
        distance=congruence.distance(own, asked) if own and asked else None,
        is_stated=risk is not None,
        weeks=risk.working_capital_weeks if risk else None,
        passes_risk_down=risk.passes_risk_down if risk else None,
        passed_to=tuple((str(one.organisation), one.risk_share, one.pay_share) for one in members.order_by("pk")),
    )


def _order(goals: frozenset[int], **whose: Any) -> dict[int, int]:
    """The latest order of a party, goal by goal; empty when it is not one of the goals as they now are."""
    latest = GoalRanking.objects.filter(**whose).order_by("-ranked_at", "-pk").first()
    found = dict(latest.places.values_list("goal", "place")) if latest else {}
    return found if found.keys() == goals else {}


def flags(candidate: Candidate) -> list[str]:
    """Signs of adverse selection; none are looked for in candidates to be the principal."""
    return diligence.flags(bid(candidate)) if candidate.stage == 3 else []


def _cash(plan: CashPlan, capital: Decimal | None) -> Cash:
    rules, case = plan_of(plan), case_of(plan)
    points = cash.curve(rules, case)
    pessimistic = cash.trough(points)
    return Cash(
        plan=plan,
        planned=cash.trough(cash.curve(rules)),
        pessimistic=pessimistic,
        capital=capital,
        weeks=cash.weeks(capital, plan.monthly_cost) if capital is not None else None,
        lag_weeks=cash.in_weeks(plan.lag_months),
        shortfall=cash.shortfall(capital, rules, case) if capital is not None else None,
        chart=_chart(points, pessimistic, capital),
    )


def _chart(points: list[Decimal], deepest: cash.Trough, capital: Decimal | None) -> charts.Chart:
    words = (
        f"The cash is lowest at the end of month {deepest.month}, at {formats.money(deepest.amount)}"
        if deepest.month
        else "The cash never falls below nought"
    )
    own = f"; the working capital is {formats.money(capital)}" if capital is not None else ""
    short = capital is not None and -capital > deepest.amount  # a line that is never crossed only hides the axis
    return charts.trajectory(
        title="Cash month by month in the pessimistic case",
        summary=f"{words}{own}.",
        unit="money",
        measure="Cash",
        points=[
            charts.Point(f"M{month}", amount, minimum=-capital if capital is not None and short else None)
            for month, amount in enumerate(points, start=1)
        ],
    )


def page(candidate: Candidate) -> Page:
    """Everything that is recorded of a candidate, and what the rules make of it."""
    agent = AgentDiligence.objects.filter(candidate=candidate).select_related("recorded_by").first()
    plan = CashPlan.objects.filter(candidate=candidate).select_related("recorded_by").first()
    rows = BidAssumption.objects.filter(candidate=candidate).order_by("pk")
    members = ConsortiumMember.objects.filter(candidate=candidate).select_related("organisation")
    return Page(
        candidate=candidate,
        principal=PrincipalDiligence.objects.filter(candidate=candidate).select_related("recorded_by").first(),
        agent=agent,
        cash=_cash(plan, agent.working_capital if agent else None) if plan else None,
        figures=[Figure(row, diligence.verdict(_assumption(row)), diligence.outside(_assumption(row))) for row in rows],
        flags=flags(candidate),
        members=list(members.order_by("-is_lead", "pk")),
    )


def assumption(programme: Programme, candidate_id: int, assumption_id: int) -> BidAssumption:
    """One figure of a bid; the page does not exist otherwise."""
    found = BidAssumption.objects.filter(
        pk=assumption_id, candidate_id=candidate_id, candidate__programme=programme, candidate__stage=3
    )
    one = found.select_related("candidate__organisation", "candidate__programme").first()
    if one is None:
        raise Http404("No such figure")
    return one


def figure(row: BidAssumption) -> dict[str, Any]:
    """The figure's fields, as a form begins with them."""
    return model_to_dict(row)


def found(candidate: Candidate) -> dict[str, Any]:
    """What due diligence has found of the candidate, as a form begins with it."""
    kind = PrincipalDiligence if candidate.stage == 2 else AgentDiligence
    row = kind.objects.filter(candidate=candidate).first()
    return model_to_dict(row) if row else {}


def planned(candidate: Candidate) -> dict[str, Any]:
    """The candidate's cash plan, as a form begins with it."""
    row = CashPlan.objects.filter(candidate=candidate).first()
    return model_to_dict(row) if row else {"monthly_fee": 0, "pessimistic_delay_months": 0}


def members(candidate: Candidate) -> list[ConsortiumMember]:
    found = ConsortiumMember.objects.filter(candidate=candidate).select_related("organisation")
    return list(found.order_by("-is_lead", "pk"))
