"""Offer a seat by email, answer the offer, send it again or take it back."""

import secrets
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from accounts.actions import audit, people
from accounts.errors import Forbidden, Refused
from accounts.models import Organisation, User
from expertbody.actions import seats
from expertbody.domain import invitations as rules
from expertbody.models import Invitation, Seat
from notifications.actions import mails
from stages.actions import visits
from stages.models import Programme

Answer = Invitation.Answer
Link = Callable[[str], str]
"""From a token to the whole address of the page on which the offer is answered."""


class InvitationRefused(Refused):
    """The invitation cannot be made or answered as asked."""


@transaction.atomic
def invite(
    *,
    programme: Programme,
    constituency: str,
    email: str,
    name: str = "",
    organisation: Organisation | None = None,
    from_date: date,
    until_date: date | None = None,
    is_chair: bool = False,
    note: str = "",
    link: Link,
    by: User,
    at: datetime,
) -> Invitation:
    """Offer a seat to the person with the address. Nobody is seated until they accept.

    A person who is new here gets an account without a password, which they choose when they first sign in.
    """
    seats.require_may_seat(programme, by=by, at=at)
    visits.lock(programme)
    person, _made = people.ensure(email=email, name=name, by=by, at=at)
    if programme.invitations.open().filter(email=person.email, expires_at__gt=at).exists():
        raise InvitationRefused(f"{person} has been invited already. Send that invitation again, or withdraw it.")
    seats.refuse_term(programme, person, from_date, until_date)
    token = secrets.token_urlsafe(32)
    made = Invitation.objects.create(
        programme=programme,
        constituency=Seat.Constituency(constituency),
        email=person.email,
        organisation=organisation,
        is_chair=is_chair,
        from_date=from_date,
        until_date=until_date,
        note=note.strip(),
        token_hash=rules.hashed(token),
        sent_at=at,
        expires_at=rules.expires(at),
        invited_by=by,
        invited_at=at,
    )
    _record("invite", made, by, at, {"email": made.email, "constituency": constituency})
    _send(made, person, link(token), at)
    return made


@transaction.atomic
def send_again(*, invitation: Invitation, link: Link, by: User, at: datetime) -> Invitation:
    """Send the offer once more, with a new link; the old one opens nothing any more."""
    held = _lock(invitation, by, at)
    token = secrets.token_urlsafe(32)
    held.token_hash, held.sent_at, held.expires_at = rules.hashed(token), at, rules.expires(at)
    held.times_sent += 1
    held.save(update_fields=["token_hash", "sent_at", "expires_at", "times_sent"])
    _record("send_again", held, by, at, {"email": held.email, "times_sent": held.times_sent})
    _send(held, User.objects.get(email__iexact=held.email), link(token), at)
    return held


@transaction.atomic
def withdraw(*, invitation: Invitation, reason: str, by: User, at: datetime) -> Invitation:
    """Take an offer back before it is answered."""
    held = _lock(invitation, by, at)
    if not reason.strip():
        raise InvitationRefused("Enter why the invitation is withdrawn.")
    _take_back(held)
    return _answered(held, Answer.WITHDRAWN, reason, by, at)


@transaction.atomic
def accept(*, invitation: Invitation, by: User, at: datetime) -> Seat:
    """Take the seat that was offered. Its term begins on the day offered, or today if that is later."""
    held = _lock_own(invitation, by, at)
    today = localdate(at)
    if held.until_date is not None and held.until_date < today:
        raise InvitationRefused("The term that was offered is over. Ask for a new invitation.")
    try:
        seat = seats.seat(
            programme=held.programme,
            constituency=held.constituency,
            user=by,
            organisation=held.organisation,
            from_date=max(held.from_date, today),
            until_date=held.until_date,
            is_chair=held.is_chair,
            by=held.invited_by,
            at=at,
        )
    except Forbidden as error:
        raise InvitationRefused(
            f"{held.invited_by} may not seat members any more. Ask the commissioner for a new invitation."
        ) from error
    held.seat = seat
    _answered(held, Answer.ACCEPTED, "", by, at)
    return seat


@transaction.atomic
def decline(*, invitation: Invitation, reason: str, by: User, at: datetime) -> Invitation:
    """Say no to the offer, with the reason."""
    held = _lock_own(invitation, by, at)
    if not reason.strip():
        raise InvitationRefused("Enter why you decline, in a few words.")
    return _answered(held, Answer.DECLINED, reason, by, at)


def require_is_for(invitation: Invitation, by: User) -> None:
    """Raise `Forbidden` unless the offer was made to the person who is signed in."""
    if invitation.email.casefold() != by.email.casefold():
        raise Forbidden("This invitation was sent to another address. Sign in with the address that received it.")


def _lock(invitation: Invitation, by: User, at: datetime) -> Invitation:
    seats.require_may_seat(invitation.programme, by=by, at=at)
    return _open(invitation)


def _lock_own(invitation: Invitation, by: User, at: datetime) -> Invitation:
    require_is_for(invitation, by)
    held = _open(invitation)
    if held.is_over(at):
        raise InvitationRefused("This invitation has run out. Ask whoever invited you to send it again.")
    return held


def _open(invitation: Invitation) -> Invitation:
    visits.lock(invitation.programme)
    found = Invitation.objects.select_for_update(of=("self",)).select_related("programme", "invited_by", "organisation")
    held = found.get(pk=invitation.pk)
    if held.answered_at is not None:
        raise InvitationRefused(
            f"This invitation was {held.get_answer_display().lower()} already. Nothing was changed."
        )
    return held


def _answered(held: Invitation, answer: Answer, reason: str, by: User, at: datetime) -> Invitation:
    held.answer, held.reason, held.answered_at = answer, reason.strip(), at
    held.save(update_fields=["answer", "reason", "answered_at", "seat"])
    _record(answer, held, by, at, {"email": held.email, "reason": held.reason})
    return held


def _send(invitation: Invitation, person: User, address: str, at: datetime) -> None:
    """Put the mail on its way, in place of an earlier one that has not gone out and whose link is void."""
    _take_back(invitation)
    programme = invitation.programme
    invitation.mail = mails.write(
        user=person,
        subject=f"A seat on the Expert Body of {programme.name}",
        template="expertbody/mail/invitation",
        context={"invitation": invitation, "programme": programme},
        link=address,
        good_until=invitation.expires_at,
        at=at,
    )
    invitation.save(update_fields=["mail"])


def _take_back(invitation: Invitation) -> None:
    if invitation.mail is not None:
        mails.take_back(mail=invitation.mail)


def _record(what: str, subject: Invitation, by: User, at: datetime, after: dict[str, Any]) -> None:
    slug = subject.programme.slug
    audit.record(by=by, at=at, action=f"expertbody.invitation.{what}", programme=slug, subject=subject, after=after)
