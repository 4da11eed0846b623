"""Making, rotating and revoking tokens, as people do it."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from accounts.models import Role, Token, User
from govuk import formats
from stages.actions import tokens as tokens_action
from stages.models import Programme
from stages.selectors import tokens
from tests import builders, interface

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme() -> Programme:
    return builders.programme_at_stage(5, name="Families First")


@pytest.fixture
def agent(programme: Programme) -> User:
    return builders.member(programme, Role.AGENT, organisation=builders.organisation("North Works"))


def browser(user: User) -> Client:
    found = Client()
    found.force_login(user)
    return found


def test_a_token_is_shown_once_and_opens_the_interface(agent: User) -> None:
    given = {
        "purpose": "Nightly upload", "held": [one.pk for one in tokens.to_hand_on(agent)], "scopes": ["read"],
        "expires_on_0": "1", "expires_on_1": "1", "expires_on_2": "2099",
    }  # fmt: skip
    page = browser(agent).post(reverse("tokens:token_new"), given)
    assert "at most one year from now" in page.content.decode()
    for part in ("expires_on_0", "expires_on_1", "expires_on_2"):
        del given[part]
    form = page.context["form"]
    soon = form.fields["expires_on"].initial
    given |= {"expires_on_0": str(soon.day), "expires_on_1": str(soon.month), "expires_on_2": str(soon.year)}
    page = browser(agent).post(reverse("tokens:token_new"), given)
    found = re.search(r"pbr_[0-9a-f]{8}_[\w-]+", page.content.decode())
    assert found
    assert "no-store" in page["Cache-Control"]
    answer = Client().get("/api/v1/programmes/", headers={"Authorization": f"Bearer {found[0]}"})
    assert answer.status_code == 200
    listed = browser(agent).get(reverse("tokens:token_list")).content.decode()
    assert "Nightly upload" in listed
    assert found[0] not in listed


def test_of_another_organisation_no_token_is_seen(programme: Programme, agent: User) -> None:
    token, _text = interface.token(agent)
    rival = builders.member(programme, Role.AGENT)
    assert "Case management" not in browser(rival).get(reverse("tokens:token_list")).content.decode()
    assert browser(rival).get(reverse("tokens:token_revoke", args=[token.pk])).status_code == 404


def test_rotating_shows_the_new_token_and_says_how_long_the_old_one_works(agent: User) -> None:
    token, text = interface.token(agent)
    in_a_week = formats.uk_date(now() + timedelta(days=7))
    asked = browser(agent).get(reverse("tokens:token_rotate", args=[token.pk])).content.decode()
    page = browser(agent).post(reverse("tokens:token_rotate", args=[token.pk])).content.decode()
    assert re.search(r"pbr_[0-9a-f]{8}_[\w-]+", page)
    assert text not in page
    assert f"pbr_{token.prefix}_… still works until" in page
    assert in_a_week in asked
    assert in_a_week in page


def test_who_rotates_a_token_that_ends_tomorrow_is_not_told_that_it_works_for_a_week(agent: User) -> None:
    token, _text = interface.token(agent)
    Token.objects.filter(pk=token.pk).update(expires_at=now() + timedelta(days=1))
    page = reverse("tokens:token_rotate", args=[token.pk])
    for answer in (browser(agent).get(page), browser(agent).post(page)):
        assert formats.uk_date(now() + timedelta(days=1)) in answer.content.decode()
        assert formats.uk_date(now() + timedelta(days=7)) not in answer.content.decode()


def test_a_revoked_token_is_told_as_revoked(agent: User) -> None:
    token, _text = interface.token(agent)
    page = browser(agent).post(reverse("tokens:token_revoke", args=[token.pk]), follow=True).content.decode()
    assert "opens nothing any more" in page
    assert "Revoked" in page


def test_among_members_a_system_is_told_from_people(programme: Programme, agent: User) -> None:
    interface.token(agent)
    commissioner = builders.member(programme, Role.COMMISSIONER)
    page = browser(commissioner).get(reverse("stages:members", args=[programme.slug])).content.decode()
    assert "North Works: Case management" in page
    assert "A system, by a token" in page


def test_whoever_takes_a_role_away_is_told_which_tokens_the_person_may_still_know(
    programme: Programme, agent: User
) -> None:
    token, _text = interface.token(agent)
    commissioner = browser(builders.member(programme, Role.COMMISSIONER))
    page = reverse("stages:member_remove", args=[programme.slug, agent.memberships.get().pk])
    told = commissioner.get(page).content.decode()
    assert "They have made tokens for systems" in told
    assert f"pbr_{token.prefix}_" in told
    commissioner.post(reverse("tokens:token_revoke", args=[token.pk]))
    assert "They have made tokens" not in commissioner.get(page).content.decode()


def test_many_tokens_come_in_pages_those_that_open_nothing_last(agent: User, programme: Programme) -> None:
    first, _text = interface.token(agent)
    tokens_action.revoke(token=first, by=agent, at=now())
    for _number in range(20):
        interface.token(agent)
    page = browser(agent).get("/tokens/")
    assert len(page.context["rows"]) == 20
    assert "Revoked" not in page.content.decode()
    page = browser(agent).get("/tokens/", {"page": 2})
    assert [row.token.pk for row in page.context["rows"]] == [first.pk]
