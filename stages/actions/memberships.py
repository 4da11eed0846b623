"""Roles of people in a programme."""

from datetime import datetime

from django.db import transaction

from accounts.actions import audit, people
from accounts.errors import Refused
from accounts.models import Organisation, Role, User
from stages import permissions
from stages.actions import visits
from stages.domain import duties
from stages.models import Membership, Programme

PARTIES = frozenset({Role.AGENT, Role.PRINCIPAL})
ARTICLES = {role: f"{'an' if role.label[0] in 'AE' else 'a'} {role.label[0].lower()}{role.label[1:]}" for role in Role}


@transaction.atomic
def grant(
    *, programme: Programme, user: User, role: str, organisation: Organisation | None = None, by: User, at: datetime
) -> Membership:
    """Give a person a role. The same role again changes nothing. Agents and principals act for an organisation."""
    permissions.require(by, "programme.grant", programme)
    require_duties_apart(programme, user, Role(role))
    return give(programme, user, Role(role), organisation, by, at)


@transaction.atomic
def replay(
    *, programme: Programme, user: User, role: str, organisation: Organisation | None, by: User, at: datetime
) -> Membership:
    """Give a role that a pack names. Whether its roles go together is asked of the pack as a whole."""
    permissions.require(by, "programme.grant", programme)
    return give(programme, user, Role(role), organisation, by, at)


def require_duties_apart(programme: Programme, user: User, role: Role) -> None:
    """Raise `Refused` when the person holds a role in the programme that does not go with this one."""
    visits.lock(programme)
    if why := duties.against(role, frozenset(permissions.roles(user, programme))):
        raise Refused(
            f"{user} cannot be {ARTICLES[role]} here as well: {why}. Give the role to somebody else, or take the "
            "person’s other role away first."
        )


def give(
    programme: Programme, user: User, role: Role, organisation: Organisation | None, by: User, at: datetime
) -> Membership:
    """Write a membership and its audit row, for those who have asked for permission already."""
    if user.is_system:
        raise Refused("The system cannot be a member of a programme.")
    if role in PARTIES and organisation is None:
        raise Refused(f"Select the organisation for which the {role.label.lower()} acts.")
    membership, created = Membership.objects.get_or_create(
        programme=programme,
        user=user,
        role=role,
        organisation=organisation,
        defaults={"granted_at": at, "granted_by": by},
    )
    if created:
        audit.record(
            by=by,
            at=at,
            action="stages.membership.grant",
            programme=programme.slug,
            subject=membership,
            after={"user": user.pk, "role": role, "organisation": organisation.code if organisation else None},
        )
    return membership


@transaction.atomic
def invite(
    *,
    programme: Programme,
    email: str,
    name: str,
    role: str,
    organisation: Organisation | None = None,
    by: User,
    at: datetime,
) -> tuple[Membership, bool]:
    """Give a role to the person with the email address; make the account when there is none, and say so."""
    permissions.require(by, "programme.grant", programme)
    user, created = people.ensure(email=email, name=name, by=by, at=at)
    return grant(programme=programme, user=user, role=role, organisation=organisation, by=by, at=at), created


@transaction.atomic
def revoke(*, membership: Membership, by: User, at: datetime) -> None:
    """Take a role away. The last commissioner of a programme cannot be removed."""
    programme = membership.programme
    permissions.require(by, "programme.grant", programme)
    visits.lock(programme)
    held = Membership.objects.filter(programme=programme, role=Role.COMMISSIONER, user__is_machine=False)
    is_of_a_person = not membership.user.is_machine
    if is_of_a_person and membership.role == Role.COMMISSIONER and not held.exclude(user=membership.user).exists():
        raise Refused("A programme keeps at least one commissioner. Give the role to somebody else first.")
    organisation = membership.organisation.code if membership.organisation else None
    before = {"user": membership.user_id, "role": membership.role, "organisation": organisation}
    audit.record(
        by=by,
        at=at,
        action="stages.membership.revoke",
        programme=programme.slug,
        subject=membership,
        before=before,
    )
    membership.delete()


def end_all(*, programme: Programme, by: User, at: datetime) -> None:
    """Take every role in a sandbox away, so that nobody comes there any more. What was done there stays on record.
    Whoever may make a sandbox of the programme puts it aside, be it a system without a role in the sandbox itself."""
    if programme.sandbox_of is None:
        raise Refused("Only a sandbox is put aside.")
    permissions.require(by, "sandbox.make", programme.sandbox_of)
    held = Membership.objects.filter(programme=programme)
    for membership in held.select_related("organisation"):
        code = membership.organisation.code if membership.organisation else None
        before = {"user": membership.user_id, "role": membership.role, "organisation": code}
        audit.record(
            by=by, at=at, action="stages.membership.revoke", programme=programme.slug, subject=membership, before=before
        )
    held.delete()


def invited(email: str) -> str:
    """What a person must do after the role was given, in words."""
    user = people.find(email)
    if user is None or user.has_usable_password():
        return f"{user or email} has the role."
    return (
        f"{user} has the role, and an account without a password. Ask them to set one: on the sign-in page, choose "
        "“Reset a forgotten password”, enter their email address, and follow the link that is sent."
    )
