"""Builders of what an Expert Body decides on and does, by calling the actions."""

from datetime import datetime, timedelta
from typing import Any

from accounts.models import Role, User
from expertbody.actions import agenda, body_actions, decisions, invitations, meetings, proposals, written_votes
from expertbody.models import AgendaItem, BodyAction, Decision, Invitation, Meeting, Proposal, Seat, WrittenVote
from stages.models import Finding, Programme
from tests import builders

DAY = builders.later(days=31)
TOKENS: list[str] = []
"""The tokens of the links that were sent, the latest last."""


def decide(programme: Programme, kind: str, subject_id: int, resolution: str, **changes: Any) -> Decision:
    """A decision by the first member who is seated."""
    given: dict[str, Any] = {
        "rationale": "The members agree.", "votes_for": 4, "votes_against": 1, "abstentions": 0, "at": DAY,
        "by": changes.pop("by", None) or programme.seats.select_related("user").order_by("pk")[0].user,
    }  # fmt: skip
    return decisions.record(
        programme=programme, subject_kind=kind, subject_id=subject_id, resolution=resolution, **(given | changes)
    )


def decided(programme: Programme, finding: Finding | None = None, **changes: Any) -> Decision:
    """A finding that was accepted."""
    subject = finding or builders.finding(programme)
    return decide(programme, "finding", subject.pk, "accept", **changes)


def proposal(programme: Programme, kind: str = Proposal.Kind.PAUSE, stage: int | None = 5, **changes: Any) -> Proposal:
    """A proposal to pause delivery, or another."""
    given: dict[str, Any] = {"seat": None, "why": "The figures are being checked.", "by": builders.system(), "at": DAY}
    return proposals.propose(programme=programme, kind=kind, stage=stage, **(given | changes))


def body_action(decision: Decision, *, owner: User | None = None, **changes: Any) -> BodyAction:
    """An action with four weeks' time."""
    given: dict[str, Any] = {"what": "Write to every agent", "by": builders.system(), "at": DAY} | changes
    given.setdefault("due_on", given["at"].date() + timedelta(days=28))
    return body_actions.agree(
        decision=decision, owner=owner or builders.member(decision.programme, Role.COMMISSIONER), **given
    )


def link(token: str) -> str:
    """Where a link of the tests leads."""
    TOKENS.append(token)
    return f"https://pbr.example/{token}/"


def invitation(programme: Programme, email: str = "ada@example.org", **changes: Any) -> Invitation:
    """A seat for the service users, offered to somebody who is new here."""
    given: dict[str, Any] = {
        "constituency": Seat.Constituency.SERVICE_USERS, "name": "Ada Bell", "by": builders.system(), "at": DAY,
    } | changes  # fmt: skip
    given.setdefault("from_date", given["at"].date())
    return invitations.invite(programme=programme, email=email, link=link, **given)


def meeting(programme: Programme, *, chair: Seat | None = None, at: datetime = DAY, **changes: Any) -> Meeting:
    """A meeting in two hours, called by the system and chaired by the chair of the body."""
    given: dict[str, Any] = {
        "starts_at": at + timedelta(hours=2),
        "place": "Town Hall, room 4",
        "by": builders.system(),
    }
    seat = chair or programme.seats.select_related("user").filter(is_chair=True)[0]
    return meetings.call(programme=programme, chair=seat, at=at, **(given | changes))


def meeting_over(programme: Programme, *, chair: Seat | None = None, at: datetime = DAY) -> Meeting:
    """A meeting that was opened and closed without a vote."""
    made = meeting(programme, chair=chair, at=at)
    meetings.open_meeting(meeting=made, by=made.chair.user, at=at)
    meetings.close(meeting=made, by=made.chair.user, at=at)
    return made


def meeting_item(programme: Programme, *, chair: Seat | None = None, at: datetime = DAY) -> AgendaItem:
    """Something to talk about at a meeting."""
    made = meeting(programme, chair=chair, at=at)
    return agenda.add_free(meeting=made, title="Letters", asked="May they be shorter?", by=builders.system(), at=at)


def written_vote(programme: Programme, finding: Finding, *, at: datetime = DAY, **changes: Any) -> WrittenVote:
    """A finding put to a written vote of a week by the chair."""
    given: dict[str, Any] = {
        "subject_kind": "finding", "subject_id": finding.pk, "resolution": "accept", "reason": "The figures hold.",
        "deadline": at + timedelta(days=7),
    }  # fmt: skip
    given["by"] = changes.pop("by", None) or programme.seats.select_related("user").get(is_chair=True).user
    return written_votes.open_vote(programme=programme, at=at, **(given | changes))
