"""A visitor without an account asks whether a service should be paid by results, leaves, comes back and compares."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from knowledge.selectors import suitability
from tests import builders
from tests.journeys.conftest import Person

pytestmark = pytest.mark.django_db(transaction=True)

AGAINST = {"complexity": "several", "cash": "no"}


@pytest.fixture
def visitor(as_person: "Callable[..., Person]", page: Page) -> Person:
    """Somebody who has not signed in."""
    person = as_person(builders.user())
    page.context.clear_cookies()
    return person


def answer(person: Person, number: int) -> None:
    page = suitability.page(number)
    person.at(page.title)
    person.sees(f"Question {number} of 12")
    for question in page.questions:
        person.choose(question.code, AGAINST.get(question.code, question.options[0].code))
    for feature in suitability.tool().features if page.is_screen else ():
        person.choose(f"screen_{feature}", "1")
        person.fill(**{f"why_{feature}": "Nobody has looked into this yet."})
    person.press("Save and continue")


def test_a_visitor_is_advised_and_comes_back(visitor: Person) -> None:
    visitor.go("/knowledge/should-this-be-pbr/", "Should this be PbR?")
    visitor.look_on_a_phone()
    visitor.press("Start")
    visitor.refused("From which side do you answer?")
    visitor.choose("side", "commissioner")
    visitor.fill(service="Homes for young people")
    visitor.press("Start")
    visitor.at("Why Payment by Results?")
    for reason in ("outcomes", "risk", "value", "quality"):
        visitor.choose("reasons", reason)
    visitor.press("Save and continue")
    visitor.refused("Choose at most 3. You chose 4")
    visitor.page.locator("[name=reasons][value=quality]").uncheck()
    visitor.press("Save and continue")
    for number in range(2, 5):
        answer(visitor, number)

    visitor.at("Is there a market, and the cash?")
    visitor.look_on_a_phone()
    visitor.follow("See all your answers", "Not finished yet")
    link = visitor.page.url
    visitor.page.goto("about:blank")
    visitor.page.goto(link)
    visitor.follow("Continue", "Is there a market, and the cash?")
    for number in range(5, 13):
        answer(visitor, number)

    visitor.at("Another model fits better: pooled budget")
    visitor.sees("move risk to providers who cannot carry it")
    visitor.look_on_a_phone()
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("button", name="Download as PDF").click()
    assert download.value.suggested_filename == "should-this-be-pbr.pdf"

    _other, key = builders.answers(side="provider")
    visitor.follow("Compare with somebody else", "Compare two people")
    visitor.fill(link=f"{visitor.address}/knowledge/should-this-be-pbr/{key}/")
    visitor.press("Compare")
    visitor.sees("answers differ")
    visitor.look_on_a_phone()
