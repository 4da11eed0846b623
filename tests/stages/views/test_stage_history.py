"""The history of a stage and of a programme, and two visits of one stage side by side."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from stages.actions import gates, registers, visits
from stages.models import Programme
from tests import builders
from tests.stages import tables

pytestmark = pytest.mark.django_db


def page(client: Client, user: User, name: str, *parts: object, query: str = "") -> str:
    client.force_login(user)
    answer = client.get(reverse(f"stages:{name}", args=parts) + query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def twice(programme: Programme, commissioner: User) -> Programme:
    """Stage 1 closed by its gate, reopened, changed, and closed again with another word."""
    builders.stage_1_records(programme)
    for number, (words, day) in enumerate((("It fits.", 10), ("It still fits.", 30)), start=1):
        visit = builders.open_visit(programme, 1)
        builders.confirm_all(visit, at=builders.later(days=day - 1))
        request = gates.ask(visit=visit, note="Ready", by=commissioner, at=builders.later(days=day - 1))
        if number == 1:
            visits.send_back(
                subject=request, by=commissioner, at=builders.later(days=day - 1, hours=1), rationale="Ask the hostels."
            )
        visits.close_stage(visit=visit, by=commissioner, at=builders.later(days=day), decision=words)
        if number == 1:
            visits.reopen(
                programme=programme, stage=1, because="A new law.", by=commissioner, at=builders.later(days=20),
                finding=None,
            )  # fmt: skip
            registers.add_horizon(
                programme=programme, item="Duty to house", kind="law", likelihood="high",
                expected_on=date(2027, 4, 1), effect="More is owed.",
                by=commissioner, at=builders.later(days=21),
            )  # fmt: skip
    return programme


def test_the_history_tells_visits_gates_and_words_latest_first(
    client: Client, twice: Programme, analyst: User, commissioner: User
) -> None:
    shown = page(client, analyst, "stage_history", twice.slug, 1)
    told = ["It still fits.", "A new law.", "It fits.", "Ask the hostels.", "Seen in the minutes of the board."]
    places = [shown.index(words) for words in told[:4]]
    assert places == sorted(places)
    assert all(words in shown for words in told)
    assert shown.count(commissioner.name) >= 4
    assert "Stage 2," not in shown


def test_the_programme_has_one_history_of_all_stages(client: Client, twice: Programme, analyst: User) -> None:
    shown = page(client, analyst, "programme_history", twice.slug)
    assert "Stage 2, Principal identification" in shown
    assert "It still fits." in shown


def test_a_stage_that_never_opened_says_what_will_be_here(client: Client, programme: Programme, analyst: User) -> None:
    assert "Nothing has happened yet" in page(client, analyst, "stage_history", programme.slug, 5)


def test_a_long_history_comes_in_pages(client: Client, programme: Programme, analyst: User) -> None:
    for _number in range(26):
        builders.finding(programme, stages=(1,))
    assert "Next" in page(client, analyst, "stage_history", programme.slug, 1)
    assert "visit 1" in page(client, analyst, "stage_history", programme.slug, 1, query="?page=2")


def test_the_number_of_queries_does_not_grow_with_the_history(
    client: Client, twice: Programme, analyst: User, django_assert_max_num_queries: object
) -> None:
    for _number in range(12):
        builders.action(builders.finding(twice, stages=(1,)))
    client.force_login(analyst)
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        client.get(reverse("stages:stage_history", args=[twice.slug, 1]))


def test_agents_do_not_read_what_was_said_of_candidates(client: Client, programme: Programme, agent: User) -> None:
    builders.closed_stage_3(programme)
    tables.MISSING.append("Nobody sits for service users.")
    shown = page(client, agent, "stage_history", programme.slug, 3)
    assert "Confirmed" in shown
    assert "Seen in the minutes of the board." not in shown


def test_two_visits_stand_side_by_side_with_what_changed_in_between(
    client: Client, twice: Programme, analyst: User
) -> None:
    shown = page(client, analyst, "visit_compare", twice.slug, 1)
    assert "It fits." in shown
    assert "It still fits." in shown
    assert "Horizon entry “Duty to house”: added" in shown
    assert "A scheme of good practice" not in shown
    assert "Every criterion says the same." in shown


def test_an_open_visit_is_compared_as_its_gate_stands(client: Client, twice: Programme, commissioner: User) -> None:
    visits.reopen(
        programme=twice, stage=1, because="Asked again.", by=commissioner, at=builders.later(days=40), finding=None
    )
    shown = page(client, commissioner, "visit_compare", twice.slug, 1)
    assert "Visit 3 is still open" in shown
    assert "To be confirmed" in shown
    chosen = page(client, commissioner, "visit_compare", twice.slug, 1, query="?first=1&second=2")
    assert "is still open: this" not in chosen
    assert "Every criterion says the same." in chosen


def test_visits_the_wrong_way_round_are_asked_for_again(client: Client, twice: Programme, analyst: User) -> None:
    shown = page(client, analyst, "visit_compare", twice.slug, 1, query="?first=2&second=1")
    assert "Select an earlier visit first" in shown
    assert "visit_compare" not in page(client, analyst, "visit_compare", twice.slug, 1, query="?first=9&second=x")


def test_one_visit_alone_cannot_be_compared(client: Client, programme: Programme, analyst: User) -> None:
    assert "There are no two visits to compare" in page(client, analyst, "visit_compare", programme.slug, 1)


def test_a_stranger_finds_none_of_the_pages(client: Client, twice: Programme, stranger: User) -> None:
    client.force_login(stranger)
    for address in (
        reverse("stages:programme_history", args=[twice.slug]),
        reverse("stages:stage_history", args=[twice.slug, 1]),
        reverse("stages:visit_compare", args=[twice.slug, 1]),
    ):
        assert client.get(address).status_code == 404


def test_there_are_seven_stages(client: Client, programme: Programme, analyst: User) -> None:
    client.force_login(analyst)
    for name in ("stage_history", "visit_compare"):
        assert client.get(reverse(f"stages:{name}", args=[programme.slug, 8])).status_code == 404
