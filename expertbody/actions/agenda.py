"""The agenda of a meeting, and the interests that members declare in its items."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from accounts.actions import audit
from accounts.models import User
from expertbody import permissions
from expertbody.actions import meetings
from expertbody.models import AgendaItem, Declaration, Meeting, Motion
from expertbody.selectors import decidable


@transaction.atomic
def add_matters(*, meeting: Meeting, matters: Iterable[tuple[str, int]], by: User, at: datetime) -> list[AgendaItem]:
    """Put matters that wait for a decision on the agenda, each once."""
    permissions.require(by, "meeting.call", meeting.programme)
    held = meetings.lock(meeting)
    wanted = set(matters)
    found = [one for one in decidable.waiting(held.programme) if (one.kind, one.subject_id) in wanted]
    if not found:
        raise meetings.MeetingRefused("Select at least one matter that waits for a decision.")
    listed = set(held.items.values_list("subject_kind", "subject_id"))
    return [
        _add(held, one.title, one.summary, one.kind, one.subject_id, by, at)
        for one in found
        if (one.kind, one.subject_id) not in listed
    ]


@transaction.atomic
def add_free(*, meeting: Meeting, title: str, asked: str, by: User, at: datetime) -> AgendaItem:
    """Put something on the agenda in the members' own words."""
    permissions.require(by, "meeting.call", meeting.programme)
    held = meetings.lock(meeting)
    if not title.strip():
        raise meetings.MeetingRefused("Enter the title of the item.")
    return _add(held, title.strip(), asked.strip(), "", None, by, at)


def _add(
    meeting: Meeting, title: str, asked: str, kind: str, subject_id: int | None, by: User, at: datetime
) -> AgendaItem:
    last = meeting.items.aggregate(last=Max("position"))["last"] or 0
    made = AgendaItem.objects.create(
        meeting=meeting, position=last + 1, title=title[:300], asked=asked, subject_kind=kind, subject_id=subject_id
    )
    meetings.record("add_item", meeting, by, at, {"item": made.title})
    return made


@transaction.atomic
def move_up(*, item: AgendaItem, by: User, at: datetime) -> None:
    """Take an item before the one above it."""
    permissions.require(by, "meeting.call", item.meeting.programme)
    held = meetings.lock(item.meeting)
    order = list(held.items.order_by("position", "pk"))
    index = next((index for index, one in enumerate(order) if one.pk == item.pk), 0)
    if index == 0:
        return
    order[index - 1], order[index] = order[index], order[index - 1]
    for position, one in enumerate(order, start=1):
        if one.position != position:
            one.position = position
            one.save(update_fields=["position"])
    meetings.record("move_item", held, by, at, {"item": item.title})


@transaction.atomic
def take_off(*, item: AgendaItem, by: User, at: datetime) -> None:
    """Take an item off the agenda, as long as nobody voted on it or declared an interest in it."""
    permissions.require(by, "meeting.call", item.meeting.programme)
    held = meetings.lock(item.meeting)
    if Motion.objects.filter(item=item).exists() or item.declarations.exists():
        raise meetings.MeetingRefused("Something has been declared or decided on this item, so it stays on the agenda.")
    title = item.title
    held.items.filter(pk=item.pk).delete()
    meetings.record("take_off_item", held, by, at, {"item": title})


@transaction.atomic
def declare(*, item: AgendaItem, interest: str, by: User, at: datetime) -> Declaration:
    """Declare one's own interest in an item: the member takes no part in its vote and does not count to its quorum."""
    seat = meetings.require_seat(item.meeting.programme, by=by, at=at)
    held = meetings.lock(item.meeting)
    if Motion.objects.filter(item=item).exists():
        raise meetings.MeetingRefused("The vote on this item has been taken, so an interest comes too late for it.")
    if not interest.strip():
        raise meetings.MeetingRefused("Enter what your interest is.")
    if item.declarations.filter(seat=seat).exists():
        raise meetings.MeetingRefused("You have declared an interest in this item already.")
    made = Declaration.objects.create(item=item, seat=seat, interest=interest.strip(), declared_at=at)
    audit.record(
        by=by, at=at, action="expertbody.declaration.declare", programme=held.programme.slug, subject=made,
        after={"item": item.title, "interest": made.interest},
    )  # fmt: skip
    return made
