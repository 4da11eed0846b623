"""Keep what people who use the service said, and say what changed because of it.

A voice belongs to no visit of a stage: people speak when they speak, and what they say of a closed stage is a reason to
look at it again. It changes no record of the stage, so it may be added at any time.
"""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import User
from expertbody import permissions
from expertbody.domain import anonymity
from expertbody.models import Decision, Voice, VoiceAnswer
from expertbody.selectors import voices as voices_selector
from stages.actions import visits
from stages.domain import framework
from stages.models import CorrectiveAction, Finding, Programme


class VoiceRefused(Refused):
    """What was entered cannot be kept as it is."""


@transaction.atomic
def add(
    *,
    programme: Programme,
    heard_on: date,
    gathered: str,
    said: str,
    theme: str,
    stages: Collection[int],
    outcome: str = "",
    by: User,
    at: datetime,
) -> Voice:
    """Keep what was said, when and how it was heard, and the stages of which it speaks. No text may say who spoke."""
    require_may_add(programme, by=by, at=at)
    return keep(
        programme=programme,
        heard_on=heard_on,
        gathered=gathered,
        said=said,
        theme=theme,
        stages=stages,
        outcome=outcome,
        by=by,
        at=at,
    )


def keep(
    *,
    programme: Programme,
    heard_on: date,
    gathered: str,
    said: str,
    theme: str,
    stages: Collection[int],
    outcome: str = "",
    by: User,
    at: datetime,
) -> Voice:
    """As `add`, inside a transaction of those who have asked for permission already."""
    visits.lock(programme)
    questioned = sorted(set(stages))
    _refuse_empty(said, theme, questioned)
    _refuse_marks(said, theme, outcome)
    if heard_on > localdate(at):
        raise VoiceRefused("The day on which it was heard must be today or earlier.")
    last = programme.voices.aggregate(last=Max("number"))["last"] or 0
    voice = Voice.objects.create(
        programme=programme,
        number=last + 1,
        heard_on=heard_on,
        gathered=Voice.Gathered(gathered),
        said=said.strip(),
        theme=theme.strip(),
        stages=questioned,
        outcome=outcome.strip(),
        added_by=by,
        added_at=at,
    )
    _record("add", voice, voice, by, at, {"theme": voice.theme, "stages": questioned})
    return voice


@transaction.atomic
def answer(
    *,
    voice: Voice,
    said: str,
    decision: Decision | None = None,
    finding: Finding | None = None,
    action: CorrectiveAction | None = None,
    by: User,
    at: datetime,
) -> VoiceAnswer:
    """Say what changed because of a voice, with the decision, the finding or the corrective action if there is one."""
    permissions.require(by, "voice.answer", voice.programme)
    return keep_answer(voice=voice, said=said, decision=decision, finding=finding, action=action, by=by, at=at)


def keep_answer(
    *,
    voice: Voice,
    said: str,
    decision: Decision | None = None,
    finding: Finding | None = None,
    action: CorrectiveAction | None = None,
    by: User,
    at: datetime,
) -> VoiceAnswer:
    """As `answer`, inside a transaction of those who have asked for permission already."""
    programme = voice.programme
    if not said.strip():
        raise VoiceRefused("Enter what changed, or why nothing did.")
    _refuse_marks(said)
    named = [record for record in (decision, finding, action) if record is not None]
    if len(named) > 1:
        raise VoiceRefused("Name one record only: a decision, a finding or an action. Answer again for another.")
    owners = [
        record.finding.programme if isinstance(record, CorrectiveAction) else record.programme for record in named
    ]
    if any(owner != programme for owner in owners):
        raise VoiceRefused("That record belongs to another programme. Choose one of this programme.")
    made = VoiceAnswer.objects.create(
        voice=voice, said=said.strip(), decision=decision, finding=finding, action=action, written_by=by, written_at=at
    )
    because = [f"Finding {one.number}" if isinstance(one, Finding) else str(one) for one in named]
    _record("answer", voice, made, by, at, {"voice": voice.number, "said": made.said, "because_of": because})
    return made


def require_may_add(programme: Programme, *, by: User, at: datetime) -> None:
    """Raise `Forbidden` unless the person may add voices, by role or by a seat for the service users."""
    if not voices_selector.may_add(by, programme, localdate(at)):
        permissions.require(by, "voice.add", programme)


def _refuse_empty(said: str, theme: str, stages: list[int]) -> None:
    if not said.strip():
        raise VoiceRefused("Enter what was said.")
    if not theme.strip():
        raise VoiceRefused("Enter the theme, in a word or two.")
    if not stages or set(stages) - set(framework.NUMBERS):
        raise VoiceRefused("Select the stages of which this speaks, from 1 to 7.")


def _refuse_marks(*texts: str) -> None:
    if problem := anonymity.problem("\n".join(texts)):
        raise VoiceRefused(problem)


def _record(what: str, voice: Voice, subject: Any, by: User, at: datetime, after: dict[str, Any]) -> None:
    audit.record(
        by=by, at=at, action=f"expertbody.voice.{what}", programme=voice.programme.slug, subject=subject, after=after
    )
