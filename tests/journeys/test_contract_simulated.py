"""A draft tried by chance in a browser: what is missing, what it costs and rewards, and what another draft would."""

from collections.abc import Callable

import pytest

from accounts.models import User
from tests.contracts import builders
from tests.journeys.conftest import Person
from tests.payments import simulated

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_draft_is_simulated_before_it_is_signed(as_person: Callable[[User], Person]) -> None:
    place = builders.setting()
    version = simulated.draft(place)
    person = as_person(place.commissioner)
    person.go(version.get_absolute_url(), "First version")
    person.follow("Simulations", "Simulations")
    person.look_on_a_phone()
    person.follow("Start a simulation", "Start a simulation")
    person.look_on_a_phone()
    person.fill(runs="5")
    person.press("Start the simulation")
    person.refused("100")
    person.fill(runs="300", seed="7")
    person.press("Start the simulation")
    person.at("Simulation of version 1")
    person.sees("Scenarios side by side")
    person.sees("If the scheme had no effect")
    person.sees("Bunching")
    person.look_on_a_phone()
    person.page.get_by_role("link", name="No effect").first.click()
    person.sees("what they would have reached anyway")
