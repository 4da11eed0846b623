"""Whoever looks after a token is told before it ends."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate, now

from accounts.models import Role, User
from dashboards.actions import reminding
from dashboards.selectors import viewer, work_tokens
from notifications.models import Notice
from stages.actions import memberships, tokens
from stages.models import Membership, Programme
from tests import builders, interface

pytestmark = pytest.mark.django_db
NORTH = "North Works"


@pytest.fixture
def programme() -> Programme:
    return builders.programme_at_stage(5, name="Families First")


@pytest.fixture
def agent(programme: Programme) -> User:
    return builders.member(programme, Role.AGENT, organisation=builders.organisation(NORTH))


def titles(user: User, at: datetime | None = None) -> list[str]:
    return [one.title for one in work_tokens.ending(viewer.look(user, localdate(at)))]


def test_whoever_made_a_token_is_told_a_fortnight_before_it_ends_and_not_once_another_is_in_its_place(
    client: Client, programme: Programme, agent: User
) -> None:
    token, _text = interface.token(agent, days=30)
    colleague = builders.member(programme, Role.AGENT, organisation=token.organisation)
    builders.member(programme, Role.COMMISSIONER)
    assert titles(agent) == []
    late = now() + timedelta(days=20)
    assert titles(agent, late) == [f"Case management, {NORTH}"]
    assert titles(colleague, late) == []
    assert titles(agent, token.expires_at + timedelta(days=1)) == []
    (matter,) = work_tokens.ending(viewer.look(agent, localdate(late)))
    client.force_login(agent)
    assert client.get(matter.url).status_code == 200
    tokens.rotate(token=token, by=agent, at=late)
    assert titles(agent, late) == []


@pytest.mark.parametrize("how", ["gives the role up", "has no account any more"])
def test_once_its_maker_cannot_rotate_it_everybody_is_told_who_can(how: str, programme: Programme, agent: User) -> None:
    token, _text = interface.token(agent, days=10)
    colleague = builders.member(programme, Role.AGENT, organisation=token.organisation)
    rival = builders.member(programme, Role.AGENT)
    assert titles(colleague) == []
    if how == "gives the role up":
        memberships.revoke(membership=Membership.objects.get(user=agent), by=builders.system(), at=now())
    else:
        User.objects.filter(pk=agent.pk).update(is_active=False)
    assert titles(colleague) == [f"Case management, {NORTH}"]
    assert titles(rival) == []


def test_a_reminder_says_on_which_day_it_ends_and_no_more_in_the_mail(agent: User) -> None:
    token, _text = interface.token(agent, days=30)
    for days in (20, 28, 30):
        reminding.remind(at=now() + timedelta(days=days))
    said = list(Notice.objects.filter(user=agent).order_by("pk").values_list("title", "brief"))
    day = f"{localdate(token.expires_at):%-d %B %Y}"
    assert said == [
        (f"Token ends on {day}: Case management, {NORTH}", f"Token ends on {day}, Families First"),
        (f"Token ends today: Case management, {NORTH}", "Token ends today, Families First"),
    ]
