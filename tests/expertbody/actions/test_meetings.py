import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from accounts.errors import Forbidden, Refused
from accounts.models import AuditEntry, Role, User
from expertbody.actions import agenda, interests, meetings, minutes, motions, seats
from expertbody.models import AgendaItem, Decision, Interest, Meeting, Motion, Seat, Vote
from expertbody.selectors import meetings as meetings_selector
from stages.models import FindingReply, Programme
from tests import builders
from tests.expertbody import bodies

DAY = bodies.DAY
HELD = DAY + timedelta(hours=2)
ALL = {"commissioner": "for", "principal": "for", "agent": "against", "service_users": "for", "academics": "abstained"}


@pytest.fixture
def programme(db: None) -> Programme:
    made = builders.programme_at_stage(5)
    builders.body(made)
    return made


def members(programme: Programme) -> dict[str, Seat]:
    return {seat.constituency: seat for seat in programme.seats.select_related("user", "programme")}


def chair(programme: Programme) -> User:
    return members(programme)["academics"].user


def opened(programme: Programme, *, absent: tuple[str, ...] = ()) -> Meeting:
    """A meeting that is open, to which everybody came but those."""
    meeting = bodies.meeting(programme)
    meetings.open_meeting(meeting=meeting, by=chair(programme), at=HELD)
    came = {seat: "apologies" if name in absent else "present" for name, seat in members(programme).items()}
    meetings.attend(meeting=meeting, came=came, by=chair(programme), at=HELD)
    return meeting


def on_agenda(meeting: Meeting) -> AgendaItem:
    """A finding that waits, on the agenda."""
    matter = ("finding", builders.finding(meeting.programme).pk)
    (item,) = agenda.add_matters(meeting=meeting, matters=[matter], by=builders.system(), at=HELD)
    return item


def vote(item: AgendaItem, cast: dict[str, str], **changes: Any) -> Motion:
    programme = item.meeting.programme
    of = members(programme)
    given: dict[str, Any] = {
        "resolution": "accept", "rationale": "The figures hold.", "by": chair(programme), "at": HELD,
        "cast": {of[name]: vote for name, vote in cast.items()},
    }  # fmt: skip
    return motions.put(item=item, **(given | changes))


def without(name: str) -> dict[str, str]:
    return {one: given for one, given in ALL.items() if one != name}


def test_a_meeting_is_called_numbered_and_audited(programme: Programme) -> None:
    first, second = bodies.meeting(programme), bodies.meeting(programme)
    assert (first.number, second.number) == (1, 2)
    assert AuditEntry.objects.filter(action="expertbody.meeting.call").count() == 2


def test_only_those_who_lead_call_meetings_and_only_its_chair_runs_one(programme: Programme) -> None:
    with pytest.raises(Forbidden):
        bodies.meeting(programme, by=builders.member(programme, Role.ANALYST))
    meeting = bodies.meeting(programme)
    with pytest.raises(Forbidden, match="Only the chair"):
        meetings.open_meeting(meeting=meeting, by=members(programme)["agent"].user, at=HELD)
    assert not Meeting.objects.get(pk=meeting.pk).is_open


@pytest.mark.parametrize(
    ("changes", "message"),
    [({"starts_at": DAY - timedelta(days=1)}, "still to come"), ({"place": " "}, "Enter the place")],
)
def test_a_meeting_that_cannot_be_is_refused(programme: Programme, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(meetings.MeetingRefused, match=message):
        bodies.meeting(programme, **changes)


def test_the_agenda_holds_what_waits_in_an_order_that_can_be_changed(programme: Programme) -> None:
    meeting = bodies.meeting(programme)
    item = on_agenda(meeting)
    free = agenda.add_free(meeting=meeting, title="Letters", asked="", by=builders.system(), at=DAY)
    agenda.move_up(item=free, by=builders.system(), at=DAY)
    assert [shown.item.title for shown in meetings_selector.items(meeting)] == ["Letters", item.title]
    agenda.take_off(item=free, by=builders.system(), at=DAY)
    assert meeting.items.count() == 1
    assert not meetings_selector.not_on_agenda(meeting)


def test_a_carried_motion_becomes_a_decision_with_the_counts_of_its_votes(programme: Programme) -> None:
    made = vote(on_agenda(opened(programme)), ALL, dissent="Too early.")
    decision = made.decision
    assert decision is not None
    assert (decision.votes_for, decision.votes_against, decision.abstentions) == (3, 1, 1)
    assert decision.dissent == "Too early."
    assert made.votes.get(seat=members(programme)["agent"]).cast == Vote.Cast.AGAINST
    assert FindingReply.objects.get().kind == FindingReply.Kind.ACCEPTED
    assert AuditEntry.objects.get(action="expertbody.meeting.vote").after["decision"] == 1


def test_a_motion_that_is_not_carried_leaves_the_matter_waiting(programme: Programme) -> None:
    made = vote(on_agenda(opened(programme)), ALL | {"principal": "against", "academics": "against"})
    assert not made.is_carried
    assert Decision.objects.count() == 0
    assert len(meetings_selector.not_on_agenda(bodies.meeting(programme))) == 1


def test_nothing_is_voted_on_without_a_quorum_which_the_programme_sets(programme: Programme) -> None:
    meeting = opened(programme, absent=("service_users",))
    cast = without("service_users")
    with pytest.raises(motions.VoteRefused, match=r"There is no quorum.*Nobody is present for the service users"):
        vote(on_agenda(meeting), cast)
    assert Motion.objects.count() == 0
    rule: dict[str, Any] = {
        "programme": programme, "constituencies": 4, "needs_service_users": False, "needs_half_of_the_seated": True,
        "by": builders.system(), "at": HELD,
    }  # fmt: skip
    with pytest.raises(meetings.MeetingRefused, match="A meeting is open"):
        meetings.set_quorum(**rule)
    meetings.close(meeting=meeting, by=chair(programme), at=HELD)
    meetings.set_quorum(**rule)
    assert vote(on_agenda(opened(programme, absent=("service_users",))), cast).is_carried


def test_a_member_with_an_interest_is_recused_and_does_not_count(programme: Programme) -> None:
    meeting = opened(programme, absent=("principal", "academics"))
    item, of = on_agenda(meeting), members(programme)
    agenda.declare(item=item, interest="We deliver it.", by=of["agent"].user, at=HELD)
    cast = {"commissioner": "for", "service_users": "for"}
    with pytest.raises(motions.VoteRefused, match="declared an interest in this item and is recused"):
        vote(item, cast | {"agent": "for"})
    with pytest.raises(motions.VoteRefused, match="no quorum"):
        vote(item, cast)
    meetings.attend(meeting=meeting, came={of["principal"]: "present"}, by=chair(programme), at=HELD)
    made = vote(item, cast | {"principal": "for"})
    assert made.votes.get(seat=of["agent"]).cast == Vote.Cast.RECUSED
    assert made.decision is not None
    assert made.decision.votes_for == 3


def test_a_member_whose_term_has_ended_does_not_vote(programme: Programme) -> None:
    item, later = on_agenda(opened(programme)), HELD + timedelta(days=1)
    seat = members(programme)["agent"]
    seats.end(seat=seat, on=HELD.date(), because="Left.", by=builders.system(), at=HELD)
    with pytest.raises(motions.VoteRefused, match=r"The term of .* is not running, so they cannot vote"):
        vote(item, ALL, at=later)
    assert vote(item, without("agent"), at=later).is_carried


def test_an_item_is_voted_on_once(programme: Programme) -> None:
    item = on_agenda(opened(programme))
    vote(item, ALL)
    with pytest.raises(motions.VoteRefused, match="has been voted on already"):
        vote(item, ALL)
    assert Motion.objects.count() == 1


@pytest.mark.parametrize(
    ("cast", "message"),
    [(without("agent") | {"principal": "for"}, "is not present"), ({"agent": "for"}, "Enter the vote of")],
)
def test_all_who_are_present_vote_and_nobody_else(programme: Programme, cast: dict[str, str], message: str) -> None:
    with pytest.raises(motions.VoteRefused, match=message):
        vote(on_agenda(opened(programme, absent=("principal",))), cast)


def test_what_the_members_settle_in_their_own_words_is_kept_with_its_votes(programme: Programme) -> None:
    item = agenda.add_free(meeting=opened(programme), title="Letters", asked="", by=builders.system(), at=HELD)
    with pytest.raises(motions.VoteRefused, match="Enter the wording"):
        vote(item, ALL)
    made = vote(item, ALL, wording="Letters are one page long.")
    assert (made.is_carried, made.decision) == (True, None)


def test_nothing_is_voted_on_before_the_meeting_opens_or_after_it_closed(programme: Programme) -> None:
    meeting = bodies.meeting(programme)
    item = on_agenda(meeting)
    with pytest.raises(motions.VoteRefused, match="not open"):
        vote(item, ALL)
    meetings.open_meeting(meeting=meeting, by=chair(programme), at=HELD)
    meetings.close(meeting=meeting, by=chair(programme), at=HELD)
    with pytest.raises(meetings.MeetingClosed, match="closed this meeting on"):
        vote(item, ALL)
    with pytest.raises(meetings.MeetingClosed):
        agenda.add_free(meeting=meeting, title="More", asked="", by=builders.system(), at=HELD)


def test_minutes_are_corrected_by_notes_and_approved_once_at_a_later_meeting(programme: Programme) -> None:
    first = opened(programme)
    with pytest.raises(minutes.MinutesRefused, match="not over"):
        minutes.correct(meeting=first, text="A word.", by=chair(programme), at=HELD)
    meetings.close(meeting=first, by=chair(programme), at=HELD)
    minutes.correct(meeting=first, text="The agent came late.", by=members(programme)["agent"].user, at=HELD)
    with pytest.raises(minutes.MinutesRefused, match="Open the next meeting first"):
        minutes.approve(meeting=first, by=chair(programme), at=HELD)
    second = opened(programme)
    assert minutes.approve(meeting=first, by=chair(programme), at=HELD).approved_in == second
    assert [note.text for note in meetings_selector.minutes(first).notes] == ["The agent came late."]
    with pytest.raises(minutes.MinutesRefused, match="already"):
        minutes.approve(meeting=first, by=chair(programme), at=HELD)
    with pytest.raises(minutes.MinutesRefused, match="have been approved"):
        minutes.correct(meeting=first, text="One more.", by=chair(programme), at=HELD)


def test_the_register_keeps_what_it_said_before(programme: Programme) -> None:
    day = DAY.date()
    given: dict[str, Any] = {
        "programme": programme,
        "from_date": day,
        "by": members(programme)["agent"].user,
        "at": DAY,
    }
    first = interests.declare(what="Employed by Northway.", **given)
    interests.declare(what="Employed by Northway.", until_date=day, replaces=first, **given)
    assert Interest.objects.count() == 2
    with pytest.raises(interests.InterestRefused, match="changed already"):
        interests.declare(what="Other", replaces=first, **given)
    with pytest.raises(interests.InterestRefused, match="what the interest is"):
        interests.declare(what=" ", **given)
    with pytest.raises(Forbidden):
        interests.declare(what="X", **(given | {"by": builders.member(programme, Role.ANALYST)}))
    assert AuditEntry.objects.filter(action="expertbody.interest.declare").count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_chairs_who_close_one_meeting_one_wins_and_the_other_is_told() -> None:
    programme = builders.programme_at_stage(5)
    builders.body(programme)
    of = members(programme)
    meeting = bodies.meeting(programme, chair=of["commissioner"])
    meetings.open_meeting(meeting=meeting, by=chair(programme), at=HELD)
    together = threading.Barrier(2)
    said: list[str] = []

    def close_now(person: User) -> None:
        try:
            together.wait()
            meetings.close(meeting=meeting, by=person, at=HELD)
            said.append("closed")
        except Refused as refusal:
            said.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=close_now, args=[of[name].user]) for name in ("commissioner", "academics")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["MeetingClosed", "closed"]
    assert AuditEntry.objects.filter(action="expertbody.meeting.close").count() == 1
