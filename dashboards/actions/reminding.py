"""Reminds people of what waits for them, and tells somebody else when it has waited for long."""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.models import Role, User
from dashboards.selectors import viewer, work
from dashboards.selectors.viewer import Viewer
from dashboards.selectors.waiting import Matter
from expertbody.models import Seat
from govuk import formats
from notifications.actions import notices
from notifications.actions.notices import News
from notifications.domain import channels
from stages.models import Membership, Programme

WORDS = {
    channels.SOON: "due {day}", channels.TODAY: "due today", channels.OVERDUE: "was due {day}",
    channels.IGNORED: "was due {day}",
}  # fmt: skip


def remind(*, at: datetime) -> int:
    """Tell everybody who holds a role what is due within three days, due today or overdue, once each.

    What has waited for seven days after its day is told to the chair where a member of the Expert Body or a
    commissioner has let it wait, and otherwise to the commissioners. Runs each night; a second run tells nothing
    twice. Returns how many notices were new.
    """
    people = User.objects.filter(is_active=True, is_machine=False, is_system=False)
    holding = people.filter(pk__in=Membership.objects.values("user")).order_by("pk")
    return sum(_remind(user, localdate(at), at) for user in holding)


@transaction.atomic
def _remind(user: User, today: date, at: datetime) -> int:
    looking = viewer.look(user, today)
    news: list[News] = []
    for matter in work.waiting_for(looking).matters:
        stage = channels.reminders(matter.by_date, today) if matter.by_date else ""
        if not stage or not matter.url:
            continue
        news.append(_reminder(user, matter, stage))
        if stage == channels.IGNORED:
            news += _escalations(looking, matter)
    return notices.tell(news, at=at) if news else 0


def _key(matter: Matter, stage: str) -> str:
    """The same matter with the same day is told once a stage, whatever it is called meanwhile."""
    said = stage if stage != channels.IGNORED else channels.OVERDUE
    return f"due {hashlib.sha256(f'{matter.key} {matter.by_date} {said}'.encode()).hexdigest()}"


def _when(matter: Matter, stage: str) -> str:
    assert matter.by_date is not None
    day = formats.uk_date(matter.by_date)
    if matter.happens:
        return "today" if stage == channels.TODAY else f"on {day}"
    return WORDS[stage].format(day=day)


def _said(matter: Matter, stage: str) -> str:
    """What it is and when: “Sample to check, due 4 May 2026”, “Term ends on 4 May 2026”, “Meeting today”.

    A question keeps its mark and no comma follows.
    """
    when = _when(matter, stage)
    if matter.happens:
        return matter.kind if matter.kind.endswith(when) else f"{matter.kind} {when}"
    return f"{matter.kind} {when[0].upper()}{when[1:]}" if matter.kind.endswith("?") else f"{matter.kind}, {when}"


def _reminder(user: User, matter: Matter, stage: str) -> News:
    said = _said(matter, stage)
    return News(
        user.pk, channels.REMINDER, _key(matter, stage), f"{said}: {matter.title}", f"{said}, {matter.programme}",
        matter.programme, matter.url,
    )  # fmt: skip


def _escalations(looking: Viewer, matter: Matter) -> Iterable[News]:
    """For those who can see to it. What the matter is about stays with those who may read it."""
    programme = _programme(looking, matter)
    if programme is None:
        return
    said = f"{_said(matter, channels.IGNORED)}, still waits for somebody else"
    for user in _those_who_see_to_it(looking, programme):
        yield News(
            user, channels.ESCALATION, f"ignored {_key(matter, channels.IGNORED)}", said,
            f"{said}, {matter.programme}", matter.programme,
            reverse("dashboards:programme_detail", args=[programme.slug]),
        )  # fmt: skip


def _programme(looking: Viewer, matter: Matter) -> Programme | None:
    """The programme whose page the matter leads to."""
    parts = matter.url.split("/")
    slug = parts[2] if len(parts) > 2 and parts[1] == "programmes" else ""
    return Programme.objects.filter(pk__in=looking.programmes(), slug=slug).first()


def _those_who_see_to_it(looking: Viewer, programme: Programme) -> set[int]:
    """The chair, if a member of the body or a commissioner lets it wait; otherwise, and where nobody else chairs, the
    commissioners. Nobody sees to what they let wait themself."""
    if programme.pk in looking.seated_in or Role.COMMISSIONER in looking.roles[programme.pk]:
        chairs = Seat.objects.held_on(looking.today).filter(programme=programme, is_chair=True)
        if others := set(chairs.values_list("user", flat=True)) - {looking.user.pk}:
            return others
    commissioners = Membership.objects.filter(programme=programme, role=Role.COMMISSIONER, user__is_active=True)
    return set(commissioners.values_list("user", flat=True)) - {looking.user.pk}
