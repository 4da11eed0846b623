"""The lines of monitoring, drafted on the page."""

import pytest
from django.test import Client

from contracts.selectors import terms
from tests.contracts import builders

pytestmark = pytest.mark.django_db
USUAL = {
    "minimum_share": "85", "critical_share": "50", "critical_people": "30", "red_periods": "2", "too_few_periods": "4",
    "forecast_chance": "80", "control_charts": "on", "starts_in_period": "80", "starts_cumulative": "85",
    "planned_starts": "", "backlog": "2", "most_days_waiting": "40", "late_days": "30",
}  # fmt: skip


def test_lines_are_kept_shown_in_words_and_made_usual_again(client: Client, place: builders.Setting) -> None:
    version = builders.draft(place)
    client.force_login(place.commissioner)
    form = client.get(builders.page(version, "version_monitoring")).content.decode()
    assert 'value="85"' in form
    assert 'value="40"' in form
    period = version.periods[0]["code"]
    typed = {**USUAL, "red_periods": "3", "planned_starts": f"{period}: 1,200"}
    page = client.post(builders.page(version, "version_monitoring"), typed, follow=True).content.decode()
    assert "After 3 periods off track in a row" in page
    assert f"1,200 in {period}" in page
    version.refresh_from_db()
    assert version.monitoring_rules["red_periods"] == 3
    client.post(builders.page(version, "version_monitoring"), USUAL)
    version.refresh_from_db()
    assert version.monitoring_rules == {}
    assert terms.draft(version)[0].monitoring_rules.red_periods == 2


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"forecast_chance": "30"}, "Choose a chance of at least one half (50%)."),
        ({"planned_starts": "many"}, "Write “many” as a period, a colon and a number"),
        ({"planned_starts": "1999-q1: 5"}, "There is no period “1999-q1”."),
        ({"most_days_waiting": ""}, "Enter the longest wait for a key worker"),
    ],
)
def test_a_line_that_cannot_be_is_told_on_the_form(
    client: Client, place: builders.Setting, typed: dict[str, str], told: str
) -> None:
    version = builders.draft(place)
    client.force_login(place.commissioner)
    page = client.post(builders.page(version, "version_monitoring"), {**USUAL, **typed})
    assert page.status_code == 200
    assert told in page.content.decode()
