"""Telling the chair by mail that a criterion of a closed stage no longer holds, so that the stage can be questioned."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils.timezone import localdate

from accounts.models import User
from expertbody.models import FallNotice
from expertbody.selectors import seats
from stages.actions import visits
from stages.models import CriterionFall, Programme


def tell(*, at: datetime) -> int:
    """Mail the chair of each programme what fell and is questioned by no finding yet, once a fall. How many mails.

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
        _mail(programme, seat.user, untold)
    return bool(untold)


def _mail(programme: Programme, chair: User, fallen: Sequence[CriterionFall]) -> None:
    listed = "\n".join(f"Stage {fall.visit.stage}: {fall.rule} {fall.says_now}" for fall in fallen)
    body = (
        f"In the programme “{programme.name}” this held when a stage was closed, and does not hold now:\n\n{listed}\n\n"
        "Sign in and compare what it said then with what it says now; it is on the page “Your work”. If the stage "
        "should be questioned, raise a finding there: it then waits for a decision of the Expert Body.\n\nPbR Manager\n"
    )

    def send() -> None:
        send_mail("PbR Manager: a closed stage to question", body, settings.DEFAULT_FROM_EMAIL, [chair.email])

    transaction.on_commit(send, robust=True)
