"""The pages of the agreement tests, as those see them who write, decide, and only look."""

import pytest
from django.test import Client
from django.urls import reverse

from contracts.models import AgreementTest
from tests import builders as general
from tests.contracts import builders, trials

pytestmark = pytest.mark.django_db


def url(name: str, place: builders.Setting, *more: object) -> str:
    return reverse(f"contracts:agreement_test_{name}", args=[place.programme.slug, *more])


def text(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_there_is_nothing_to_try_before_there_is_a_definition(client: Client, place: builders.Setting) -> None:
    client.force_login(place.commissioner)
    assert "No definition yet" in text(client, url("list", place))


def test_a_writer_begins_pastes_cases_and_opens(client: Client, place: builders.Setting) -> None:
    builders.draft(place)
    client.force_login(place.commissioner)
    assert "Not tried yet" in text(client, url("list", place))
    page = client.post(url("begin", place, "job"), follow=True).content.decode()
    assert "No case is written yet." in page
    page = client.post(url("cases", place, 1), {"text": "Short\n" + trials.LINES[0]}).content.decode()
    assert "Line 1: “Short” is too short" in page
    page = client.post(url("cases", place, 1), {"text": "\n".join(trials.LINES)}, follow=True).content.decode()
    assert "20 cases added." in page
    page = client.post(reverse("contracts:agreement_test_detail", args=[place.programme.slug, 1]), {"people": "2"},
                       follow=True).content.decode()  # fmt: skip
    assert "Nobody has begun. 2 people are needed." in page
    page = client.post(url("remove_case", place, 1, 1), follow=True).content.decode()
    assert "can no longer be changed" in page


def test_a_person_decides_one_by_one_and_finishes(client: Client, place: builders.Setting) -> None:
    builders.draft(place)
    test = trials.opened(place.programme, place.commissioner)
    trials.decide(test, place.member, cases=18)
    client.force_login(place.member)
    assert "Go on deciding" in text(client, url("detail", place, 1))
    assert "Case 19" in text(client, url("answer", place, 1))
    page = client.post(url("answer", place, 1), {"number": "19"}).content.decode()
    assert "Select whether the case counts" in page
    answer = {"number": "19", "answer": "counts", "reason": "28 weeks are more than 26."}
    assert "Case 20" in client.post(url("answer", place, 1), answer, follow=True).content.decode()
    assert "You have decided case 19 already" in client.post(url("answer", place, 1), answer).content.decode()
    page = client.post(url("answer", place, 1), answer | {"number": "20"}, follow=True).content.decode()
    assert "You have decided every case." in page
    assert "18 of" not in page


def test_the_result_shows_where_they_differ_and_what_to_change(client: Client, place: builders.Setting) -> None:
    builders.draft(place)
    test = trials.opened(place.programme, place.commissioner)
    trials.decide(test, place.member)
    trials.decide(test, place.for_principal, otherwise={16: "counts"})
    client.force_login(place.for_agent)
    page = text(client, url("detail", place, 1))
    assert "19 of 20 (95%)" in page
    assert "The definition is clear" in page
    assert trials.LINES[15] in page
    assert "Write what is to be changed" not in page
    assert client.get(url("conclude", place, 1)).status_code == 403
    client.force_login(place.commissioner)
    page = client.post(url("conclude", place, 1), {"conclusion": "Say what a week is."}, follow=True).content.decode()
    assert "Say what a week is." in page
    assert "19 of 20 alike" in text(client, url("list", place))


def test_a_place_is_freed(client: Client, place: builders.Setting) -> None:
    builders.draft(place)
    test = trials.opened(place.programme, place.commissioner)
    trials.decide(test, place.member, cases=1)
    client.force_login(place.commissioner)
    sitting = test.sittings.get()
    page = client.post(url("give_up", place, 1, sitting.pk), follow=True).content.decode()
    assert "is free for somebody else" in page
    assert client.post(url("give_up", place, 1, 0)).status_code == 404


def test_a_stranger_finds_nothing(client: Client, place: builders.Setting) -> None:
    builders.draft(place)
    trials.begun(place.programme, place.commissioner)
    client.force_login(general.user())
    assert client.get(url("detail", place, 1)).status_code == 404
    client.force_login(place.commissioner)
    assert client.get(url("detail", place, 2)).status_code == 404
    assert AgreementTest.objects.count() == 1
