"""The records of stages 1, 2 and 3 in a pack: loaded while the stage is open, exported as they stand."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from accounts.models import User
from stages.actions import (
    conflicts,
    engagement,
    leaving,
    moderation,
    pack_people,
    purpose,
    registers,
    selection,
    stakeholders,
)
from stages.actions.pack_errors import PackError
from stages.domain import selection as selection_rules
from stages.models import Candidate, Programme, SelectionCriterion, Stakeholder

Section = Mapping[str, Any]


def moment(text: str | None, otherwise: datetime) -> datetime:
    """A moment of the pack, or the other one. Raises `ValueError` when it has no time zone."""
    if not text:
        return otherwise
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(f"the moment {text} has no time zone; add one, such as Z for UTC")
    return found


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def load_stage_1(programme: Programme, section: Section, by: User, at: datetime) -> None:
    """The purpose, the stakeholders with their scores, practice and horizon."""
    given: dict[str, Any] = {"programme": programme, "by": by, "at": at}
    if written := section.get("purpose"):
        parts = {name: written.get(name, "") for name in purpose.FIELDS}
        purpose.write(**given, **parts)
    for index, row in enumerate(section.get("stakeholders", ())):
        _load_stakeholder(programme, row, f"stage_records/stakeholders/{index}", by, at)
    for row in section.get("practice", ()):
        registers.add_practice(**given, **row)
    for row in section.get("horizon", ()):
        fields = {**row, "expected_on": date.fromisoformat(row["expected_on"])}
        registers.add_horizon(**given, **fields)


def _load_stakeholder(programme: Programme, row: Mapping[str, Any], path: str, by: User, at: datetime) -> None:
    fields = {name: row[name] for name in stakeholders.FIELDS if name in row}
    owner = row.get("engagement_owner")
    fields["engagement_owner"] = pack_people.person(owner, by, f"{path}/engagement_owner") if owner else None
    fields["next_review_on"] = _day(row.get("next_review_on"))
    made = stakeholders.add(programme=programme, by=by, at=at, **fields)
    if row.get("planned_at"):
        made.planned_at = moment(row["planned_at"], at)
        made.save(update_fields=["planned_at"])
    for place, score in enumerate(row.get("scores", ())):
        stakeholders.score(
            stakeholder=made,
            power=score["power"],
            legitimacy=score["legitimacy"],
            urgency=score["urgency"],
            evidence=score["evidence"],
            by=pack_people.person(score.get("by"), by, f"{path}/scores/{place}/by"),
            at=moment(score.get("at"), at),
        )
    _load_contacts(made, row, path, by, at)
    if left := row.get("left"):
        person = pack_people.person(left.get("by"), by, f"{path}/left/by")
        leaving.leave(stakeholder=made, because=left["because"], by=person, at=moment(left.get("at"), at))


def _load_contacts(stakeholder: Stakeholder, row: Mapping[str, Any], path: str, by: User, at: datetime) -> None:
    for place, contact in enumerate(row.get("contacts", ())):
        engagement.record_contact(
            stakeholder=stakeholder,
            held_on=date.fromisoformat(contact["held_on"]),
            how=contact["how"],
            with_whom=contact["with_whom"],
            said=contact["said"],
            by=pack_people.person(contact.get("by"), by, f"{path}/contacts/{place}/by"),
            at=moment(contact.get("at"), at),
        )


def load_selection(programme: Programme, section: Section, stage: int, by: User, at: datetime) -> None:
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
    selection.decide(
        candidate=candidates[row["organisation"]],
        rationale=row["rationale"],
        committed_funds=Decimal(funds) if funds else None,
        accountable_officer=row.get("accountable_officer", ""),
        overlap=row.get("overlap", ""),
        by=pack_people.person(row.get("by"), by, f"{path}/by"),
        at=moment(row.get("at"), at),
    )


def load_stage(programme: Programme, section: Section, stage: int, by: User, at: datetime) -> None:
    """The pack's records of the stage, which must be open."""
    if stage == 1:
        load_stage_1(programme, section, by, at)
    elif stage in {2, 3}:
        load_selection(programme, section, stage, by, at)


def stages_with_records(section: Section) -> set[int]:
    """The stages of which the section holds records."""
    stages = {row["stage"] for row in section.get("selections", ())}
    if any(section.get(name) for name in ("purpose", "stakeholders", "practice", "horizon")):
        stages.add(1)
    return stages
