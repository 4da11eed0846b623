"""The records of stages 1, 2 and 3 in a pack: loaded while the stage is open, exported as they stand."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from accounts.models import User
from stages.actions import (
    engagement,
    fits,
    leaving,
    pack_agency,
    pack_analysis,
    pack_people,
    pack_selection,
    purpose,
    registers,
    stakeholders,
)
from stages.actions.pack_rows import moment
from stages.models import Programme, Stakeholder

__all__ = ["load_stage", "load_stage_1", "moment", "stages_with_records"]

Section = Mapping[str, Any]
STAGE_1 = ("purpose", "fit", "stakeholders", "practice", "horizon", *pack_analysis.SECTIONS)


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
    for index, row in enumerate(section.get("fit", ())):
        person = pack_people.person(row.get("by"), by, f"stage_records/fit/{index}/by")
        moment_given = moment(row.get("at"), at)
        fits.bring(programme=programme, side=row["side"], answers=row["answers"], by=person, at=moment_given)
    for row in section.get("horizon", ()):
        fields = {name: value for name, value in row.items() if name != "answers"}
        fields["expected_on"] = date.fromisoformat(row["expected_on"])
        registers.add_horizon(**given, **fields)
    pack_analysis.load(programme, section, by, at)


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


def load_stage(programme: Programme, section: Section, stage: int, by: User, at: datetime) -> None:
    """The pack's records of the stage, which must be open."""
    if stage == 1:
        load_stage_1(programme, section, by, at)
    elif stage in {2, 3}:
        pack_selection.load(programme, section, stage, by, at)
    if stage == pack_agency.STAGE:
        pack_agency.load(programme, section, by, at)


def stages_with_records(section: Section) -> set[int]:
    """The stages of which the section holds records."""
    stages = {row["stage"] for row in section.get("selections", ())}
    if any(section.get(name) for name in STAGE_1):
        stages.add(1)
    if any(section.get(name) for name in pack_agency.NAMES):
        stages.add(pack_agency.STAGE)
    return stages
