"""Fees for a service and volume bands, drafted on the page."""

import pytest
from django.test import Client

from contracts.models import PaymentRule
from tests.contracts import builders

pytestmark = pytest.mark.django_db
SERVICE = {
    "name": "Fee for the service", "code": "service", "amount-northway": "10,000", "yearly_discount": "2.5",
    "in_arrears": "yes",
}  # fmt: skip
BANDS = {
    "name": "Results by volume", "code": "volume", "outcome": "job", "bands": "1: 1000\n101: £800.50", "over": "year",
    "waiting_working_days": "0", "share": "1/6", "source": "Pilot",
}  # fmt: skip


def test_a_service_fee_is_kept_and_shown_in_words(client: Client, place: builders.Setting) -> None:
    version = builders.draft(place)
    client.force_login(place.commissioner)
    page = client.post(builders.page(version, "rule_add", "service_fee"), SERVICE, follow=True).content.decode()
    assert "Pays £10,000 for each period, in arrears." in page
    assert "By 2.5% with each contract year after the first" in page
    assert PaymentRule.objects.get(code="service").params == {
        "amounts": [{"agent": "northway", "amount": "10000.00"}], "yearly_discount": "1/40", "in_arrears": True
    }  # fmt: skip
    edit = builders.page(version, "rule_edit", "service")
    assert 'value="2.5"' in client.get(edit).content.decode()


def test_volume_bands_are_kept_and_shown_in_words(client: Client, place: builders.Setting) -> None:
    version = builders.draft(place)
    client.force_login(place.commissioner)
    page = client.post(builders.page(version, "rule_add", "volume_bands"), BANDS, follow=True).content.decode()
    assert "£1,000 each for results 1 to 100 and £800.50 each for results from 101 on" in page
    assert "Each contract year begins a new count" in page
    kept = PaymentRule.objects.get(code="volume").params
    assert kept["bands"] == [{"above": 0, "amount": "1000.00"}, {"above": 100, "amount": "800.50"}]
    assert kept["deadweight"]["rounding"] == "per_period"
    edit = builders.page(version, "rule_edit", "volume")
    assert "101: 800.50" in client.get(edit).content.decode()


@pytest.mark.parametrize(
    ("kind", "typed", "told"),
    [
        ("volume_bands", {**BANDS, "bands": "many"}, "Write “many” as the first result"),
        ("volume_bands", {**BANDS, "bands": "1: 10\n1: 20"}, "This band overlaps the one before"),
        ("volume_bands", {**BANDS, "share": "six"}, "share from 0 to 1"),
        ("service_fee", {**SERVICE, "amount-northway": ""}, "Enter the amount for each period"),
        ("service_fee", {**SERVICE, "yearly_discount": "120"}, "A share lies from 0 to 1"),
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
    assert not PaymentRule.objects.filter(code__in=("service", "volume")).exists()
