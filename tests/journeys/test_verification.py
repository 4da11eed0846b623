"""A verifier checks a drawn claim, and another agrees that it fails, having seen what that changes."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils.timezone import now

from accounts.models import Role, User
from outcomes.actions import checks
from tests import builders
from tests.journeys.conftest import Person
from tests.payments.verifying import World

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_claim_is_checked_by_one_verifier_and_failed_by_another(as_person: Callable[[User], Person]) -> None:
    world = World()
    item = world.drawn(recovery="point", recovery_basis="Clause 12")[0]
    first = as_person(world.first)
    first.go(world.page("plan_list"), "Verification")
    first.look_on_a_phone()
    first.follow("30 claims to be checked", "Drawn claims")
    first.look_on_a_phone()
    first.follow(str(item.claim_id), str(item.claim))
    first.follow("Decide", "Decide on the claim")
    first.choose("verdict", "failed")
    first.press("Record the decision")
    first.refused("Select what is wrong with the claim")
    first.select("reason", "Outcome not met")
    first.fill(note="The employer does not know them.")
    first.press("Record the decision")
    first.told("Your decision is recorded.")
    first.sees("another verifier has to confirm it")

    second = as_person(world.second)
    second.go(world.page("item_detail", item.pk), str(item.claim))
    second.look_on_a_phone()
    second.follow("Look at the failure", "Look at the failure")
    second.sees("£1,200.00 is stated for this claim")
    second.choose("agree", "yes")
    second.press("Record the decision")
    second.told("Your decision is recorded.")
    second.go(world.page("plan_detail", 1), "Jobs of spring")
    second.look_on_a_phone()
    second.follow("What this changes on statements", "What it changes on statements")
    second.look_on_a_phone()
    second.go(world.page("plan_redraw", 1), "Draw again")
    second.sees("Drawing again gives the same claims.")


def test_an_agent_appeals_and_somebody_who_has_not_decided_before_upholds_it(
    as_person: Callable[[User], Person],
) -> None:
    world = World()
    item = world.drawn()[0]
    given: dict[str, Any] = {"item": item, "at": now()}
    checks.check(verdict="failed", reason="not_met", note="The employer does not know them.", by=world.first, **given)
    checks.confirm(agree=True, by=world.second, **given)
    agent = as_person(world.for_agent)
    agent.go(world.page("item_detail", item.pk), str(item.claim))
    agent.follow("Appeal", "Appeal")
    agent.look_on_a_phone()
    agent.press("Send the appeal")
    agent.refused("Enter why the claim should stand")
    agent.fill(text="The employer has changed its name since.")
    agent.press("Send the appeal")
    agent.told("The appeal is sent to somebody who has not decided on this claim before.")

    first = as_person(world.first)
    first.go(world.page("item_detail", item.pk), str(item.claim))
    first.sees("somebody else has to decide the appeal")
    third = as_person(builders.member(world.programme, Role.VERIFIER))
    third.go(world.page("item_detail", item.pk), str(item.claim))
    third.follow("Decide the appeal", "Decide the appeal")
    third.look_on_a_phone()
    third.sees("The employer has changed its name since.")
    third.choose("uphold", "yes")
    third.fill(note="The payroll has them under the new name.")
    third.press("Record the decision")
    third.told("The appeal is decided.")
    agent.go(world.page("item_detail", item.pk), str(item.claim))
    agent.sees("The payroll has them under the new name.")
