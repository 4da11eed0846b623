"""Put a motion to the vote in a meeting: each member's vote by name, the result computed, the decision carried out."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from accounts.models import User
from expertbody.actions import decisions, meetings
from expertbody.domain import votes as rules
from expertbody.models import AgendaItem, Attendance, Decision, Meeting, Motion, Seat, Vote
from expertbody.selectors import decidable, overtaken, seats
from expertbody.selectors import meetings as meetings_selector
from stages.actions import visits


class VoteRefused(meetings.MeetingRefused):
    """The vote cannot be taken like this."""


@transaction.atomic
def put(
    *,
    item: AgendaItem,
    resolution: str = "",
    wording: str = "",
    rationale: str,
    dissent: str = "",
    cast: Mapping[Seat, str],
    supersedes: int | None = None,
    supersedes_because: str = "",
    by: User,
    at: datetime,
) -> Motion:
    """Take the vote on an item, with one vote for every member who is present and not recused.

    Without a quorum nothing is voted on; nor on a matter that was decided elsewhere since, but to supersede that. A
    motion that is carried on a matter that waits becomes a decision, carried out in the same transaction; one that is
    not leaves the matter waiting. An item is voted on once.
    """
    programme = item.meeting.programme
    meetings.require_chairs(item.meeting, by=by, at=at)
    visits.lock(programme)
    meeting = meetings.lock(item.meeting)
    _refuse_item(meeting, item, again=supersedes is not None)
    wording = _wording(item, resolution, wording)
    if not rationale.strip():
        raise VoteRefused("Enter the reason for the motion.")
    recused = meetings_selector.recused(item)
    seated = {seat.pk: seat for seat in seats.seated(programme, localdate(at))}
    _refuse_members(meeting, seated, recused, cast)
    stood_back = recused | {seat.pk for seat, vote in cast.items() if vote == Vote.Cast.RECUSED}
    if lacking := meetings_selector.quorum_problem(meeting, as_of=localdate(at), recused=stood_back):
        raise VoteRefused(lacking)
    counted = _count(cast)
    is_carried = not rules.problem(counted, seated=len(seated))
    decision = None
    if is_carried and item.subject_id is not None:
        decision = decisions.record(
            programme=programme, subject_kind=item.subject_kind, subject_id=item.subject_id, resolution=resolution,
            rationale=rationale, dissent=dissent, votes_for=counted.in_favour, votes_against=counted.against,
            abstentions=counted.abstained, supersedes=supersedes, supersedes_because=supersedes_because, by=by, at=at,
        )  # fmt: skip
    made = Motion.objects.create(
        item=item, wording=wording, rationale=rationale.strip(), dissent=dissent.strip(), is_carried=is_carried,
        decision=decision, put_by=by, put_at=at,
    )  # fmt: skip
    _keep(made, item, recused, cast)
    meetings.record("vote", meeting, by, at, _after(item, made, counted, decision))
    return made


def _refuse_item(meeting: Meeting, item: AgendaItem, *, again: bool) -> None:
    if not meeting.is_open:
        raise VoteRefused("The meeting is not open. Open it before you put anything to the vote.")
    if Motion.objects.filter(item=item).exists():
        raise VoteRefused(
            "This item has been voted on already, and the vote stands. Put it on the agenda of another meeting."
        )
    gone = overtaken.since(meeting.programme, [item])
    if item.pk in gone and not again:
        raise VoteRefused(gone[item.pk].sentence)


def _wording(item: AgendaItem, resolution: str, wording: str) -> str:
    if not item.is_decidable:
        if not wording.strip():
            raise VoteRefused("Enter the wording of the motion.")
        return wording.strip()
    found = decidable.resolution(item.subject_kind, resolution)
    if found is None:
        raise VoteRefused("Select what the motion asks the Expert Body to do.")
    return found.label


def _refuse_members(meeting: Meeting, seated: Mapping[int, Seat], recused: set[int], cast: Mapping[Seat, str]) -> None:
    """Only members who are present, whose term is running and who declared no interest vote; and all of them do."""
    present = set(
        meeting.attendances.filter(state=Attendance.State.PRESENT, seat__in=seated).values_list("seat", flat=True)
    )
    for seat, vote in cast.items():
        if seat.pk not in seated:
            raise VoteRefused(f"The term of {seat.user} is not running, so they cannot vote. Leave their vote out.")
        if seat.pk in recused and vote != Vote.Cast.RECUSED:
            raise VoteRefused(f"{seat.user} declared an interest in this item and is recused. Leave their vote out.")
        if seat.pk not in present:
            raise VoteRefused(f"{seat.user} is not present. Record that they came, or leave their vote out.")
    voted = {seat.pk for seat in cast} | recused
    missing = sorted(seated[pk].user.name for pk in present - voted)
    if missing:
        raise VoteRefused(f"Enter the vote of {', '.join(missing)}.")


def _count(cast: Mapping[Seat, str]) -> rules.Votes:
    given = list(cast.values())
    return rules.Votes(
        given.count(Vote.Cast.FOR), given.count(Vote.Cast.AGAINST), given.count(Vote.Cast.ABSTAINED)
    )  # fmt: skip


def _keep(motion: Motion, item: AgendaItem, recused: set[int], cast: Mapping[Seat, str]) -> None:
    given = {seat.pk: Vote.Cast(vote) for seat, vote in cast.items()} | dict.fromkeys(recused, Vote.Cast.RECUSED)
    for seat, vote in given.items():
        Vote.objects.create(motion=motion, seat_id=seat, cast=vote)


def _after(item: AgendaItem, motion: Motion, counted: rules.Votes, decision: Decision | None) -> dict[str, object]:
    return {
        "item": item.title,
        "motion": motion.wording,
        "carried": motion.is_carried,
        "votes": [counted.in_favour, counted.against, counted.abstained],
        "decision": decision.number if decision else None,
    }
