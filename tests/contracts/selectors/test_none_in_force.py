"""What is said where something happened on a day on which no version is in force."""

from datetime import date

import pytest

from contracts.selectors import agreements
from tests.contracts import builders

pytestmark = pytest.mark.django_db


def test_agreements_that_are_missing_are_named(place: builders.Setting) -> None:
    builders.propose(place)
    assert agreements.none_in_force(place.programme, date(2026, 5, 1)) == (
        "No contract version is in force on 01/05/2026. Version 1 would be, once it is agreed: agreements are missing "
        "of Treasury (principal), Northway (agent), Expert Body."
    )


def test_a_day_before_every_version_needs_another_day(place: builders.Setting) -> None:
    builders.propose(place)
    assert agreements.none_in_force(place.programme, date(2025, 5, 1)) == (
        "No contract version is in force on 01/05/2025."
    )
