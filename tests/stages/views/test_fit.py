import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role, User
from knowledge.models import Assessment
from knowledge.selectors import suitability
from stages.models import Programme
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme() -> Programme:
    return builders.programme()


def signed_in(client: Client, person: User) -> Client:
    client.force_login(person)
    return client


def read(client: Client, name: str, *where: object) -> str:
    return client.get(reverse(f"stages:{name}", args=where)).content.decode()


def test_a_member_answers_inside_the_programme_and_the_stage_says_so(client: Client, programme: Programme) -> None:
    signed_in(client, builders.member(programme, Role.COMMISSIONER))
    assert "Nobody has answered yet" in read(client, "fit", programme.slug)
    address = client.post(reverse("stages:fit", args=[programme.slug]), {"side": "provider"}).headers["Location"]
    for page in suitability.tool().pages:
        assert f"Question {page.number} of 12" in client.get(address).content.decode()
        address = client.post(address, builders.fitting(page)).headers["Location"]
    assert "Suitable: nothing that you answered" in client.get(address).content.decode()
    stage = read(client, "stage_detail", programme.slug, 1)
    assert "Should this be Payment by Results?" in stage
    assert "Suitable: nothing that you answered" in stage


def test_another_member_reads_the_advice_and_is_offered_no_change(client: Client, programme: Programme) -> None:
    fit = builders.fit_answers(programme, by=builders.member(programme, Role.COMMISSIONER), cash=["partly"])
    signed_in(client, builders.member(programme, Role.ANALYST))
    page = read(client, "fit_result", programme.slug, fit.pk)
    assert "Suitable if 1 condition is met" in page
    assert "Change<span" not in page
    assert "Give your own answers" not in read(client, "fit", programme.slug)


def test_a_stranger_finds_no_answers(client: Client, programme: Programme) -> None:
    fit = builders.fit_answers(programme)
    signed_in(client, builders.user())
    assert client.get(reverse("stages:fit_result", args=[programme.slug, fit.pk])).status_code == 404


def test_answers_of_a_programme_are_not_found_outside_it(client: Client, programme: Programme) -> None:
    person = builders.member(programme, Role.COMMISSIONER)
    fit = builders.fit_answers(programme, by=person)
    signed_in(client, person)
    assert client.get(reverse("knowledge:suitability_result", args=[fit.pk])).status_code == 404


def test_a_closed_stage_refuses_new_answers_with_what_to_do(client: Client, programme: Programme) -> None:
    person = builders.member(programme, Role.COMMISSIONER)
    fit = builders.fit_answers(programme, by=person)
    builders.pass_decided_elsewhere(programme, 1)
    signed_in(client, person)
    client.post(reverse("stages:fit", args=[programme.slug]), {"side": "provider"})
    question = reverse("stages:fit_question", args=[programme.slug, fit.pk, 1])
    page = client.post(question, {"reasons": ["risk"]}).content.decode()
    assert "There is a problem" in page
    assert Assessment.objects.get().answers["reasons"] == ["outcomes"]


def test_two_members_answers_are_compared(client: Client, programme: Programme) -> None:
    one = builders.fit_answers(programme, by=builders.member(programme, Role.COMMISSIONER))
    two = builders.fit_answers(programme, by=builders.member(programme, Role.PRINCIPAL), cost=["some"])
    signed_in(client, builders.member(programme, Role.ANALYST))
    assert "Compare two people" in read(client, "fit", programme.slug)
    address = reverse("stages:fit_compare", args=[programme.slug])
    page = client.get(address, {"first": one.pk, "second": two.pk}).content.decode()
    assert "1 answer differs" in page
    assert page.index("What will measuring cost?") < page.index("Why Payment by Results?")


def test_there_is_nothing_to_compare_with_one_persons_answers(client: Client, programme: Programme) -> None:
    builders.fit_answers(programme)
    signed_in(client, builders.member(programme, Role.ANALYST))
    assert "There is nothing to compare yet" in read(client, "fit_compare", programme.slug)


def test_the_advice_is_a_pdf_for_members(client: Client, programme: Programme) -> None:
    fit = builders.fit_answers(programme, cash=["no"])
    signed_in(client, builders.member(programme, Role.ANALYST))
    answer = client.get(reverse("stages:fit_pdf", args=[programme.slug, fit.pk]))
    assert answer.headers["Content-Type"] == "application/pdf"
