"""An agent reports a measured figure, a verifier confirms it, and the statement tells what came of it."""

from collections.abc import Callable
from datetime import date

import pytest

from accounts.models import User
from contracts.actions import versions
from tests.contracts import documents
from tests.journeys.conftest import Person
from tests.payments import scheme
from tests.payments.test_measured_figures import BANDED, METRIC, SERVICE, World

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_figure_is_reported_confirmed_and_explained(as_person: Callable[[User], Person]) -> None:
    world = World()
    agent = as_person(world.for_agent)
    agent.go(world.page("measurement_list"), "Measured figures")
    agent.look_on_a_phone()
    agent.follow("Units delivered", "Units delivered")
    agent.fill(numerator="85", denominator="0", source="Register of units")
    agent.fill_date("measured_on", date(2026, 4, 20))
    agent.press("Report the figure")
    agent.refused("Enter a denominator above zero")
    agent.fill(denominator="100")
    agent.press("Report the figure")
    agent.told("Nothing is paid by it until somebody else confirms it.")
    agent.look_on_a_phone()

    found = world.programme.measurements.get()
    verifier = as_person(world.verifier)
    verifier.go(world.page("measurement_detail", found.pk), "Units delivered")
    verifier.follow("Confirm or refuse it", "Confirm or refuse the figure")
    verifier.look_on_a_phone()
    verifier.choose("kind", "confirmed")
    verifier.press("Record the decision")
    verifier.told("Your decision is recorded.")
    world.scheme.price()

    statement = world.scheme.statement("2026-q1")
    verifier.go(f"/programmes/{world.programme.slug}/statements/{statement.pk}/", "Northway")
    verifier.follow("Units bonus", "Units bonus")
    verifier.sees("−5% × £1,000.00")
    verifier.sees("85 ÷ 100")
    verifier.look_on_a_phone()


def test_bands_are_written_in_words(as_person: Callable[[User], Person]) -> None:
    world = World()
    terms = documents.version(
        **scheme.terms(effective_from="2027-01-01", metrics=[METRIC], rules=[SERVICE, BANDED], caps=[])
    )
    version = versions.draft_from(
        programme=world.programme, document=terms, by=world.scheme.place.commissioner, at=scheme.PRICED
    )
    person = as_person(version.drafted_by)
    person.go(f"{version.get_absolute_url()}rules/by-units/", "Banded metric")
    person.look_on_a_phone()
    person.fill(bands="less than 90%: −5%\nmore than 95%: 5%")
    person.press("Save")
    person.refused("belong to none")
    person.fill(bands="less than 90%: −5%\n90% or more: 5%")
    person.press("Save")
    person.told("The payment rule is saved.")
    person.sees("Less than 90%: 5% of what “Fee” pays is taken away; 90% or more: 5% of what “Fee” pays.")
    person.go(f"{version.get_absolute_url()}rules/add/cohort_reduction/", "Cohort reduction")
    person.look_on_a_phone()
