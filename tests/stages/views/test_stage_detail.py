"""The page of a stage says to those who take part what to do, and to readers what is asked of others."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from stages.actions import stakeholders
from stages.models import Programme
from tests import builders


def shown(client: Client, programme: Programme, role: Role, stage: int) -> str:
    client.force_login(builders.member(programme, role))
    page = client.get(reverse("stages:stage_detail", args=[programme.slug, stage])).content.decode()
    return page.partition("<main")[2]


@pytest.mark.parametrize("role", [Role.COMMISSIONER, Role.EXPERT_BODY])
def test_who_keeps_the_records_reads_what_to_do_and_where_to_put_things_right(
    client: Client, programme: Programme, role: Role
) -> None:
    page = shown(client, programme, role, 1)
    assert ">What to do</h2>" in page
    assert "Put this right" in page


@pytest.mark.parametrize("role", [Role.ANALYST, Role.VERIFIER, Role.ADMINISTRATOR])
def test_readers_read_what_is_asked_of_others(client: Client, programme: Programme, role: Role) -> None:
    page = shown(client, programme, role, 1)
    assert ">What is asked of the commissioner and the Expert Body</h2>" in page
    assert "See what there is" in page
    assert "What to do<" not in page
    assert "Put this right" not in page


def test_what_the_register_brings_to_mind_is_said_to_whom_it_is_for(client: Client, programme: Programme) -> None:
    given: dict[str, Any] = {"by": builders.system(), "at": builders.MOMENT}
    tenants = stakeholders.add(programme=programme, name="Tenants", **given)
    stakeholders.score(stakeholder=tenants, power=3, legitimacy=3, urgency=3, evidence="Survey", **given)
    said = "brings to mind, for the commissioner and the Expert Body</strong>"
    assert said in shown(client, programme, Role.ANALYST, 1)
    assert "brings to mind</strong>" in shown(client, programme, Role.COMMISSIONER, 1)


@pytest.mark.django_db
def test_agents_are_asked_at_delivery_and_analysts_are_not(client: Client) -> None:
    programme = builders.programme_at_stage(5)
    assert ">What to do</h2>" in shown(client, programme, Role.AGENT, 5)
    assert ">What is asked of the agents</h2>" in shown(client, programme, Role.ANALYST, 5)


def test_before_a_stage_begins_nobody_is_asked_for_anything(client: Client, programme: Programme) -> None:
    for role in (Role.COMMISSIONER, Role.ANALYST):
        page = shown(client, programme, role, 2)
        assert ">Records</h2>" in page
        assert "asked of" not in page
