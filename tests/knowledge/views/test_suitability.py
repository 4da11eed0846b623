import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from knowledge.actions import limits
from knowledge.models import Assessment
from knowledge.selectors import suitability
from tests import builders

pytestmark = pytest.mark.django_db
START = {"side": "commissioner", "service": "Homes for rough sleepers"}


def text(page: object) -> str:
    return re.sub(r"\s+", " ", page.content.decode())  # type: ignore[attr-defined]  # a response of the test client


def begin(client: Client) -> str:
    """The address of the first question."""
    return client.post(reverse("knowledge:suitability"), START).headers["Location"]


def question(key: str, number: int) -> str:
    return reverse("knowledge:suitability_question", args=[key, number])


def result(key: str) -> str:
    return reverse("knowledge:suitability_result", args=[key])


def test_a_stranger_reads_what_the_tool_is_and_how_long_it_takes(client: Client) -> None:
    page = text(client.get(reverse("knowledge:suitability")))
    assert "about 20 minutes" in page
    assert "You need no account" in page
    assert "/knowledge/glossary/" not in page


def test_a_side_must_be_chosen(client: Client) -> None:
    page = text(client.post(reverse("knowledge:suitability"), {}))
    assert "There is a problem" in page
    assert not Assessment.objects.exists()


def test_a_stranger_answers_every_page_and_gets_advice(client: Client) -> None:
    address = begin(client)
    key = address.split("/")[-4]
    for page in suitability.tool().pages:
        shown = text(client.get(address))
        assert f"Question {page.number} of 12" in shown
        assert "What is known" in shown
        given = builders.fitting(page)
        address = client.post(address, given).headers["Location"]
    assert address == result(key)
    advice = text(client.get(address))
    assert "Suitable: nothing that you answered speaks against it" in advice
    assert "10 of 10 hold in full" in advice


def test_the_providers_side_is_asked_as_a_provider(client: Client) -> None:
    _kept, key = builders.answers(side="provider", until=0)
    assert "being paid by results" in text(client.get(question(key, 1)))


def test_a_fourth_reason_is_refused_and_the_choice_is_still_there(client: Client) -> None:
    _kept, key = builders.answers(until=0)
    page = text(client.post(question(key, 1), {"reasons": ["outcomes", "quality", "value", "risk"]}))
    assert "Choose at most 3. You chose 4" in page
    assert page.count(" checked") == 4


def test_a_page_without_answers_says_what_to_answer(client: Client) -> None:
    _kept, key = builders.answers(until=1)
    page = text(client.post(question(key, 2), {"clear": "yes"}))
    assert "Answer “Who could check that an outcome happened?”" in page


def test_a_feature_without_a_reason_is_asked_for_it(client: Client) -> None:
    _kept, key = builders.answers(until=11)
    given = builders.fitting(suitability.page(12)) | {"why_cohort": ""}
    assert "Give your reason: it is clear who belongs to the people served" in text(
        client.post(question(key, 12), given)
    )


def test_somebody_who_comes_back_finds_what_is_left(client: Client) -> None:
    _kept, key = builders.answers(until=4)
    page = text(client.get(result(key)))
    assert "Not finished yet" in page
    assert "Keep this link to come back" in page
    assert question(key, 5) in page


def test_the_secret_is_not_kept_and_a_guess_finds_nothing(client: Client) -> None:
    kept, key = builders.answers(until=1)
    assert key not in str(Assessment.objects.values().get(pk=kept.pk))
    assert client.get(result(str(kept.pk))).status_code == 404
    assert client.get(result("guessed")).status_code == 404


def test_a_signed_in_persons_answers_are_listed_for_them_alone(client: Client) -> None:
    owner, other = builders.user(), builders.user()
    _kept, key = builders.answers(by=owner, until=2)
    client.force_login(owner)
    assert "Homes for rough sleepers" in text(client.get(reverse("knowledge:suitability")))
    assert client.get(result(key)).status_code == 200
    client.force_login(other)
    assert "Homes for rough sleepers" not in text(client.get(reverse("knowledge:suitability")))
    assert client.get(result(key)).status_code == 404
    assert client.post(question(key, 1), {"reasons": ["value"]}).status_code == 404


def test_a_page_that_does_not_exist_is_not_found(client: Client) -> None:
    _kept, key = builders.answers(until=0)
    assert client.get(question(key, 13)).status_code == 404


def test_secret_pages_are_kept_in_no_cache(client: Client) -> None:
    _kept, key = builders.answers(until=0)
    assert "no-store" in client.get(question(key, 1)).headers["Cache-Control"]


def test_too_many_beginnings_from_one_address_are_refused(client: Client) -> None:
    for _time in range(limits.MOST["begin"]):
        begin(client)
    page = client.post(reverse("knowledge:suitability"), START)
    assert "too often from your network" in text(page)
    assert Assessment.objects.count() == limits.MOST["begin"]


def test_two_peoples_answers_are_compared_with_the_differences_first(client: Client) -> None:
    _first, key = builders.answers()
    _second, other = builders.answers(side="provider", cash=["no"])
    compare = reverse("knowledge:suitability_compare", args=[key])
    page = text(client.post(compare, {"link": f"http://testserver{result(other)}"}))
    assert "1 answer differs" in page
    assert page.index("Cash") < page.index("answers agree")
    assert "Suitable if 1 condition is met" in page


def test_a_link_without_answers_is_refused_with_what_to_do(client: Client) -> None:
    _first, key = builders.answers()
    page = text(client.post(reverse("knowledge:suitability_compare", args=[key]), {"link": "https://example.org/x"}))
    assert "There are no answers behind this link" in page


def test_the_result_is_a_tagged_pdf(client: Client) -> None:
    _kept, key = builders.answers(cash=["partly"], timing=["beyond"])
    answer = client.get(reverse("knowledge:suitability_pdf", args=[key]))
    body = b"".join(answer) if answer.streaming else answer.content
    assert answer.headers["Content-Type"] == "application/pdf"
    assert body.startswith(b"%PDF")
    assert b"pdfuaid" in body


def test_too_many_pdfs_are_refused_and_the_result_says_so(client: Client) -> None:
    _kept, key = builders.answers()
    for _time in range(limits.MOST["pdf"]):
        limits.take("pdf", address="127.0.0.1", at=now())
    page = client.get(reverse("knowledge:suitability_pdf", args=[key]), follow=True)
    assert "too often from your network" in text(page)
