"""An agent is asked about results that cluster at the end of a period, replies, and the commissioner accepts it."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from accounts.models import User
from tests.journeys.conftest import Person
from tests.monitoring import asking, scenes

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
WHY = "A job fair in the last week of March led to most of these."
REASON = "The list of the fair bears it out."


def test_from_a_question_to_a_reply_that_is_accepted(as_person: Callable[[User], Person]) -> None:
    scene = scenes.scene()
    question = asking.question(scene)
    agent = as_person(scene.for_north)
    agent.go("/", "Your work")
    agent.sees("Question to answer")
    agent.sees("Say what explains the figures")
    agent.follow(question.name, question.name)
    agent.press("Reply")
    agent.refused("Enter what explains the figures")
    agent.fill(text=WHY)
    agent.press("Reply")
    agent.told("Your reply is recorded")
    agent.sees(WHY)
    agent.look_on_a_phone()
    commissioner = as_person(scene.commissioner)
    commissioner.go("/", "Your work")
    commissioner.sees("Reply to read")
    commissioner.go(reverse("monitoring:gaming_list", args=[scene.programme.slug]), "Questions")
    commissioner.look_on_a_phone()
    commissioner.follow(question.name, question.name)
    commissioner.sees(WHY)
    commissioner.follow("Settle the question", "Settle the question")
    commissioner.choose("kind", "accepted")
    commissioner.fill(reason=REASON)
    commissioner.look_on_a_phone()
    commissioner.press("Settle the question")
    commissioner.told("The question is settled")
    commissioner.sees(REASON)
    agent = as_person(scene.for_north)
    agent.go(question.get_absolute_url(), question.name)
    agent.sees(REASON)
    agent.look_on_a_phone()
    agent.go("/", "Your work")
    agent.sees_not("Question to answer")
