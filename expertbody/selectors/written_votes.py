"""Written votes of the Expert Body: which are open, who has voted, and how they ended."""

import dataclasses
from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Model, Q, QuerySet
from django.utils.timezone import localdate

from accounts.models import User
from expertbody import permissions
from expertbody.models import Seat, WrittenBallot, WrittenVote
from expertbody.selectors import decidable, seats
from stages.models import Programme


def search(programme: Programme, text: str = "") -> QuerySet[WrittenVote]:
    """The written votes of a programme: open ones first, then the latest; with a text, those that speak of it."""
    found = programme.written_votes.select_related("programme", "decision").order_by("-closed_at", "-number")
    return found.filter(Q(wording__icontains=text) | Q(reason__icontains=text)) if text else found


def numbered(programme: Programme, number: int) -> WrittenVote | None:
    return (
        programme.written_votes.select_related("programme", "opened_by", "closed_by", "decision")
        .filter(number=number)
        .first()
    )


def open_everywhere() -> list[WrittenVote]:
    return list(WrittenVote.objects.open().select_related("programme").order_by("pk"))


def may_open(user: User, programme: Programme, as_of: date) -> bool:
    """Whether the person may open a written vote: the chair or, while there is none, any member."""
    if seats.held_by(user, programme, as_of) is None or not permissions.can(user, "body.decide", programme):
        return False
    chair = seats.chair(programme, as_of)
    return chair is None or chair.user_id == user.pk


def may_decide(user: User, programme: Programme, as_of: date) -> bool:
    return seats.held_by(user, programme, as_of) is not None and permissions.can(user, "body.decide", programme)


def waits(programme: Programme, kind: str, subject_id: int) -> Model | None:
    """The record of a matter, if it still waits for a decision."""
    return next((one for one in decidable.records_waiting(kind, programme) if one.pk == subject_id), None)


def ballots(written_vote: WrittenVote) -> list[WrittenBallot]:
    """The votes of the members, by name."""
    return list(written_vote.ballots.select_related("seat__user").order_by("seat__user__name", "pk"))


def still_to_vote(written_vote: WrittenVote, as_of: date) -> list[Seat]:
    """The members of the day who have neither voted nor stood back."""
    voted = set(written_vote.ballots.values_list("seat__user", flat=True))
    return [seat for seat in seats.seated(written_vote.programme, as_of) if seat.user_id not in voted]


def is_overtaken(written_vote: WrittenVote) -> bool:
    """Whether the matter of an open vote no longer waits."""
    if written_vote.closed_at is not None:
        return False
    return waits(written_vote.programme, written_vote.subject_kind, written_vote.subject_id) is None


def can_close(written_vote: WrittenVote, at: datetime) -> bool:
    """Whether the vote is over, but for being closed."""
    if written_vote.closed_at is not None:
        return False
    return at > written_vote.deadline or is_overtaken(written_vote) or not still_to_vote(written_vote, localdate(at))


@dataclasses.dataclass(frozen=True)
class Shown:
    """A written vote with the matter that it is about, in words."""

    vote: WrittenVote
    matter: str
    label: str
    url: str


def shown(found: Iterable[WrittenVote]) -> list[Shown]:
    return [_shown(one) for one in found]


def _shown(one: WrittenVote) -> Shown:
    matter = decidable.matter(one.subject_kind, one.programme, one.subject_id)
    return Shown(one, matter.title, matter.label, matter.url) if matter else Shown(one, one.wording, "Matter", "")


@dataclasses.dataclass(frozen=True)
class Page:
    """A written vote as a person sees it. How others voted is told when it has closed."""

    shown: Shown
    mine: WrittenBallot | None
    may_vote: bool
    may_close: bool
    overtaken: bool
    voted: int
    missing: list[Seat]
    ballots: list[WrittenBallot]


def page(written_vote: WrittenVote, user: User, at: datetime) -> Page:
    """What the person sees and may do at the moment."""
    cast, today = ballots(written_vote), localdate(at)
    mine = next((one for one in cast if one.seat.user_id == user.pk), None)
    member = may_decide(user, written_vote.programme, today)
    is_open, overtaken = written_vote.closed_at is None, is_overtaken(written_vote)
    takes_votes = is_open and not overtaken and at <= written_vote.deadline
    return Page(
        _shown(written_vote),
        mine,
        member and takes_votes and mine is None,
        member and can_close(written_vote, at),
        overtaken,
        len(cast),
        still_to_vote(written_vote, today) if is_open else [],
        [] if is_open else cast,
    )


def to_open(programme: Programme) -> list[decidable.Waiting]:
    """The matters that wait and are not being voted on in writing."""
    taken = set(programme.written_votes.open().values_list("subject_kind", "subject_id"))
    return [one for one in decidable.waiting(programme) if (one.kind, one.subject_id) not in taken]
