"""Telling the chair that a criterion of a closed stage no longer holds, so that the stage can be questioned."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.models import User
from expertbody.models import FallNotice
from expertbody.selectors import seats
from notifications.actions import notices
from notifications.actions.notices import News
from notifications.domain import channels
from stages.actions import visits
from stages.models import CriterionFall, Programme


def tell(*, at: datetime) -> int:
    """Tell the chair of each programme what fell and is questioned by no finding yet, once a fall. How many notices.

    Runs each night after the closed stages were looked at. Where nobody chairs, it waits until somebody does; the
    matter stands meanwhile on the page “Your work” of the commissioner and of every member.
    """
    untold = (
        CriterionFall.objects.standing().filter(finding__isnull=True).exclude(pk__in=FallNotice.objects.values("fall"))
    )
    programmes = Programme.objects.filter(pk__in=untold.values("visit__programme")).order_by("pk")
    return sum(_tell_once(programme, at) for programme in programmes)


@transaction.atomic
def _tell_once(programme: Programme, at: datetime) -> bool:
    visits.lock(programme)
    seat = seats.chair(programme, localdate(at))
    if seat is None:
        return False
    found = CriterionFall.objects.standing().filter(visit__programme=programme, finding__isnull=True)
    untold = list(
        found.exclude(pk__in=FallNotice.objects.values("fall")).select_related("visit").order_by("visit__stage", "pk")
    )
    for fall in untold:
        FallNotice.objects.create(fall=fall, told=seat.user, sent_at=at)
    if untold:
        notices.tell([_news(programme, seat.user, untold)], at=at)
    return bool(untold)


def _news(programme: Programme, chair: User, fallen: Sequence[CriterionFall]) -> News:
    """One that fell, with what it says now, or how many: the page of decisions lists them."""
    first = fallen[0]
    if len(fallen) == 1:
        brief = f"A criterion of stage {first.visit.stage} held when it was closed, and does not hold now"
        title, path = (
            f"Stage {first.visit.stage} held this when it was closed, and does not now: {first}",
            first.get_absolute_url(),
        )
    else:
        brief = title = f"{len(fallen)} criteria held when their stages were closed, and do not hold now"
        path = reverse("expertbody:decision_list", args=[programme.slug])
    key = "fallen " + " ".join(str(fall.pk) for fall in fallen)
    return News(chair.pk, channels.CRITERION_FELL, key, title, f"{brief}, {programme.name}", programme.name, path)
