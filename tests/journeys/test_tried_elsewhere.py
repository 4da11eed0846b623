"""A commissioner looks for who tried it before, sees what was read and what is wrong, and begins a draft with it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.urls import reverse

from accounts.models import Role, User
from stages.actions import findings
from tests import builders
from tests.journeys.conftest import Person
from tests.monitoring.comparators import fact, file, project, release

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_from_a_file_of_another_scheme_to_a_draft_with_its_outcomes(
    as_person: Callable[[User], Person], tmp_path: Path
) -> None:
    programme = builders.programme_at_stage(4)
    commissioner = builders.member(programme, Role.COMMISSIONER)
    finding = builders.finding(programme, stages=(1,))
    findings.accept_and_reopen(subject=finding, rationale="Look elsewhere.", by=builders.system(), at=builders.MOMENT)
    good, bad = tmp_path / "schemes.json", tmp_path / "bad.json"
    good.write_bytes(file([project(), release()]))
    bad.write_bytes(file(project(outcome_pricings=[{"price_per_unit": {"amount": fact("1,200")}}])))
    person = as_person(commissioner)

    person.go(reverse("stages:stage_detail", args=[programme.slug, 1]), "Stakeholder analysis")
    person.follow("Comparators", "Comparators")
    person.sees("No comparators yet")
    person.follow("Send a file", "Send a file about a scheme")
    person.look_on_a_phone()
    person.upload("file", bad)
    person.press("Send the file")
    person.refused("1 thing is wrong")
    person.sees("outcome_pricings/0/price_per_unit/amount/value")
    person.look_on_a_phone()
    person.upload("file", good)
    person.press("Send the file")
    person.at("What was read")
    person.look_on_a_phone()
    person.follow("Steps to Work", "Steps to Work")
    person.sees("£1,022.10")
    person.look_on_a_phone()
    person.follow("Every field", "Every field")
    person.look_on_a_phone()
    person.go(reverse("monitoring:comparator_list", args=[programme.slug]), "Comparators")
    person.sees("Price for one outcome (GBP)")
    person.look_on_a_phone()
    person.go(reverse("monitoring:comparator_detail", args=[programme.slug, 1]), "Steps to Work")
    person.follow("Begin the contract with these outcomes", "Begin with its outcomes")
    person.look_on_a_phone()
    person.choose("outcomes", "0")
    person.tick("with_prices")
    person.press("Add them to the draft")
    person.at("Contract")
    person.told("still to be judged")
