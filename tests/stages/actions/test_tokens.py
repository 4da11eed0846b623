"""Tokens: with roles of whoever makes them and no more, rotated with an overlap, and ended by those who may."""

from datetime import timedelta

import pytest

from accounts.domain import tokens as rules
from accounts.errors import Forbidden, Refused
from accounts.models import AuditEntry, Organisation, Role, Token, User
from accounts.selectors import tokens as opening
from stages import permissions
from stages.actions import memberships, tokens
from stages.models import Membership, Programme
from stages.selectors import members
from stages.selectors import tokens as tokens_selector
from tests import builders, interface

pytestmark = pytest.mark.django_db
NOW = builders.later(days=1)


@pytest.fixture
def programme() -> Programme:
    return builders.programme_at_stage(5)


@pytest.fixture
def north() -> Organisation:
    return builders.organisation("North Works")


@pytest.fixture
def agent(programme: Programme, north: Organisation) -> User:
    return builders.member(programme, Role.AGENT, organisation=north)


def test_a_token_holds_the_role_and_is_audited(programme: Programme, agent: User, north: Organisation) -> None:
    token, text = interface.token(agent, at=NOW)
    assert opening.opening(text, NOW) == token
    assert permissions.roles(token.user, programme) == {Role.AGENT}
    assert permissions.organisations(token.user, programme, Role.AGENT) == [north]
    assert not token.user.is_system
    assert not token.user.is_active
    entry = AuditEntry.objects.get(action="accounts.token.make")
    assert entry.by == agent
    assert text.split("_")[2] not in str(entry.after)


def test_nobody_hands_on_a_role_that_they_do_not_hold(programme: Programme, agent: User) -> None:
    other = builders.member(programme, Role.VERIFIER)
    with pytest.raises(Forbidden):
        tokens.make(
            held=list(tokens_selector.to_hand_on(other)), purpose="x", scopes=["read"],
            expires_at=NOW + timedelta(days=1), by=agent, at=NOW,
        )  # fmt: skip
    assert not Token.objects.exists()


@pytest.mark.parametrize("role", [Role.EXPERT_BODY, Role.ADMINISTRATOR])
def test_roles_that_are_for_people_alone_are_not_handed_on(programme: Programme, role: Role) -> None:
    person = builders.member(programme, role)
    with pytest.raises(Forbidden):
        tokens.make(
            held=list(Membership.objects.filter(user=person)), purpose="x", scopes=["read"],
            expires_at=NOW + timedelta(days=1), by=person, at=NOW,
        )  # fmt: skip


def test_a_token_is_of_one_organisation(programme: Programme, agent: User) -> None:
    other = builders.programme_at_stage(5)
    builders.member(other, Role.AGENT, user=agent)
    with pytest.raises(Refused, match="one organisation"):
        interface.token(agent, at=NOW)


def test_a_token_may_act_in_several_programmes(programme: Programme, agent: User, north: Organisation) -> None:
    other = builders.programme_at_stage(5)
    builders.member(other, Role.AGENT, user=agent, organisation=north)
    token, _text = interface.token(agent, at=NOW)
    assert {one.programme for one in token.user.memberships.all()} == {programme, other}


@pytest.mark.parametrize("days", [0, -1, rules.MOST_DAYS + 1])
def test_a_token_ends_within_a_year(agent: User, days: int) -> None:
    with pytest.raises(Refused, match="at most one year"):
        interface.token(agent, at=NOW, days=days)


def test_after_rotating_both_open_for_a_week_and_then_the_new_one_alone(agent: User) -> None:
    old, old_text = interface.token(agent, at=NOW)
    new, new_text = tokens.rotate(token=old, by=agent, at=NOW + timedelta(days=2))
    assert new.user == old.user
    assert new.replaces == old
    within, after = NOW + timedelta(days=8), NOW + timedelta(days=10)
    assert opening.opening(old_text, within)
    assert opening.opening(new_text, within)
    assert not opening.opening(old_text, after)
    assert opening.opening(new_text, NOW + timedelta(days=31))
    with pytest.raises(Refused, match="taken the place"):
        tokens.rotate(token=old, by=agent, at=within)


def test_only_who_holds_its_roles_rotates_a_token(programme: Programme, agent: User, north: Organisation) -> None:
    token, _text = interface.token(agent, at=NOW)
    commissioner = builders.member(programme, Role.COMMISSIONER)
    with pytest.raises(Forbidden):
        tokens.rotate(token=token, by=commissioner, at=NOW)
    colleague = builders.member(programme, Role.AGENT, organisation=north)
    assert tokens.rotate(token=token, by=colleague, at=NOW)


def test_a_colleague_and_the_commissioner_may_end_a_token_and_nobody_else(
    programme: Programme, agent: User, north: Organisation
) -> None:
    token, text = interface.token(agent, at=NOW)
    for stranger in (builders.member(programme, Role.AGENT), builders.member(programme, Role.VERIFIER)):
        with pytest.raises(Forbidden):
            tokens.revoke(token=token, by=stranger, at=NOW)
    tokens.revoke(token=token, by=builders.member(programme, Role.COMMISSIONER), at=NOW)
    assert not opening.opening(text, NOW)
    assert AuditEntry.objects.filter(action="accounts.token.revoke").count() == 1
    with pytest.raises(Refused):
        tokens.revoke(token=token, by=agent, at=NOW)


def test_a_role_that_is_taken_away_from_a_token_is_gone(programme: Programme, agent: User) -> None:
    token, _text = interface.token(agent, at=NOW)
    held = Membership.objects.get(user=token.user)
    memberships.revoke(membership=held, by=builders.member(programme, Role.COMMISSIONER), at=NOW)
    assert permissions.roles(token.user, programme) == frozenset()


def test_a_machine_is_no_person_of_the_programme(programme: Programme) -> None:
    commissioner = builders.member(programme, Role.COMMISSIONER)
    token, _text = interface.token(commissioner, at=NOW)
    assert token.user not in members.people(programme)
    for other in Membership.objects.filter(programme=programme, role=Role.COMMISSIONER).exclude(user=token.user):
        if Membership.objects.filter(programme=programme, role=Role.COMMISSIONER).count() > 2:
            memberships.revoke(membership=other, by=builders.system(), at=NOW)
    last = Membership.objects.get(programme=programme, user=commissioner)
    with pytest.raises(Refused, match="at least one commissioner"):
        memberships.revoke(membership=last, by=builders.system(), at=NOW)
