"""The Expert Body of the routes into work meets: two meetings that are over, one to come, and interests on record."""

import dataclasses
from datetime import datetime, timedelta

from expertbody.actions import agenda, interests, minutes, motions
from expertbody.actions import meetings as actions
from expertbody.models import Meeting, Seat
from pbrmanager.demo.calendar import Calendar, moment
from pbrmanager.demo.cast import Cast
from stages.models import Programme

ROOM = "Northmere House, room 2, or by video"
INTERESTS = (
    ("seat-agent", "Employed by Harbour Pathways, which is paid for jobs under this contract.", 900),
    ("service-user", "Paid by the hour by Our Say Northmere, which the authority funds.", 600),
    ("chair", "Leads a study of work and health at the University of Northmere, paid for by a research council.", 400),
)
TO_COME = (
    ("Waiting times by segment and agent", "Read the analyst’s table. Which of the three agents should we ask first?"),
    ("Letters: what the first month showed", "Hear what people said about the shorter letters, and keep or change."),
)


@dataclasses.dataclass(frozen=True)
class Item:
    """What was put to the vote, and how each member voted, by the key of their part."""

    title: str
    asked: str
    wording: str
    why: str
    votes: dict[str, str]
    dissent: str = ""


LETTERS = Item(
    "Letters that people can read", "May the agents’ letters be one page long?",
    "Letters to people are one page long and say first what happens next.",
    "Two people who use the service read ten letters aloud. Nobody could say what was asked of them.",
    {"seat-commissioner": "for", "seat-agent": "abstained", "service-user": "for", "chair": "for"},
)  # fmt: skip
READERS = Item(
    "Thanks for those who rewrite letters", "Should people who help to rewrite letters be paid for it?",
    "People who rewrite letters with us are paid for their hours.",
    "They do skilled work, and the money for involvement is there.",
    {
        "seat-commissioner": "for", "seat-principal": "against", "seat-agent": "abstained", "service-user": "for",
        "chair": "for",
    },
    "The principal’s member: a voucher would be simpler to account for.",
)  # fmt: skip


def meet(cast: Cast, programme: Programme, calendar: Calendar) -> None:
    """Interests are entered; two meetings are held, the second of which approves the minutes of the first."""
    last = calendar.over[-1]
    for key, what, days in INTERESTS:
        at = last.after(7)
        interests.declare(
            programme=programme, what=what, from_date=(at - timedelta(days=days)).date(), by=cast[key], at=at
        )
    first = _held(cast, programme, last.after(9, hour=14), LETTERS)
    minutes.correct(
        meeting=first, text="The two people who read the letters aloud wish to be thanked by the minutes.",
        by=cast["service-user"], at=last.after(11),
    )  # fmt: skip
    _held(cast, programme, last.after(16, hour=14), READERS, approves=first)
    _to_come(cast, programme, last.after(17), moment(calendar.today + timedelta(days=9), hour=14))


def _held(cast: Cast, programme: Programme, at: datetime, item: Item, approves: Meeting | None = None) -> Meeting:
    """A meeting that took an hour and a half. Members who did not vote had sent apologies."""
    called, chair, of = at - timedelta(days=6), cast["chair"], _seats(cast, programme)
    meeting = _called(cast, programme, called, at)
    put = agenda.add_free(meeting=meeting, title=item.title, asked=item.asked, by=cast["commissioner"], at=called)
    actions.open_meeting(meeting=meeting, by=chair, at=at)
    came = {seat: "present" if key in item.votes else "apologies" for key, seat in of.items()}
    actions.attend(meeting=meeting, came=came, by=chair, at=at + timedelta(minutes=5))
    if approves:
        minutes.approve(meeting=approves, by=chair, at=at + timedelta(minutes=10))
    motions.put(
        item=put, wording=item.wording, rationale=item.why, dissent=item.dissent,
        cast={of[key]: vote for key, vote in item.votes.items()}, by=chair, at=at + timedelta(minutes=50),
    )  # fmt: skip
    actions.close(meeting=meeting, by=chair, at=at + timedelta(minutes=90))
    return meeting


def _to_come(cast: Cast, programme: Programme, at: datetime, starts_at: datetime) -> None:
    meeting = _called(cast, programme, at, starts_at)
    for title, asked in TO_COME:
        agenda.add_free(meeting=meeting, title=title, asked=asked, by=cast["commissioner"], at=at)


def _called(cast: Cast, programme: Programme, at: datetime, starts_at: datetime) -> Meeting:
    chair = _seats(cast, programme)["chair"]
    return actions.call(
        programme=programme, starts_at=starts_at, place=ROOM, chair=chair, by=cast["commissioner"], at=at
    )


def _seats(cast: Cast, programme: Programme) -> dict[str, Seat]:
    """Who sits, by the key of their part."""
    key_of = {user.pk: key for key, user in cast.users.items()}
    return {key_of[seat.user_id]: seat for seat in programme.seats.select_related("user", "programme")}
