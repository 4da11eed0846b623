"""Two simulations side by side, and a simulation on paper."""

import pytest
from django.test import Client
from django.urls import reverse

from contracts.actions import clauses
from payments.models import Simulation
from payments.selectors import simulation_report
from tests import builders
from tests.contracts import builders as contract_builders
from tests.kept import kept
from tests.payments import simulated

pytestmark = pytest.mark.django_db
DEARER = [
    {"code": "start", "name": "Attachment fee", "kind": "attachment_fee", "amounts": [{"amount": "700.00"}]},
    {
        "code": "job-fee", "name": "Job fee", "kind": "outcome_fee", "outcome": "job",
        "amounts": [{"amount": "3000.00"}],
    },
]  # fmt: skip


@pytest.fixture
@kept
def two() -> tuple[contract_builders.Setting, Simulation, Simulation]:
    """The same draft before and after its prices rose."""
    place = contract_builders.setting()
    version = simulated.draft(place)
    first = simulated.finished(version)
    clauses.set_fields(version=version, fields={"rules": DEARER}, by=place.commissioner, at=simulated.ASKED)
    version.refresh_from_db()
    return place, first, simulated.finished(version)


def address(first: Simulation, second: Simulation) -> str:
    return reverse("payments:simulation_compare", args=[first.programme.slug, first.pk, second.pk])


def test_the_same_figures_stand_beside_one_another(
    client: Client, two: tuple[contract_builders.Setting, Simulation, Simulation]
) -> None:
    place, first, second = two
    client.force_login(place.for_agent)
    assert address(second, first) in client.get(second.get_absolute_url()).content.decode()
    page = client.get(address(second, first)).content.decode()
    assert "The terms differ, with the same seed and number of runs: what differs is not chance." in page
    assert "<svg" in page
    assert "First: version 1" in page
    assert "Second: version 1" in page
    for simulation in (first, second):
        assert simulation.results is not None
        cost = simulation.results["scenarios"]["expected"]["pay"]["middle"]
        assert f"£{round(cost):,}" in page


def test_an_unfinished_one_cannot_be_compared_nor_printed(
    client: Client, two: tuple[contract_builders.Setting, Simulation, Simulation]
) -> None:
    place, first, _ = two
    assert first.version is not None
    waiting = simulated.asked(first.version)
    client.force_login(place.commissioner)
    assert client.get(address(first, waiting)).status_code == 404
    pdf = reverse("payments:simulation_pdf", args=[place.programme.slug, waiting.pk])
    assert client.get(pdf).status_code == 404


def test_strangers_find_nothing(client: Client, two: tuple[contract_builders.Setting, Simulation, Simulation]) -> None:
    _, first, second = two
    client.force_login(builders.user())
    assert client.get(address(first, second)).status_code == 404


def test_on_paper_it_says_what_it_rests_on_and_its_seed(
    client: Client, two: tuple[contract_builders.Setting, Simulation, Simulation]
) -> None:
    place, first, _ = two
    report = simulation_report.report(first, "null", simulated.ASKED)
    told = str(report)
    for part in ("Seed", "No effect", "Referrals of 2025", "Bunching", "nobody is paid by them"):
        assert part in told
    client.force_login(place.commissioner)
    answer = client.get(reverse("payments:simulation_pdf", args=[place.programme.slug, first.pk]))
    assert answer["Content-Type"] == "application/pdf"
    assert b"".join(answer)[:5] == b"%PDF-" if answer.streaming else answer.content[:5] == b"%PDF-"
