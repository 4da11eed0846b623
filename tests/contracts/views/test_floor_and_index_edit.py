"""A minimum payment and a yearly rise, drafted on the page."""

import pytest
from django.test import Client

from contracts.models import PaymentRule
from contracts.selectors import terms
from tests.contracts import builders

pytestmark = pytest.mark.django_db
LEAST = {"name": "Minimum", "code": "least", "amount-northway": "5,000", "over": "period"}
HEADER = {
    "title": "First version", "summary": "", "effective_from_0": "1", "effective_from_1": "1",
    "effective_from_2": "2026", "rounding": "half_up", "rounding_at": "line",
    "working_weekdays": ["0", "1", "2", "3", "4"], "bank_holidays": "",
}  # fmt: skip
RISE = {
    **HEADER, "index_basis": "financial", "index_yearly": "", "index_table": "2027: 1.034\n2028: × 1.05",
    "index_source": "An index of prices", "index_rules": ["job-fee"],
}  # fmt: skip


def test_a_minimum_payment_is_kept_and_shown_in_words(client: Client, place: builders.Setting) -> None:
    version = builders.draft(place)
    client.force_login(place.commissioner)
    page = client.post(builders.page(version, "rule_add", "floor"), LEAST, follow=True).content.decode()
    assert "Adds what is missing when an agent is paid less than £5,000 for each period." in page
    amounts = [{"agent": "northway", "amount": "5000.00"}]
    assert PaymentRule.objects.get(code="least").params == {"amounts": amounts, "over": "period"}
    assert 'value="5000.00"' in client.get(builders.page(version, "rule_edit", "least")).content.decode()


def test_a_rise_is_kept_shown_in_words_and_taken_out_again(client: Client, place: builders.Setting) -> None:
    version = builders.draft(place)
    client.force_login(place.commissioner)
    page = client.post(builders.page(version, "version_header"), RISE, follow=True).content.decode()
    assert "by financial year from April: 1.034 × from 2027 and 1.05 × from 2028, to the penny" in page
    version.refresh_from_db()
    assert version.indexation["rules"] == ["job-fee"]
    assert "2028: 1.05" in client.get(builders.page(version, "version_header")).content.decode()
    client.post(builders.page(version, "version_header"), HEADER, follow=True)
    version.refresh_from_db()
    assert version.indexation == {}
    assert terms.draft(version)[0].indexation is None


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"index_table": "soon"}, "Write “soon” as a year, a colon and a factor"),
        ({"index_source": ""}, "Enter the source of the rise"),
        (
            {"effective_from_0": "", "effective_from_1": "", "effective_from_2": ""},
            "from which the version is in force",
        ),
        ({"index_table": ""}, "Enter either a yearly rise, or factors by year."),
        ({"index_table": "2028: 1.1\n2027: 1.2"}, "List each year once, in order"),
    ],
)
def test_a_rise_that_cannot_be_right_is_told_on_the_form(
    client: Client, place: builders.Setting, typed: dict[str, str], told: str
) -> None:
    version = builders.draft(place)
    client.force_login(place.commissioner)
    page = client.post(builders.page(version, "version_header"), {**RISE, **typed})
    assert page.status_code == 200
    assert told in page.content.decode()
