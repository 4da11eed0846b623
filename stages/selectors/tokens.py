"""Tokens as those see them who may make and end them."""

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404

from accounts.domain import tokens
from accounts.models import Organisation, Role, Token, User
from stages import permissions
from stages.models import Membership

FOR_PEOPLE_ALONE = (Role.EXPERT_BODY, Role.ADMINISTRATOR)
Key = tuple[int, str, int | None]
"""A role by its programme, its name and its organisation."""


@dataclasses.dataclass(frozen=True)
class TokenRow:
    token: Token
    roles: list[Membership]
    scopes: list[str]
    may_rotate: bool
    may_revoke: bool

    @property
    def was_replaced(self) -> bool:
        return hasattr(self.token, "replaced_by")


def role_of(membership: Membership) -> Role:
    return Role(membership.role)


def acts_for(membership: Membership) -> Organisation:
    """The organisation of the role; a role without one is for the programme's commissioner."""
    return membership.organisation or membership.programme.commissioner


def to_hand_on(user: User) -> QuerySet[Membership]:
    """The roles of the person that a token may have: not those that sit on a body or give roles to people."""
    held = Membership.objects.filter(user=user).exclude(role__in=FOR_PEOPLE_ALONE)
    return held.select_related("programme__commissioner", "organisation").order_by("programme__name", "role")


def visible_to(user: User) -> QuerySet[Token]:
    """The tokens that hold a role as the person does, or a role in a programme where the person gives roles."""
    granting = user.memberships.filter(role__in=permissions.COMMISSIONERS, programme=OuterRef("programme"))
    mine = _of_token().filter(Q(Exists(_alike(user))) | Q(Exists(granting)))
    return Token.objects.filter(Exists(mine))


def _of_token() -> QuerySet[Membership]:
    """The roles of a token, in a query of tokens."""
    return Membership.objects.filter(user=OuterRef("user"))


def _alike(user: User) -> QuerySet[Membership]:
    """The roles of the person that are like one of a token, in a query of roles."""
    return user.memberships.filter(
        Q(organisation=OuterRef("organisation")) | Q(organisation=None),
        programme=OuterRef("programme"),
        role=OuterRef("role"),
    )


def listed(user: User, at: datetime) -> QuerySet[Token]:
    """The tokens that the person may end, those that open something first, the newest first."""
    return (
        visible_to(user)
        .annotate(is_live=Q(revoked_at=None, expires_at__gt=at))
        .select_related("user", "organisation", "made_by", "revoked_by", "replaced_by")
        .prefetch_related(_with_roles())
        .order_by("-is_live", "-made_at", "-pk")
    )


def _with_roles() -> "Prefetch[str]":
    roles = Membership.objects.select_related("programme__commissioner", "organisation")
    return Prefetch("user__memberships", roles.order_by("programme__name", "role"))


def ending(user: User, at: datetime, until: datetime) -> list[Token]:
    """The tokens that end by then and have no other in their place, for those who look after them: whoever made one,
    or, once they can replace it no more, everybody who can."""
    found = list(
        Token.objects.live(at)
        .filter(Exists(_of_token().filter(Exists(_alike(user)))), expires_at__lt=until, replaced_by=None)
        .select_related("user", "organisation", "made_by")
        .prefetch_related(_with_roles())
        .order_by("expires_at", "pk")
    )
    held = _held({token.made_by_id for token in found} | {user.pk}) if found else {}
    mine = held.get(user.pk, set())
    return [
        token
        for token in found
        if (roles := _keys(list(token.user.memberships.all()))) <= mine
        and (token.made_by_id == user.pk or not roles <= held.get(token.made_by_id, set()))
    ]


def _held(users: set[int]) -> Mapping[int, set[Key]]:
    """The roles that each of the people may hand on to a token; none of those who may not sign in."""
    found: dict[int, set[Key]] = defaultdict(set)
    held = Membership.objects.filter(user__in=users, user__is_active=True).exclude(role__in=FOR_PEOPLE_ALONE)
    for user, programme, role, organisation in held.values_list("user", "programme", "role", "organisation"):
        found[user].add((programme, role, organisation))
    return found


def rows(user: User, found: Iterable[Token], at: datetime) -> list[TokenRow]:
    """What the person may do with each of the tokens."""
    own = _keys(list(to_hand_on(user)))
    return [_row(token, own, at) for token in found]


def _row(token: Token, own: set[Key], at: datetime) -> TokenRow:
    live = token.revoked_at is None and token.expires_at > at
    roles = list(token.user.memberships.all())
    return TokenRow(
        token=token,
        roles=roles,
        scopes=[tokens.SHORT[scope] for scope in token.scopes],
        may_rotate=live and not hasattr(token, "replaced_by") and bool(roles) and _keys(roles) <= own,
        may_revoke=live,
    )


def _keys(held: list[Membership]) -> set[Key]:
    return {(one.programme_id, one.role, one.organisation_id) for one in held}


def known_to(membership: Membership, at: datetime) -> QuerySet[Token]:
    """The tokens with a role in the programme that the person has made: they know their texts, whatever they lose."""
    acting = Membership.objects.filter(programme=membership.programme_id, user=OuterRef("user"))
    found = Token.objects.live(at).filter(Exists(acting), made_by=membership.user_id)
    return found.select_related("organisation").order_by("pk")


def find(user: User, pk: int) -> Token:
    """The token, if the person may end it; otherwise the page does not exist for them."""
    token = visible_to(user).filter(pk=pk).select_related("user", "organisation").first()
    if token is None:
        raise Http404("No such token")
    return token


def ends_once_rotated(token: Token, at: datetime) -> datetime:
    """Until when the token still opens if another takes its place now."""
    return tokens.end_of_rotated(token.expires_at, at)


def holds_all_of(user: User, token: Token) -> bool:
    """Whether the person holds every role that the token has."""
    roles = _keys(list(Membership.objects.filter(user=token.user)))
    return bool(roles) and roles <= _keys(list(to_hand_on(user)))


def require_all_of(user: User, token: Token) -> None:
    """Raise `Forbidden` unless the person holds every role that the token has."""
    if not holds_all_of(user, token):
        permissions.refuse("Only somebody who holds every role of this token can replace it. Make a new one instead.")


def may_revoke(user: User, token: Token) -> bool:
    return visible_to(user).filter(pk=token.pk).exists()
