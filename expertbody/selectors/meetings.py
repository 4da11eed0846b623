"""Meetings of the Expert Body: what comes, what was, who is there and whether they may vote."""

import dataclasses
from collections.abc import Collection, Iterable, Mapping
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from accounts.models import User
from expertbody import permissions
from expertbody.domain import quorum, votes
from expertbody.models import (
    AgendaItem,
    Attendance,
    BodyAction,
    Decision,
    Declaration,
    Interest,
    Meeting,
    MinutesApproval,
    MinutesNote,
    Motion,
    Seat,
    Vote,
)
from expertbody.models.meetings import MeetingQuerySet
from expertbody.selectors import decidable, overtaken, seats
from stages.models import Programme


def coming(programme: Programme) -> list[Meeting]:
    """Meetings that are not over, the next one first."""
    return list(_named(programme).not_over().order_by("starts_at", "number"))


def past(programme: Programme, text: str = "") -> QuerySet[Meeting]:
    """Meetings that were closed or cancelled, the latest first; with a text, those that dealt with it."""
    return _dealing_with(_named(programme).over(), text).order_by("-starts_at", "-number")


def found(programme: Programme, q: str = "", state: str = "") -> QuerySet[Meeting]:
    """Every meeting, or those that stand so, and those that dealt with the text."""
    every = _dealing_with(_named(programme), q)
    return every.standing(state) if state else every


def _dealing_with(found: MeetingQuerySet, text: str) -> MeetingQuerySet:
    if not text:
        return found
    match = Q(items__title__icontains=text) | Q(items__motion__wording__icontains=text)
    return found.filter(match | Q(place__icontains=text)).distinct()


def numbered(programme: Programme, number: int) -> Meeting | None:
    return _named(programme).filter(number=number).first()


def _named(programme: Programme) -> MeetingQuerySet:
    return Meeting.objects.filter(programme=programme).select_related(
        "programme", "chair__user", "closed_by", "cancelled_by", "called_by", "minutes_approval__approved_in"
    )


def item_of(meeting: Meeting, item_id: int) -> AgendaItem | None:
    return meeting.items.select_related("meeting__programme", "meeting__chair__user").filter(pk=item_id).first()


def rule(programme: Programme) -> quorum.Rule:
    """The rule of quorum that holds now."""
    found = programme.quorum_rules.order_by("-set_at", "-pk").first()
    if found is None:
        return quorum.Rule()
    return quorum.Rule(found.constituencies, found.needs_service_users, found.needs_half_of_the_seated)


def quorum_problem(meeting: Meeting, *, as_of: date, recused: Collection[int] = ()) -> str:
    """Why those who are present may not vote; empty when there is a quorum. The seats in `recused` do not count."""
    seated = {seat.pk: seat for seat in seats.seated(meeting.programme, as_of)}
    there = meeting.attendances.filter(state=Attendance.State.PRESENT).values_list("seat", flat=True)
    present = [seated[pk].constituency for pk in there if pk in seated and pk not in recused]
    return quorum.problem(present, seated=len(seated), rule=rule(meeting.programme))


def recused(item: AgendaItem) -> set[int]:
    """The seats of those who declared an interest in the item."""
    return set(item.declarations.values_list("seat", flat=True))


def vote_problem(item: AgendaItem, as_of: date) -> str:
    """Why nothing can be voted on about the item for want of a quorum; empty when there is one."""
    return quorum_problem(item.meeting, as_of=as_of, recused=recused(item))


def voters(item: AgendaItem, as_of: date) -> list[Seat]:
    """The members who vote on the item: present, of a running term, and without an interest in it."""
    there = item.meeting.attendances.filter(state=Attendance.State.PRESENT).values_list("seat", flat=True)
    wanted = set(there) - recused(item)
    return [seat for seat in seats.seated(item.meeting.programme, as_of) if seat.pk in wanted]


def later_open(meeting: Meeting) -> Meeting | None:
    """The later meeting that is open now, at which the minutes of this one can be approved."""
    found = meeting.programme.meetings.filter(number__gt=meeting.number, opened_at__isnull=False)
    return found.filter(closed_at__isnull=True).order_by("number").first()


def may_approve(user: User, meeting: Meeting, as_of: date) -> bool:
    """Whether the person may approve the minutes of this meeting now."""
    later = later_open(meeting)
    return later is not None and may_chair(user, later, as_of)


def may_chair(user: User, meeting: Meeting, as_of: date) -> bool:
    """Whether the person may open, run and close the meeting."""
    seat = seats.held_by(user, meeting.programme, as_of)
    allowed = seat is not None and (seat.is_chair or seat.pk == meeting.chair_id)
    return allowed and permissions.can(user, "body.decide", meeting.programme)


@dataclasses.dataclass(frozen=True)
class ItemShown:
    """An item as people read it: what is asked, where the paper is, who declared what, and how it was decided."""

    item: AgendaItem
    label: str
    url: str
    declarations: list[Declaration]
    motion: Motion | None
    votes: list[Vote]
    counts: str
    settled: overtaken.Settled | None = None

    @property
    def state(self) -> tuple[str, str]:
        if self.motion is None:
            return self._without_a_vote()
        return ("Carried", "green") if self.motion.is_carried else ("Not carried", "red")

    def _without_a_vote(self) -> tuple[str, str]:
        if self.item.meeting.is_over:
            return "No vote was taken", "grey"
        return ("Decided elsewhere", "blue") if self.settled else ("No vote yet", "grey")


def items(meeting: Meeting) -> list[ItemShown]:
    """The agenda in its order."""
    found = (
        meeting.items.select_related("meeting")
        .order_by("position", "pk")
        .prefetch_related("declarations__seat__user", "motion__votes__seat__user")
    )
    gone = {} if meeting.is_over else overtaken.since(meeting.programme, found)
    return [_shown(meeting, item, gone) for item in found]


def item_shown(item: AgendaItem) -> ItemShown:
    gone = {} if item.meeting.is_over else overtaken.since(item.meeting.programme, [item])
    return _shown(item.meeting, item, gone)


def _shown(meeting: Meeting, item: AgendaItem, gone: Mapping[int, overtaken.Settled]) -> ItemShown:
    matter = None
    if item.subject_id is not None:
        matter = decidable.matter(item.subject_kind, meeting.programme, item.subject_id)
    motion = getattr(item, "motion", None)
    cast = sorted(motion.votes.all(), key=lambda vote: vote.seat.user.name) if motion else []
    return ItemShown(
        item,
        matter.label if matter else "Item",
        matter.url if matter else "",
        list(item.declarations.all()),
        motion,
        cast,
        _counts(cast),
        None if motion else gone.get(item.pk),
    )


def _counts(cast: list[Vote]) -> str:
    given = [vote.cast for vote in cast]
    counted = votes.Votes(
        given.count(Vote.Cast.FOR), given.count(Vote.Cast.AGAINST), given.count(Vote.Cast.ABSTAINED)
    )  # fmt: skip
    words = f"{counted.in_favour} for, {counted.against} against, {counted.abstained} abstained"
    recused = given.count(Vote.Cast.RECUSED)
    return f"{words}, {recused} recused" if recused else words


@dataclasses.dataclass(frozen=True)
class Member:
    """A member and whether they came."""

    seat: Seat
    state: str
    colour: str

    @property
    def code(self) -> str:
        """How other systems call the state."""
        return self.state.lower().replace(" ", "_")


COLOURS = {Attendance.State.PRESENT: "green", Attendance.State.APOLOGIES: "yellow", Attendance.State.ABSENT: "grey"}


def attendance(meeting: Meeting) -> list[Member]:
    """Everybody who is a member on the day of the meeting, with whether they came; those without a word were absent."""
    kept = {one.seat_id: one for one in meeting.attendances.select_related("seat__user")}
    day = localdate(meeting.opened_at or meeting.starts_at)
    people = {seat.pk: seat for seat in seats.seated(meeting.programme, day)} | {
        pk: one.seat for pk, one in kept.items()
    }
    return [_member(seat, kept.get(pk), meeting) for pk, seat in people.items()]


def _member(seat: Seat, kept: Attendance | None, meeting: Meeting) -> Member:
    if kept is not None:
        return Member(seat, kept.get_state_display(), COLOURS[Attendance.State(kept.state)])
    return Member(seat, "Absent" if meeting.closed_at else "Not recorded", "grey")


def not_on_agenda(meeting: Meeting) -> list[decidable.Waiting]:
    """What waits for a decision and is not on the agenda yet."""
    listed = set(meeting.items.values_list("subject_kind", "subject_id"))
    return [one for one in decidable.waiting(meeting.programme) if (one.kind, one.subject_id) not in listed]


def register(programme: Programme) -> list[Interest]:
    """The register of interests as it stands and as it stood: present entries first, then those replaced."""
    found = Interest.objects.filter(seat__programme=programme).select_related("seat__user", "replaced_by")
    return sorted(found, key=lambda one: (hasattr(one, "replaced_by"), one.seat.user.name, -one.pk))


def interest_of(programme: Programme, interest_id: str, user: User) -> Interest | None:
    """An entry of the person's own that can still be changed."""
    if not interest_id.isdecimal() or len(interest_id) > 9:
        return None
    return (
        Interest.objects.filter(seat__programme=programme, seat__user=user, pk=int(interest_id), replaced_by=None)
        .select_related("seat")
        .first()
    )


def without_entry(programme: Programme, entries: Iterable[Interest], as_of: date) -> list[Seat]:
    """The members who have entered nothing in the register."""
    known = {one.seat.user_id for one in entries}
    return [seat for seat in seats.seated(programme, as_of) if seat.user_id not in known]


def came(meeting: Meeting) -> dict[int, str]:
    """What is recorded about each seat."""
    return dict(meeting.attendances.values_list("seat", "state"))


def to_approve(meeting: Meeting) -> list[Meeting]:
    """Earlier meetings whose minutes this one can approve."""
    if not meeting.is_open:
        return []
    earlier = _named(meeting.programme).filter(number__lt=meeting.number, closed_at__isnull=False)
    return list(earlier.filter(minutes_approval=None).order_by("number"))


@dataclasses.dataclass(frozen=True)
class Minutes:
    """What happened at a meeting, in the order of its agenda."""

    items: list[ItemShown]
    members: list[Member]
    actions: list[BodyAction]
    notes: list[MinutesNote]
    approved_here: list[MinutesApproval]
    approval: MinutesApproval | None


def minutes(meeting: Meeting) -> Minutes:
    """The minutes, drafted from the record; corrections stand beside it as notes."""
    decided = Decision.objects.filter(motion__item__meeting=meeting)
    return Minutes(
        items(meeting),
        attendance(meeting),
        list(BodyAction.objects.filter(decision__in=decided).select_related("owner", "decision").order_by("due_on")),
        list(meeting.minutes_notes.select_related("written_by").order_by("written_at")),
        list(meeting.approvals.select_related("meeting").order_by("meeting__number")),
        getattr(meeting, "minutes_approval", None),
    )
