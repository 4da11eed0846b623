"""The choice of the principal or the agent in a pack, loaded while its stage is open."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from accounts.models import User
from stages.actions import awards, conflicts, consortium, diligence, moderation, pack_people, selection
from stages.actions.pack_errors import PackError
from stages.actions.pack_rows import moment
from stages.domain import consortium as consortium_rules
from stages.domain import selection as selection_rules
from stages.models import Candidate, Programme, SelectionCriterion

MONEY = {
    "funds_available", "working_capital", "maximum_pbr_share", "monthly_cost", "monthly_fee", "monthly_income",
    "pessimistic_share", "value", "evidence_low", "evidence_high",
}  # fmt: skip


def load(programme: Programme, section: Mapping[str, Any], stage: int, by: User, at: datetime) -> None:
    """Criteria, candidates, scores and choices of the stage."""
    for index, row in enumerate(section.get("selections", ())):
        if row["stage"] == stage:
            _load_one_selection(programme, row, f"stage_records/selections/{index}", by, at)


def _load_one_selection(programme: Programme, row: Mapping[str, Any], path: str, by: User, at: datetime) -> None:
    stage = row["stage"]
    given: dict[str, Any] = {"programme": programme, "stage": stage, "by": by, "at": at}
    weighted = [
        selection_rules.Weighted(one["code"], one["name"], Decimal(one["weight"])) for one in row.get("criteria", ())
    ]
    saved = selection.set_criteria(**given, criteria=weighted) if weighted else []
    criteria = {one.code: one for one in saved}
    candidates: dict[str, Candidate] = {}
    for place, one in enumerate(row.get("candidates", ())):
        where = f"{path}/candidates/{place}"
        body = pack_people.organisation(one["organisation"], f"{where}/organisation")
        candidates[one["organisation"]] = selection.add_candidate(**given, organisation=body, case=one.get("case", ""))
        _load_scores(candidates[one["organisation"]], criteria, one, where, by, at)
        _load_diligence(candidates[one["organisation"]], one, where, by, at)
    for place, one in enumerate(row.get("candidates", ())):
        _load_agreed(candidates[one["organisation"]], criteria, one, f"{path}/candidates/{place}", by, at)
    for place, one in enumerate(row.get("decisions", ())):
        _load_decision(candidates, one, f"{path}/decisions/{place}", by, at)
    for place, one in enumerate(row.get("candidates", ())):
        _load_declarations(candidates[one["organisation"]], one, f"{path}/candidates/{place}", by, at)


def _load_scores(
    candidate: Candidate,
    criteria: Mapping[str, SelectionCriterion],
    row: Mapping[str, Any],
    path: str,
    by: User,
    at: datetime,
) -> None:
    for place, given in enumerate(row.get("scores", ())):
        where = f"{path}/scores/{place}"
        assessor = pack_people.person(given.get("by"), by, f"{where}/by")
        scored = [_scored(criteria, given, where)]
        selection.bring_in_scores(candidate=candidate, scores=scored, by=assessor, at=moment(given.get("at"), at))


def _scored(criteria: Mapping[str, SelectionCriterion], given: Mapping[str, Any], path: str) -> selection_rules.Scored:
    if given["criterion"] not in criteria:
        raise PackError(f"{path}/criterion", f"There is no criterion “{given['criterion']}”.", "Add or correct it.")
    return selection_rules.Scored(criteria[given["criterion"]].pk, given["score"], given["reason"])


def _load_agreed(
    candidate: Candidate,
    criteria: Mapping[str, SelectionCriterion],
    row: Mapping[str, Any],
    path: str,
    by: User,
    at: datetime,
) -> None:
    for place, given in enumerate(row.get("moderated", ())):
        where = f"{path}/moderated/{place}"
        person = pack_people.person(given.get("by"), by, f"{where}/by")
        scored = [_scored(criteria, given, where)]
        moderation.bring_in(candidate=candidate, scores=scored, by=person, at=moment(given.get("at"), at))


def _load_declarations(candidate: Candidate, row: Mapping[str, Any], path: str, by: User, at: datetime) -> None:
    for place, given in enumerate(row.get("declarations", ())):
        conflicts.declare(
            candidate=candidate,
            has_interest=given["has_interest"],
            statement=given.get("statement", ""),
            by=pack_people.person(given.get("by"), by, f"{path}/declarations/{place}/by"),
            at=moment(given.get("at"), at),
        )


def _load_decision(
    candidates: Mapping[str, Candidate], row: Mapping[str, Any], path: str, by: User, at: datetime
) -> None:
    if row["organisation"] not in candidates:
        raise PackError(
            f"{path}/organisation", f"“{row['organisation']}” is no candidate.", "Add it to the candidates."
        )
    funds = row.get("committed_funds")
    decision = selection.decide(
        candidate=candidates[row["organisation"]],
        rationale=row["rationale"],
        committed_funds=Decimal(funds) if funds else None,
        accountable_officer=row.get("accountable_officer", ""),
        overlap=row.get("overlap", ""),
        standstill_days=row.get("standstill_days", 0),
        by=pack_people.person(row.get("by"), by, f"{path}/by"),
        at=moment(row.get("at"), at),
    )
    if "award" in row:
        given = row["award"]
        awards.award(
            programme=decision.programme,
            stage=decision.stage,
            note=given.get("note", ""),
            by=pack_people.person(given.get("by"), by, f"{path}/award/by"),
            at=moment(given.get("at"), at),
        )


def _figures(row: Mapping[str, Any], money: set[str]) -> dict[str, Any]:
    """The row's fields without who and when, with its figures as decimals."""
    fields = {name: value for name, value in row.items() if name not in {"by", "at"}}
    return {name: Decimal(value) if name in money else value for name, value in fields.items()}


def _load_diligence(candidate: Candidate, row: Mapping[str, Any], path: str, by: User, at: datetime) -> None:
    def who(given: Mapping[str, Any], name: str) -> dict[str, Any]:
        person = pack_people.person(given.get("by"), by, f"{path}/{name}/by")
        return {"candidate": candidate, "by": person, "at": moment(given.get("at"), at)}

    if given := row.get("diligence"):
        keep = diligence.record_principal if candidate.stage == 2 else diligence.record_agent
        keep(**who(given, "diligence"), **_figures(given, MONEY))
    if given := row.get("cash_plan"):
        diligence.plan_cash(**who(given, "cash_plan"), **_figures(given, MONEY))
    for given in row.get("assumptions", ()):
        diligence.add_assumption(**who(given, "assumptions"), **_figures(given, MONEY))
    if members := row.get("consortium"):
        shares = [
            consortium_rules.Shares(
                pack_people.organisation(one["organisation"], f"{path}/consortium").pk, one.get("lead", False),
                Decimal(one["work"]), Decimal(one["pay"]), Decimal(one["risk"]),
            )
            for one in members
        ]  # fmt: skip
        consortium.set_members(members=shares, **who(members[0], "consortium"))
