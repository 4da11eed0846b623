"""A bonus and an accelerator, drafted on the page."""

import pytest
from django.test import Client

from contracts.models import PaymentRule
from tests.contracts import builders

pytestmark = pytest.mark.django_db
ACCELERATOR = {
    "name": "Jobs beyond the volume", "code": "faster", "outcome": "job", "amount": "1,000", "over": "year",
    "steps": "100: × 1.2\n200: + £350.50", "waiting_working_days": "0", "share": "", "source": "",
}  # fmt: skip
BONUS = {
    "name": "Young people", "code": "young-bonus", "outcome": "job", "segments": ["young"], "before-job": "",
    "waiting_working_days": "0", "year_basis": "calendar", "main..": "250", "start_years": "",
    "deadweight_method": "none", "deadweight_rounding": "per_claim", "deadweight_count": "down",
}  # fmt: skip


def test_an_accelerator_is_kept_and_shown_in_words(client: Client, place: builders.Setting) -> None:
    version = builders.draft(place)
    client.force_login(place.commissioner)
    page = client.post(builders.page(version, "rule_add", "accelerator"), ACCELERATOR, follow=True).content.decode()
    assert "£1,200 (120% of the first price) for each result beyond the first 100" in page
    assert "£1,350.50 (£350.50 more) for each result beyond the first 200" in page
    kept = PaymentRule.objects.get(code="faster").params
    assert kept["steps"] == [
        {"above": 100, "factor": "1.2", "added": None}, {"above": 200, "factor": None, "added": "350.50"},
    ]  # fmt: skip
    shown = client.get(builders.page(version, "rule_edit", "faster")).content.decode()
    assert "100: × 1.2" in shown
    assert "200: + 350.50" in shown


def test_a_bonus_is_kept_and_shown_in_words(client: Client, place: builders.Setting) -> None:
    version = builders.draft(place)
    client.force_login(place.commissioner)
    page = client.post(builders.page(version, "rule_add", "bonus"), BONUS, follow=True).content.decode()
    assert "Pays £250 extra for each “Outcome job” of participants in “Aged 18 to 24”." in page
    kept = PaymentRule.objects.get(code="young-bonus").params
    assert (kept["segments"], kept["before"]) == (["young"], [])
    assert "checked" in client.get(builders.page(version, "rule_edit", "young-bonus")).content.decode()


@pytest.mark.parametrize(
    ("kind", "typed", "told"),
    [
        ("accelerator", {**ACCELERATOR, "steps": "faster"}, "Write “faster” as a number, a colon and a rise"),
        ("accelerator", {**ACCELERATOR, "steps": "100: × 0.5"}, "Choose a number from 1 to 100"),
        ("accelerator", {**ACCELERATOR, "steps": "100: × 1.2\n50: × 1.3"}, "This step overlaps the one before"),
        ("bonus", {**BONUS, "segments": []}, "Name the segments or the earlier outcomes"),
    ],
)
def test_what_cannot_be_right_is_told_on_the_form(
    client: Client, place: builders.Setting, kind: str, typed: dict[str, str], told: str
) -> None:
    version = builders.draft(place)
    client.force_login(place.commissioner)
    page = client.post(builders.page(version, "rule_add", kind), typed)
    assert page.status_code == 200
    assert told in page.content.decode()
    assert not PaymentRule.objects.filter(code__in=("faster", "young-bonus")).exists()
