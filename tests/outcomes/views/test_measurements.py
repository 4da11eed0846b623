"""The pages of measured figures, as the people who report, confirm and read them use them."""

import pytest
from django.test import Client

from accounts.models import Role
from tests import builders
from tests.kept import kept
from tests.payments.test_measured_figures import World

pytestmark = pytest.mark.django_db

REPORT = {
    "numerator": "110", "denominator": "100", "source": "Register", "evidence": "Extract 7",
    "measured_on_0": "20", "measured_on_1": "4", "measured_on_2": "2026",
}  # fmt: skip


@pytest.fixture
@kept
def world() -> World:
    return World()


def test_an_agent_reports_what_the_contract_waits_for_and_a_verifier_confirms_it(world: World, client: Client) -> None:
    client.force_login(world.for_agent)
    listed = client.get(world.page("measurement_list")).content.decode()
    url = world.page("measurement_report", "units", "2026-q1", world.agent.code)
    assert url in listed
    assert "No figure has been reported yet" in listed
    page = client.post(url, REPORT, follow=True)
    assert "Nothing is paid by it until somebody else confirms it." in page.content.decode()
    assert "110 ÷ 100 (110%)" in page.content.decode()
    found = world.programme.measurements.get()
    assert world.page("measurement_decide", found.pk) not in page.content.decode()
    assert client.get(world.page("measurement_decide", found.pk)).status_code == 403
    client.force_login(world.verifier)
    refused = client.post(world.page("measurement_decide", found.pk), {"kind": "refused"})
    assert "Enter what is wrong with the figure" in refused.content.decode()
    page = client.post(world.page("measurement_decide", found.pk), {"kind": "confirmed"}, follow=True)
    assert "Confirmed by" in page.content.decode()


def test_a_correction_is_reported_with_its_reason(world: World, client: Client) -> None:
    found = world.report(110)
    client.force_login(world.analyst)
    url = world.page("measurement_correct", found.pk)
    assert "Enter why" in client.post(url, REPORT).content.decode()
    page = client.post(url, {**REPORT, "numerator": "85", "reason": "Counted twice."}, follow=True)
    assert "It counts once somebody else has confirmed it." in page.content.decode()
    assert "85 ÷ 100 (85%)" in page.content.decode()
    assert "Corrected: Counted twice." in page.content.decode()
    page = client.post(url, {**REPORT, "reason": "Once more."})
    assert "This figure was corrected before." in page.content.decode()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"numerator": ""}, "Enter the numerator"),
        ({"numerator": "many"}, "must be a number"),
        ({"denominator": "0"}, "Enter a denominator above zero"),
        ({"source": ""}, "Enter the source"),
        ({"measured_on_2": "2999"}, "cannot lie in the future"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    world: World, client: Client, change: dict[str, str], message: str
) -> None:
    client.force_login(world.for_agent)
    url = world.page("measurement_report", "units", "2026-q1", world.agent.code)
    assert message in client.post(url, {**REPORT, **change}).content.decode()
    assert not world.programme.measurements.exists()


def test_figures_are_searched_and_another_agent_sees_none_of_them(world: World, client: Client) -> None:
    found = world.report(110)
    world.report(120, covers="2026-q2")
    world.confirm(found)
    client.force_login(world.analyst)
    listed = client.get(world.page("measurement_list"), {"state": "waiting"}).content.decode()
    assert "120 ÷ 100" in listed
    assert "110 ÷ 100" not in listed
    assert "110 ÷ 100" in client.get(world.page("measurement_list"), {"q": "q1"}).content.decode()
    assert "No figure matches" in client.get(world.page("measurement_list"), {"q": "xyz"}).content.decode()
    client.force_login(world.rival)
    assert "110 ÷ 100" not in client.get(world.page("measurement_list")).content.decode()
    assert client.get(world.page("measurement_detail", found.pk)).status_code == 404


def test_a_reader_sees_the_figures_and_changes_none(world: World, client: Client) -> None:
    found = world.report(110)
    client.force_login(world.scheme.place.member)
    page = client.get(world.page("measurement_detail", found.pk)).content.decode()
    assert "110 ÷ 100" in page
    assert "Correct it" not in page
    assert client.get(world.page("measurement_correct", found.pk)).status_code == 403
    url = world.page("measurement_report", "units", "2026-q2", world.agent.code)
    assert client.post(url, REPORT).status_code == 403
    for whose in ("nobody", "everybody"):
        client.force_login(world.analyst)
        assert client.get(world.page("measurement_report", "units", "2026-q2", whose)).status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_figures(
    world: World, client: Client, django_assert_max_num_queries: object
) -> None:
    first = world.report(110)
    client.force_login(world.analyst)
    client.get(world.page("measurement_list"))
    with django_assert_max_num_queries(60) as few:  # type: ignore[operator]
        client.get(world.page("measurement_list"))
    for _ in range(10):
        first = world.correct(first, 101, "Again.")
    with django_assert_max_num_queries(len(few)):  # type: ignore[operator]
        client.get(world.page("measurement_list"))


@pytest.mark.parametrize(("counted", "is_told"), [(110, True), (60, True), (98, False), (3, False)])
def test_the_expert_body_reads_no_ratio_of_a_few_people(
    world: World, client: Client, counted: int, is_told: bool
) -> None:
    found = world.report(counted)
    expert = builders.member(world.programme, Role.EXPERT_BODY)
    for address in (
        world.page("measurement_list"),
        world.page("measurement_detail", found.pk),
        world.page("measurement_batch", found.pk),
    ):
        client.force_login(expert)
        page = client.get(address).content.decode()
        assert (f"{counted} ÷ 100" in page) is is_told
        assert ("Not shown: too few" in page) is not is_told
        client.force_login(world.analyst)
        assert f"{counted} ÷ 100" in client.get(address).content.decode()
