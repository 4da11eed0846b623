"""The section “voices” of a programme pack: what people who use the service said, and what changed because of it.

An answer names the decision, the finding or the corrective action to which it points.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from expertbody import permissions
from expertbody.actions import voices
from expertbody.models import Decision, Voice, VoiceAnswer
from stages.actions import pack_people
from stages.actions.pack_errors import PackError
from stages.actions.pack_records import moment
from stages.models import CorrectiveAction, Finding, Programme

SECTION = "voices"
FIELDS = ("gathered", "said", "theme", "stages", "outcome")


@transaction.atomic
def load(*, programme: Programme, section: Sequence[Mapping[str, Any]], by: User, at: datetime) -> None:
    """Keep the voices of a pack with their answers, in the names that it gives."""
    permissions.require(by, "body.establish", programme)
    for index, row in enumerate(section):
        path = f"{SECTION}/{index}"
        voice = voices.keep(
            programme=programme,
            heard_on=date.fromisoformat(row["heard_on"]),
            by=pack_people.person(row.get("by"), by, f"{path}/by"),
            at=moment(row.get("at"), at),
            **{name: row[name] for name in FIELDS if name in row},
        )
        for place, answer in enumerate(row.get("answers", ())):
            _answer(voice, answer, f"{path}/answers/{place}", by, at)


def _answer(voice: Voice, row: Mapping[str, Any], path: str, by: User, at: datetime) -> None:
    finding = _finding(voice.programme, row["finding"], path) if row.get("finding") else None
    action = _action(finding, row["action"], path) if finding and row.get("action") else None
    voices.keep_answer(
        voice=voice,
        said=row["said"],
        finding=None if action else finding,
        action=action,
        decision=_decision(voice.programme, row["decision"], path) if row.get("decision") else None,
        by=pack_people.person(row.get("by"), by, f"{path}/by"),
        at=moment(row.get("at"), at),
    )


def _finding(programme: Programme, number: int, path: str) -> Finding:
    found = programme.findings.filter(number=number).first()
    if found is None:
        raise PackError(f"{path}/finding", f"There is no finding {number}.", "Add it to “stage_records”.")
    return found


def _decision(programme: Programme, number: int, path: str) -> Decision:
    found = programme.decisions.filter(number=number).first()
    if found is None:
        raise PackError(f"{path}/decision", f"There is no decision {number}.", "Add it to “body_record”.")
    return found


def _action(finding: Finding, what: str, path: str) -> CorrectiveAction:
    found = finding.actions.filter(what=what).first()
    if found is None:
        raise PackError(f"{path}/action", f"Finding {finding.number} has no action “{what}”.", "Add it there.")
    return found


def export(programme: Programme) -> list[dict[str, Any]] | None:
    """Every voice with its answers, in the order in which they were added; None when nobody was heard."""
    found = programme.voices.select_related("added_by").order_by("number")
    return [_voice(voice) for voice in found] or None


def _voice(voice: Voice) -> dict[str, Any]:
    answers = voice.answers.select_related("written_by", "finding", "action__finding", "decision").order_by(
        "written_at", "pk"
    )
    return {
        "heard_on": voice.heard_on.isoformat(),
        **{name: getattr(voice, name) for name in FIELDS},
        "by": voice.added_by.email,
        "at": voice.added_at.isoformat(),
        "answers": [_exported(answer) for answer in answers],
    }


def _exported(answer: VoiceAnswer) -> dict[str, Any]:
    finding = answer.action.finding if answer.action else answer.finding
    found: dict[str, Any] = {
        "said": answer.said,
        "by": answer.written_by.email,
        "at": answer.written_at.isoformat(),
    }
    if answer.decision:
        found["decision"] = answer.decision.number
    if finding:
        found["finding"] = finding.number
    if answer.action:
        found["action"] = answer.action.what
    return found
