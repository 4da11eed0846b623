"""An analyst plans numbers; a member reads whether the programme made a difference, and what that rests on."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from accounts.models import Role, User
from monitoring.actions import answering
from tests import builders
from tests.journeys.conftest import Person
from tests.monitoring import scenes
from tests.monitoring.scenes import COMPARISON, NOW, YEAR_END

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PAIRED = {**COMPARISON, "code": "how-often", "name": "And how often?", "paired": {"outcome": "job", "per_head": "0.9"}}


def test_numbers_are_planned_and_verdicts_read(as_person: Callable[[User], Person]) -> None:
    scene = scenes.scene(comparisons=[COMPARISON, PAIRED])
    for quarter, achieved in enumerate((24, 25, 26)):
        scene.quarter(quarter, 40, achieved)
    answering.answer(programme=scene.programme, as_of=YEAR_END, by=builders.system(), at=NOW)

    analyst = as_person(builders.member(scene.programme, Role.ANALYST))
    analyst.go(reverse("planning:planning"), "What so many people can show")
    analyst.fill(people="40", share="47.5", matters="5")
    analyst.press("Show")
    analyst.sees("779 people against a fixed level")
    analyst.look_on_a_phone()
    analyst.fill(people="none")
    analyst.press("Show")
    analyst.refused("Number of people")

    member = as_person(scene.member)
    member.go(reverse("monitoring:verdict_list", args=[scene.programme.slug]), "Verdicts")
    member.sees("no payment is changed by a verdict")
    member.look_on_a_phone()
    member.follow("And how often?", "And how often?")
    member.sees("63% of the people achieved it")
    member.sees("moved opposite ways")
    member.look_on_a_phone()
