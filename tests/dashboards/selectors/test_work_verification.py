"""Drawn claims on the task lists of those for whom they wait."""

import pytest

from accounts.models import User
from dashboards.selectors import viewer, work_verification
from outcomes.actions import checks
from tests.payments.scheme import PRICED
from tests.payments.verifying import World

pytestmark = pytest.mark.django_db


def waits(user: User) -> dict[str, str]:
    found = work_verification.of_samples(viewer.look(user, PRICED.date()))
    return {matter.kind: matter.title for matter in found}


def test_each_person_is_told_which_drawn_claims_wait_for_them() -> None:
    world = World()
    items = world.drawn()
    assert waits(world.first) == {"Claims to check": "Jobs of spring: 30 claims"}
    assert waits(world.for_agent) == waits(world.commissioner) == {}
    checks.ask(item=items[0], text="Who?", due_on=PRICED.date(), by=world.first, at=PRICED)
    world.fails(items[1])
    assert waits(world.first) == {"Claims to check": "Jobs of spring: 28 claims"}
    assert waits(world.second)["Failures to look at again"] == "Jobs of spring: 1 claim"
    assert waits(world.for_agent) == {"Evidence to show": "Jobs of spring: 1 claim"}
    checks.confirm(item=items[1], agree=True, by=world.second, at=PRICED)
    checks.appeal(item=items[1], text="They do.", by=world.for_agent, at=PRICED)
    assert waits(world.commissioner) == {"Appeals to decide": "Jobs of spring: 1 claim"}
    assert "Appeals to decide" not in waits(world.second)
