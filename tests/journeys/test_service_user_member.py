"""A member who sits for the service users takes the seat, reads in plain words, adds a voice and sees what changed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now

from accounts.models import User
from expertbody.models import Voice
from stages.models import Programme
from tests import builders
from tests.expertbody import bodies
from tests.journeys.conftest import Person

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def a_programme_that_asks_for_a_decision() -> Programme:
    programme = builders.programme_at_stage(5, at=now() - timedelta(days=40))
    builders.body(programme, from_date=localdate() - timedelta(days=30))
    builders.finding(programme, stages=(5,), at=now() - timedelta(days=3))
    return programme


def take_the_seat(person: Person, programme: Programme) -> None:
    person.go(
        reverse("expertbody:invitation_answer", args=[programme.slug, bodies.TOKENS[-1]]), "A seat on the Expert Body"
    )
    person.look_on_a_phone()
    person.press("Send the answer")
    person.refused("Select whether you take the seat")
    person.choose("answer", "accept")
    person.press("Send the answer")
    person.at("Expert Body")
    person.told("The seat is yours.")


def read_in_plain_words(person: Person) -> None:
    person.go("/", "Your work")
    person.follow("In plain words", "In plain words")
    person.sees("What it means for people who use the service")
    person.look_on_a_phone()
    person.press("Show me plain words first")
    person.at("Your work")
    person.told("Plain words are shown first.")
    person.sees("The paper itself")


def add_a_voice(person: Person, programme: Programme) -> Voice:
    person.go(reverse("expertbody:voice_list", args=[programme.slug]), "Voices")
    person.follow("Add a voice", "Add a voice")
    person.look_on_a_phone()
    person.choose("gathered", "interview")
    person.fill(said="I waited nine weeks. Ring me on 07700 900123.", theme="Waiting times")
    person.choose("stages", "5")
    person.press("Keep what was said")
    person.refused("The text seems to hold a telephone number")
    person.fill(said="I waited nine weeks.")
    person.press("Keep what was said")
    person.told("What was said is kept, without a name.")
    person.at("Voices")
    person.look_on_a_phone()
    return Voice.objects.get(programme=programme)


def say_what_changed(person: Person, voice: Voice) -> None:
    person.go(voice.get_absolute_url(), "Waiting times")
    person.follow("Say what changed", "Say what changed")
    person.fill(said="You are seen within two weeks now.")
    person.press("Keep the answer")
    person.told("The answer is kept.")
    person.go(reverse("expertbody:what_changed", args=[voice.programme.slug]), "What changed because of what you said")
    person.sees("You are seen within two weeks now.")
    person.look_on_a_phone()


def test_who_sits_for_the_service_users_is_heard_and_told_what_changed(as_person: Callable[[User], Person]) -> None:
    programme = a_programme_that_asks_for_a_decision()
    bodies.invitation(programme, at=now())
    person = as_person(User.objects.get(email="ada@example.org"))
    take_the_seat(person, programme)
    read_in_plain_words(person)
    voice = add_a_voice(person, programme)
    say_what_changed(person, voice)
    person.go(reverse("stages:stage_detail", args=[programme.slug, 5]), "Delivery")
    person.sees("I waited nine weeks.")
    person.go(reverse("expertbody:composition", args=[programme.slug]), "Expert Body")
    person.look_on_a_phone()
    for page, heading in [("decision_list", "Decisions"), ("review_list", "Reviews"), ("seat_history", "Who sat when")]:
        person.go(reverse(f"expertbody:{page}", args=[programme.slug]), heading)
        person.look_on_a_phone()
