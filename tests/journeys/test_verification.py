"""A verifier checks a drawn claim, and another agrees that it fails, having seen what that changes."""

from collections.abc import Callable

import pytest

from accounts.models import User
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
