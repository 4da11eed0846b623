"""Who may be on the programme, drafted on the page."""

import pytest
from django.test import Client

from contracts.selectors import terms
from tests.contracts import builders
from tests.contracts.views.test_floor_and_index_edit import HEADER

pytestmark = pytest.mark.django_db
CLAUSE = {
    **HEADER, "eligible_rule": "age: 18-24, 25-34\nconsent: yes", "eligible_started_from_0": "1",
    "eligible_started_from_1": "1", "eligible_started_from_2": "2026",
}  # fmt: skip


def test_the_rule_is_kept_shown_in_words_and_taken_out_again(client: Client, place: builders.Setting) -> None:
    version = builders.draft(place)
    client.force_login(place.commissioner)
    form = builders.page(version, "version_header")
    page = client.post(form, CLAUSE, follow=True).content.decode()
    assert "Age is 18-24 or 25-34, consent is yes and they start on or after 1 January 2026" in page
    assert "consent: yes" in client.get(form).content.decode()
    client.post(form, HEADER)
    version.refresh_from_db()
    assert version.eligibility == {}
    assert terms.draft(version)[0].eligibility.takes_everybody


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"eligible_rule": "young people"}, "Write “young people” as an attribute, a colon and its values"),
        ({"eligible_started_until_0": "1", "eligible_started_until_1": "1", "eligible_started_until_2": "2025"},
         "Set the last day of a start on or after the first"),
    ],
)  # fmt: skip
def test_a_rule_that_cannot_be_is_told_at_its_field(
    client: Client, place: builders.Setting, typed: dict[str, str], told: str
) -> None:
    version = builders.draft(place)
    client.force_login(place.commissioner)
    assert told in client.post(builders.page(version, "version_header"), CLAUSE | typed).content.decode()


def test_a_segment_that_nobody_eligible_belongs_to_is_told(client: Client, place: builders.Setting) -> None:
    version = builders.draft(place)
    client.force_login(place.commissioner)
    form = builders.page(version, "version_header")
    page = client.post(form, HEADER | {"eligible_rule": "age: 25-34"}, follow=True).content.decode()
    assert "Nobody who may be on the programme belongs to “Aged 18 to 24”" in page
