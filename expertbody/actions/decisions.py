"""Record a decision of the Expert Body and carry it out, both or neither."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, Model
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.timezone import localdate, localtime

from accounts.actions import audit
from accounts.errors import Forbidden, Refused
from accounts.models import User
from expertbody import permissions
from expertbody.domain import force as force_rules
from expertbody.domain import votes
from expertbody.models import Decision
from expertbody.selectors import decidable, force, seats
from notifications.actions import events
from notifications.domain import kinds
from stages.actions import visits
from stages.models import Programme


class DecisionRefused(Refused):
    """The decision cannot be recorded as entered."""


class AlreadyDecided(DecisionRefused):
    """Somebody else recorded a decision on the same matter first."""


@transaction.atomic
def record(
    *,
    programme: Programme,
    subject_kind: str,
    subject_id: int,
    resolution: str,
    rationale: str,
    dissent: str = "",
    votes_for: int,
    votes_against: int,
    abstentions: int,
    supersedes: int | None = None,
    supersedes_because: str = "",
    by: User,
    at: datetime,
) -> Decision:
    """Record what the body decided on a matter that waits, and carry it out in the same transaction.

    Only a member whose term covers the day may record it. When the action that carries it out refuses, its refusal is
    raised and nothing is stored. Of two people who decide one matter at once, the second gets `AlreadyDecided`.
    While an earlier decision about the same thing is in force, the new one must name it in `supersedes` and say why.
    """
    require_may_decide(programme, by=by, at=at)
    visits.lock(programme)
    carry_out = _carry_out(subject_kind, resolution)
    subject = _matter(programme, subject_kind, subject_id, again=supersedes is not None)
    about = force.about(subject_kind, subject)
    earlier = _superseded(programme, subject_kind, resolution, about, supersedes, supersedes_because)
    _refuse_votes(programme, votes.Votes(votes_for, votes_against, abstentions), at=at)
    if not rationale.strip():
        raise DecisionRefused("Enter the reason for the decision.")
    last = programme.decisions.aggregate(last=Max("number"))["last"] or 0
    made = Decision.objects.create(
        programme=programme,
        number=last + 1,
        subject_kind=subject_kind,
        subject_id=subject_id,
        resolution=resolution,
        rationale=rationale.strip(),
        dissent=dissent.strip(),
        votes_for=votes_for,
        votes_against=votes_against,
        abstentions=abstentions,
        about=about,
        supersedes=earlier,
        supersedes_because=supersedes_because.strip() if earlier else "",
        decided_by=by,
        decided_at=at,
    )
    title = str(subject)
    carry_out(subject=subject, by=by, at=at, rationale=made.rationale)
    audit.record(
        by=by,
        at=at,
        action="expertbody.decision.record",
        programme=programme.slug,
        subject=made,
        after={
            "number": made.number,
            "title": title,
            "resolution": resolution,
            "votes": [votes_for, votes_against, abstentions],
        }
        | ({"supersedes": earlier.number, "because": made.supersedes_because} if earlier else {}),
    )
    events.record(
        kind=kinds.DECISION_RECORDED, programme=programme.slug, by=by, at=at, path=made.get_absolute_url(),
        data={"decision": made.number, "about": subject_kind, "resolution": resolution},
        list_path=reverse("expertbody:decision_list", args=[programme.slug]),
    )  # fmt: skip
    return made


def require_may_decide(programme: Programme, *, by: User, at: datetime) -> None:
    """Raise `Forbidden` unless the person is an Expert Body member whose term covers the day."""
    permissions.require(by, "body.decide", programme)
    if seats.held_by(by, programme, localdate(at)) is None:
        raise Forbidden("Only a member whose term is running may record a decision of the Expert Body.")


def _carry_out(kind: str, code: str) -> Any:
    resolution = decidable.resolution(kind, code)
    if resolution is None:
        raise DecisionRefused("This is not something that the Expert Body can decide. Choose one of the resolutions.")
    return import_string(resolution.carry_out)


def _superseded(
    programme: Programme, kind: str, code: str, about: str, supersedes: int | None, because: str
) -> Decision | None:
    """The decision that the new one supersedes, if any; refuses one that contradicts a decision in force."""
    resolution = decidable.resolution(kind, code)
    problem = force_rules.problem(
        about,
        force.made(programme),
        supersedes=supersedes,
        because=because,
        changes_nothing=resolution is not None and resolution.changes_nothing,
    )
    if problem:
        raise DecisionRefused(problem)
    return programme.decisions.get(number=supersedes) if supersedes is not None else None


def _matter(programme: Programme, kind: str, subject_id: int, *, again: bool) -> Model:
    """The record to decide on: one that waits, or, for a decision that supersedes another, any that was decided."""
    if again and (found := decidable.find(kind, programme, subject_id)) is not None:
        return found
    return _waiting(programme, kind, subject_id)


def _waiting(programme: Programme, kind: str, subject_id: int) -> Model:
    for record in decidable.records_waiting(kind, programme):
        if record.pk == subject_id:
            return record
    latest = (
        programme.decisions.filter(subject_kind=kind, subject_id=subject_id)
        .select_related("decided_by")
        .order_by("-number")
        .first()
    )
    if latest is not None:
        moment = localtime(latest.decided_at)
        raise AlreadyDecided(
            f"{latest.decided_by} recorded decision {latest.number} on this matter on "
            f"{moment.day} {moment:%B %Y} at {moment:%H:%M}. Nothing was changed; read that decision first."
        )
    raise DecisionRefused("This matter does not wait for a decision any more. Nothing was changed.")


def _refuse_votes(programme: Programme, cast: votes.Votes, *, at: datetime) -> None:
    if problem := votes.problem(cast, seated=len(seats.seated(programme, localdate(at)))):
        raise DecisionRefused(problem)
