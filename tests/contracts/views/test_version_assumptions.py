"""What a draft rests on, typed as lines of figures and shown back in words."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry
from contracts.domain import terms as domain
from contracts.models import ContractVersion
from contracts.selectors import terms
from tests.contracts import assumed, builders

pytestmark = pytest.mark.django_db

TYPED = {
    "starts": "800, 1,000, 1100; Referrals of 2025",
    "rates": "job / young: 35, 40, 45; Pilot\nOutcome job / Everybody else: 20 to 25 to 30; Pilot",
    "costs": "young: 900, 1,000, 1,200; Open book of 2025\nother: 1000, 1150, 1300; Open book of 2025",
    "checking_costs": "job: £40; Validation team",
    "days_to_payment": "60",
    "working_capital": "400,000",
    "most_at_risk": "60",
    **{name: assumed.assumptions()[name] for name in ("intervention", "evaluation", "quality_floor", "subcontracting")},
}


def address(version: ContractVersion) -> str:
    return reverse("contracts:version_assumptions", args=[version.programme.slug, version.number])


def test_what_is_typed_is_kept_and_shown_back_as_it_was(client: Client, place: builders.Setting) -> None:
    version = builders.draft(place)
    client.force_login(place.commissioner)
    page = client.post(address(version), TYPED, follow=True)
    assert page.redirect_chain[-1][0].endswith("#assumptions")
    assert "800 to 1,100, expected 1,000 (Referrals of 2025)" in page.content.decode()
    version.refresh_from_db()
    kept = terms.draft(version)[0].assumptions
    assert kept == domain.parse({**assumed.version(), "number": 1}).assumptions
    assert AuditEntry.objects.filter(action="contracts.version.draft", after__has_key="assumptions").count() == 1
    again = client.get(address(version)).content.decode()
    assert "job / young: 35, 40, 45; Pilot" in again
    client.post(address(version), TYPED)
    version.refresh_from_db()
    assert terms.draft(version)[0].assumptions == kept


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("starts", "many", "Write “many” as a number"),
        ("starts", "1, 2", "Write one figure, or the lowest"),
        ("rates", "wedding: 20", "There is no outcome or segment “wedding”"),
        ("rates", "45, 40, 35", "Put the lowest figure first"),
        ("costs", "young: 100\nyoung: 200", "This is named already"),
        ("checking_costs", "40", "outcome"),
        ("lags", "60", "outcome"),
        ("failures", "200", "failures"),
        ("days_to_payment", "-1", "0 or more"),
    ],
)
def test_what_cannot_be_read_is_told_beside_its_field_and_nothing_is_lost(
    client: Client, place: builders.Setting, field: str, typed: str, told: str
) -> None:
    version = builders.draft(place)
    client.force_login(place.commissioner)
    page = client.post(address(version), {**TYPED, field: typed})
    assert page.status_code == 200
    shown = page.content.decode()
    assert told in shown
    assert f'href="#id_{field}"' in shown
    version.refresh_from_db()
    assert version.assumptions == {}


def test_assumptions_are_among_what_changed_between_versions(client: Client, place: builders.Setting) -> None:
    first = builders.agreed(place)
    second = builders.draft(place, effective_from="2027-01-01", assumptions=assumed.assumptions(rates=[], costs=[]))
    client.force_login(place.commissioner)
    url = reverse("contracts:version_compare", args=[place.programme.slug, second.number, first.number])
    page = client.get(url).content.decode()
    assert "Working capital of the agents" in page
    assert "£400,000" in page


def test_delays_and_failed_checks_are_typed_as_lines_and_shown_back(client: Client, place: builders.Setting) -> None:
    version = builders.draft(place)
    client.force_login(place.commissioner)
    client.post(address(version), {**TYPED, "lags": "job: 60, 120, 300; Pilot", "failures": "2, 5, 10; Audit"})
    version.refresh_from_db()
    kept = terms.draft(version)[0].assumptions
    assert kept.lag("job") is not None
    assert kept.failure("job") is not None
    again = client.get(address(version)).content.decode()
    assert "job: 60, 120, 300; Pilot" in again
    assert "2, 5, 10; Audit" in again


METRICS = [
    {"code": "events", "name": "Reconvictions", "numerator": "Events", "denominator": "People", "unit": "a head"},
    {"code": "kept", "name": "Stayed", "numerator": "Stayed", "denominator": "People"},
    {"code": "reached", "name": "Found a job", "numerator": "Jobs", "denominator": "People"},
]
FIGURES = (
    "Reconvictions: 1.2, 1.4, 1.6; without 1.55; 1,000 people; dispersion 2; pilot; and its review\n"
    "kept: 75%; without 60%; spread 4%\nreached: outcome job"
)


def test_figures_of_metrics_are_typed_as_lines_and_shown_back(client: Client, place: builders.Setting) -> None:
    version = builders.draft(place, metrics=METRICS)
    client.force_login(place.commissioner)
    client.post(address(version), {**TYPED, "metrics": FIGURES})
    version.refresh_from_db()
    events, kept, reached = terms.draft(version)[0].assumptions.metrics
    assert events.range is not None
    assert events.range.source == "pilot; and its review"
    assert (events.people, str(events.dispersion), str(events.base)) == (1000, "2", "1.55")
    assert (str(kept.base), str(kept.spread)) == ("0.6", "0.04")
    assert reached.outcome == "job"
    again = client.get(address(version)).content.decode()
    assert "kept: 75%, 75%, 75%; without 60%; spread 4%" in again
    assert "reached: outcome job" in again


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("wedding: 20", "Begin “wedding: 20” with a metric of this version"),
        ("kept: 1, 2", "Write one figure, or the lowest"),
        ("kept: many", "Write “many” as a number"),
        ("reached: outcome wedding", "There is no outcome “wedding”"),
        ("kept: 120%; 40 people", "Of people who count once each"),
    ],
)
def test_a_line_of_figures_that_cannot_be_read_is_refused_beside_its_field(
    client: Client, place: builders.Setting, typed: str, told: str
) -> None:
    version = builders.draft(place, metrics=METRICS)
    client.force_login(place.commissioner)
    page = client.post(address(version), {**TYPED, "metrics": typed})
    assert page.status_code == 200
    assert told in page.content.decode()
