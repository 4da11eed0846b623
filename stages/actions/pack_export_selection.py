"""The choice of the principal or the agent, and what the parties want and can bear, as parts of a pack."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import models

from stages.actions import diligence
from stages.actions.pack_rows import Row
from stages.actions.pack_rows import at_moment as _at
from stages.actions.pack_rows import money as _money
from stages.actions.pack_rows import some as _some
from stages.models import (
    AgentDiligence,
    Candidate,
    CashPlan,
    Goal,
    GoalRanking,
    PrincipalDiligence,
    Programme,
    RiskStatement,
    SelectionCriterion,
    SelectionDecision,
)


def _candidate(row: Candidate) -> Row:
    scores = row.scores.select_related("criterion", "scored_by").order_by("scored_at", "pk")
    return _some({
        "organisation": row.organisation.code,
        "case": row.case,
        "scores": [
            {"criterion": one.criterion.code, "score": one.score, "reason": one.reason, "by": one.scored_by.email,
             "at": _at(one.scored_at)}
            for one in scores
        ],
        "moderated": [
            {"criterion": one.criterion.code, "score": one.score, "reason": one.reason, "by": one.moderated_by.email,
             "at": _at(one.moderated_at)}
            for one in row.moderated_scores.select_related("criterion", "moderated_by").order_by("moderated_at", "pk")
        ],
        "declarations": [
            {"has_interest": one.has_interest, "statement": one.statement, "by": one.declared_by.email,
             "at": _at(one.declared_at)}
            for one in row.conflict_declarations.select_related("declared_by").order_by("declared_at", "pk")
        ],
        **_found(row),
    })  # fmt: skip


def of_stage(programme: Programme, stage: int) -> Row:
    criteria = SelectionCriterion.objects.filter(programme=programme, stage=stage).order_by("pk")
    candidates = Candidate.objects.filter(programme=programme, stage=stage).select_related("organisation")
    decisions = SelectionDecision.objects.filter(programme=programme, stage=stage).select_related(
        "candidate__organisation", "decided_by", "award__awarded_by"
    )
    return {
        "stage": stage,
        "criteria": [{"code": row.code, "name": row.name, "weight": f"{row.weight:f}"} for row in criteria],
        "candidates": [_candidate(row) for row in candidates.order_by("pk")],
        "decisions": [
            _some({
                "organisation": row.candidate.organisation.code, "rationale": row.rationale,
                "committed_funds": _money(row.committed_funds), "accountable_officer": row.accountable_officer,
                "overlap": row.overlap, "standstill_days": row.standstill_days or None, "award": _award(row),
                "by": row.decided_by.email, "at": _at(row.decided_at),
            })
            for row in decisions.order_by("decided_at", "pk")
        ],
    }  # fmt: skip


def _fields(row: models.Model, names: Iterable[str]) -> Row:
    found = {name: getattr(row, name) for name in names}
    return {name: _money(value) if isinstance(value, Decimal) else value for name, value in found.items()}


def _kept(row: Any, names: Iterable[str]) -> Row | None:
    """The row's fields, with who recorded them and when."""
    if row is None:
        return None
    return _some(_fields(row, names) | {"by": row.recorded_by.email, "at": _at(row.recorded_at)})


def _found(row: Candidate) -> Row:
    kind, names = (
        (PrincipalDiligence, diligence.PRINCIPAL_FIELDS) if row.stage == 2 else (AgentDiligence, diligence.AGENT_FIELDS)
    )
    members = row.consortium_members.select_related("organisation", "recorded_by").order_by("pk")
    return {
        "diligence": _kept(kind.objects.filter(candidate=row).first(), names),
        "cash_plan": _kept(CashPlan.objects.filter(candidate=row).first(), diligence.PLAN_FIELDS),
        "assumptions": [_kept(one, diligence.ASSUMPTION_FIELDS) for one in row.assumptions.order_by("pk")],
        "consortium": [
            _some({
                "organisation": one.organisation.code, "lead": one.is_lead, "work": _money(one.work_share),
                "pay": _money(one.pay_share), "risk": _money(one.risk_share), "by": one.recorded_by.email,
                "at": _at(one.recorded_at),
            })
            for one in members
        ],
    }  # fmt: skip


def _award(row: SelectionDecision) -> Row | None:
    made = getattr(row, "award", None)
    return _some({"note": made.note, "by": made.awarded_by.email, "at": _at(made.awarded_at)}) if made else None


def _speaker(row: GoalRanking | RiskStatement) -> Row:
    one = row.candidate
    named = {"organisation": one.organisation.code, "stage": one.stage} if one else None
    return {"party": row.party, "candidate": named}


def of_parties(programme: Programme) -> Row:
    """The goals, every order of all of them and every statement of risk, oldest first."""
    names = list(Goal.objects.filter(programme=programme).order_by("pk").values_list("name", flat=True))
    orders = GoalRanking.objects.filter(programme=programme).select_related("candidate__organisation", "ranked_by")
    stated = RiskStatement.objects.filter(programme=programme).select_related("candidate__organisation", "stated_by")
    return {
        "goals": names,
        "goal_orders": [
            _some(_speaker(row) | {
                "order": [one.goal.name for one in row.places.select_related("goal").order_by("place")],
                "by": row.ranked_by.email, "at": _at(row.ranked_at),
            })
            for row in orders.order_by("ranked_at", "pk")
            if row.places.count() == len(names)
        ],
        "risk_statements": [
            _some(_speaker(row) | {
                "maximum_loss": _money(row.maximum_loss), "working_capital_weeks": row.working_capital_weeks,
                "statement": row.statement, "passes_risk_down": row.passes_risk_down, "passed_down": row.passed_down,
                "by": row.stated_by.email, "at": _at(row.stated_at),
            })
            for row in stated.order_by("stated_at", "pk")
        ],
    }  # fmt: skip
