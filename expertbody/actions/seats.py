"""Seat people on the Expert Body and end their terms."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate

from accounts.actions import audit, people
from accounts.errors import Refused
from accounts.models import Organisation, Role, User
from accounts.selectors import users
from expertbody import permissions
from expertbody.models import Seat
from expertbody.selectors import seats
from stages import permissions as stage_permissions
from stages.actions import memberships, visits
from stages.models import Membership, Programme

JOB = "expert-body"


class SeatRefused(Refused):
    """The seat cannot be given or ended as asked."""


@transaction.atomic
def seat(
    *,
    programme: Programme,
    constituency: str,
    user: User,
    organisation: Organisation | None = None,
    from_date: date,
    until_date: date | None = None,
    is_chair: bool = False,
    by: User,
    at: datetime,
) -> Seat:
    """Seat a person for a constituency, from the first to the last day of the term, both included.

    They become a member of the programme as an Expert Body member. A person holds one seat at a time, and there is
    one chair at a time.
    """
    require_may_seat(programme, by=by, at=at)
    visits.lock(programme)
    _refuse_wrong_term(from_date, until_date)
    _refuse_person(programme, user, from_date, until_date)
    if is_chair:
        _refuse_second_chair(programme, from_date, until_date)
    made = Seat.objects.create(
        programme=programme,
        constituency=Seat.Constituency(constituency),
        user=user,
        organisation=organisation,
        is_chair=is_chair,
        from_date=from_date,
        until_date=until_date,
        seated_by=by,
        seated_at=at,
    )
    _grant(programme, user, organisation, by=by, at=at)
    audit.record(
        by=by,
        at=at,
        action="expertbody.seat.seat",
        programme=programme.slug,
        subject=made,
        after={"person": user.name, "constituency": constituency, "from": from_date, "until": until_date},
    )
    return made


@transaction.atomic
def seat_by_email(
    *,
    programme: Programme,
    constituency: str,
    email: str,
    name: str = "",
    organisation: Organisation | None = None,
    from_date: date,
    until_date: date | None = None,
    is_chair: bool = False,
    by: User,
    at: datetime,
) -> Seat:
    """Seat the person with this email address, who is brought in when nobody has it yet."""
    require_may_seat(programme, by=by, at=at)
    person, _made = people.ensure(email=email, name=name, by=by, at=at)
    return seat(
        programme=programme,
        constituency=constituency,
        user=person,
        organisation=organisation,
        from_date=from_date,
        until_date=until_date,
        is_chair=is_chair,
        by=by,
        at=at,
    )


@transaction.atomic
def end(*, seat: Seat, on: date, because: str, by: User, at: datetime) -> Seat:
    """End a term on a day, which is its last. The seat stays in the history with the reason."""
    programme = seat.programme
    require_may_seat(programme, by=by, at=at)
    visits.lock(programme)
    held = Seat.objects.select_for_update().get(pk=seat.pk)
    if not because.strip():
        raise SeatRefused("Enter the reason why the term ends.")
    if held.until_date is not None and held.until_date < localdate(at):
        raise SeatRefused(f"The term of {held.user} is over already.")
    if on < held.from_date:
        raise SeatRefused("The last day of the term cannot be before its first day.")
    before = {"until": held.until_date}
    held.until_date, held.ended_because = on, because.strip()
    held.save(update_fields=["until_date", "ended_because"])
    audit.record(
        by=by,
        at=at,
        action="expertbody.seat.end",
        programme=programme.slug,
        subject=held,
        before=before,
        after={"person": held.user.name, "until": on, "because": held.ended_because},
    )
    return held


@transaction.atomic
def lapse(*, at: datetime) -> int:
    """Take the Expert Body's role from everybody whose terms in a programme are all over. Returns from how many.

    Runs each night. A role that somebody was given without a seat is left as it is.
    """
    by, today = users.system_user(JOB), localdate(at)
    own = Seat.objects.filter(programme=OuterRef("programme"), user=OuterRef("user"))
    running = own.filter(Q(until_date__isnull=True) | Q(until_date__gte=today))
    over = Membership.objects.filter(Exists(own), ~Exists(running), role=Role.EXPERT_BODY).select_related("programme")
    lapsed = list(over)
    for membership in lapsed:
        memberships.revoke(membership=membership, by=by, at=at)
    return len(lapsed)


def require_may_seat(programme: Programme, *, by: User, at: datetime) -> None:
    """Raise `Forbidden` unless the person may seat people today: see expertbody.permissions."""
    established = seats.is_established(programme, localdate(at))
    permissions.require(by, "body.renew" if established else "body.establish", programme)


def refuse_term(programme: Programme, user: User, from_date: date, until_date: date | None) -> None:
    """Raise `SeatRefused` when the person could not be seated for the term: for those who only offer it."""
    _refuse_wrong_term(from_date, until_date)
    _refuse_person(programme, user, from_date, until_date)


def _refuse_wrong_term(from_date: date, until_date: date | None) -> None:
    if until_date is not None and until_date < from_date:
        raise SeatRefused("The last day of the term cannot be before its first day.")


def _refuse_person(programme: Programme, user: User, from_date: date, until_date: date | None) -> None:
    if user.is_system or not user.is_active:
        raise SeatRefused(f"{user} cannot sign in, and so cannot be seated. Choose somebody else.")
    for other in programme.seats.during(from_date, until_date).filter(user=user):
        raise SeatRefused(
            f"{user} already sits for “{other.get_constituency_display()}” in that time. End that term first."
        )


def _refuse_second_chair(programme: Programme, from_date: date, until_date: date | None) -> None:
    for other in programme.seats.during(from_date, until_date).filter(is_chair=True).select_related("user"):
        raise SeatRefused(f"{other.user} is the chair in that time. There is one chair; end that term first.")


def _grant(programme: Programme, user: User, organisation: Organisation | None, *, by: User, at: datetime) -> None:
    """Give the membership, on behalf of the job where the seating member may not grant roles in general."""
    if user.memberships.filter(programme=programme, role=Role.EXPERT_BODY).exists():
        return
    granter = by if stage_permissions.can(by, "programme.grant", programme) else users.system_user(JOB)
    memberships.grant(
        programme=programme, user=user, role=Role.EXPERT_BODY, organisation=organisation, by=granter, at=at
    )
