"""Organisations and people of a pack, and in whose name its acts are written."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from accounts.actions import organisations, people
from accounts.models import Organisation, User
from accounts.selectors import users
from stages import permissions
from stages.actions import memberships
from stages.actions.pack_errors import PackError
from stages.domain import duties
from stages.models import Membership, Programme

AGENT = "agent"
SYSTEM_DOMAIN = "@" + users.SYSTEM_EMAIL.rpartition("@")[2]


def may_speak_for_others(by: User) -> bool:
    """Only those who run the system bring in a history in other people's names."""
    return by.is_system or by.is_superuser


def load_organisations(rows: Sequence[Mapping[str, Any]], by: User, at: datetime) -> dict[str, Organisation]:
    """The organisations of the pack by code; those that are known already are taken as they are."""
    return {
        row["code"]: organisations.ensure(
            code=row["code"],
            name=row["name"],
            kind=row.get("kind", ""),
            identifier=row.get("identifier", ""),
            by=by,
            at=at,
        )[0]
        for row in rows
    }


def organisation(code: str, path: str) -> Organisation:
    """The organisation with the code."""
    found = Organisation.objects.filter(code=code).first()
    if found is None:
        raise PackError(path, f"There is no organisation “{code}”.", "Add it to “organisations”.")
    return found


def load_people(programme: Programme, rows: Sequence[Mapping[str, Any]], by: User, at: datetime) -> None:
    """Accounts for people who have none, and their roles in the programme: also those that ended, for the replay.

    Who delivered before or after they paid or verified did the one while they did not hold the other. Their part as an
    agent, for which nothing in a pack asks, is left until everything is loaded (`settle_roles`).
    """
    for index, row in enumerate(rows):
        user, _created = people.ensure(email=row["email"], name=row["name"], by=by, at=at)
        _require_duties_apart(programme, user, row, index)
        late = _late(row)
        for place, role in enumerate(row.get("roles", ())):
            path = f"people/{index}/roles/{place}/organisation"
            code = role.get("organisation")
            body = organisation(code, path) if code else None
            if role not in late:
                memberships.replay(programme=programme, user=user, role=role["role"], organisation=body, by=by, at=at)


def _late(row: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The roles as an agent of somebody who at another time held one that does not go with it."""
    roles = row.get("roles", ())
    others = frozenset(role["role"] for role in roles if role["role"] != AGENT)
    return [role for role in roles if role["role"] == AGENT and duties.against(AGENT, others)]


def _require_duties_apart(programme: Programme, user: User, row: Mapping[str, Any], index: int) -> None:
    """Roles that do not go together may have followed each other; held at one time they are refused."""
    held = frozenset(permissions.roles(user, programme))
    held |= {role["role"] for role in row.get("roles", ()) if not role.get("ended")}
    for place, role in enumerate(row.get("roles", ())):
        if not role.get("ended") and (why := duties.against(role["role"], held)):
            path = f"people/{index}/roles/{place}"
            raise PackError(path, f"{row['name']} cannot hold these roles together: {why}.", "Name somebody else.")


def settle_roles(programme: Programme, rows: Sequence[Mapping[str, Any]], by: User, at: datetime) -> None:
    """Take away the roles that had ended when the pack was made, once everything that was done in them is loaded, and
    give those that were left until then."""
    for row in rows:
        held = {_held(role) for role in row.get("roles", ()) if not role.get("ended")}
        for role, code in {_held(role) for role in row.get("roles", ()) if role.get("ended")} - held:
            found = Membership.objects.filter(programme=programme, user=people.find(row["email"]), role=role)
            for membership in found.filter(organisation__code=code) if code else found.filter(organisation=None):
                memberships.revoke(membership=membership, by=by, at=at)
        for late in _late(row):
            _give_late(programme, row["email"], late, by, at)


def _give_late(programme: Programme, email: str, role: Mapping[str, Any], by: User, at: datetime) -> None:
    """Give a role that was left until now; if it had ended, it ends at once, so that it is on record."""
    user, body = people.find(email), organisation(role["organisation"], "people")
    assert user is not None
    given = memberships.replay(programme=programme, user=user, role=AGENT, organisation=body, by=by, at=at)
    if role.get("ended"):
        memberships.revoke(membership=given, by=by, at=at)


def _held(role: Mapping[str, Any]) -> tuple[str, str | None]:
    return role["role"], role.get("organisation")


def person(email: str | None, by: User, path: str) -> User:
    """The person whom the pack names, or `by` where it names nobody or `by` may not speak for others."""
    if not email or not may_speak_for_others(by):
        return by
    if email.endswith(SYSTEM_DOMAIN):
        return users.system_user(email.removesuffix(SYSTEM_DOMAIN))
    found = people.find(email)
    if found is None:
        raise PackError(path, f"Nobody has the address {email}.", "Add the person to “people”.")
    return found
