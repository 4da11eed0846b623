"""The rules by which agents are asked about their figures, drafted on the page."""

from decimal import Decimal

import pytest
from django.test import Client

from contracts.domain import question_rules
from contracts.selectors import terms
from tests.contracts import builders

pytestmark = pytest.mark.django_db


def usual() -> dict[str, str]:
    """Every field as the page has it at first."""
    found = {}
    for one in question_rules.ASKED:
        scale = 100 if one.measured == "share" else 1
        found[f"{one.code}__fewest"] = str(one.usual.fewest)
        found[f"{one.code}__threshold"] = str(one.usual.threshold * scale)
        found[f"{one.code}__chance"] = str(one.usual.chance * 100)
    return found


def test_a_rule_is_kept_told_in_words_and_made_usual_again(client: Client, place: builders.Setting) -> None:
    version = builders.draft(place)
    client.force_login(place.commissioner)
    assert "Nearly everybody achieves it" in client.get(builders.page(version, "version_questions")).content.decode()
    typed = {**usual(), "near_perfect__fewest": "60", "near_perfect__threshold": "98"}
    page = client.post(builders.page(version, "version_questions"), typed, follow=True).content.decode()
    assert "Asked about figures: Nearly everybody achieves it" in page
    assert "From 60, above 98%, of clean figures in at most 0.5% of looks" in page
    version.refresh_from_db()
    assert terms.draft(version)[0].monitoring_rules.question_rules()["near_perfect"].threshold == Decimal("0.98")
    client.post(builders.page(version, "version_questions"), usual())
    version.refresh_from_db()
    assert version.monitoring_rules == {}


def test_saving_the_lines_of_monitoring_leaves_the_rules_of_questions_as_they_are(
    client: Client, place: builders.Setting
) -> None:
    from tests.contracts.views.test_version_monitoring import USUAL

    version = builders.draft(place)
    client.force_login(place.commissioner)
    client.post(builders.page(version, "version_questions"), {**usual(), "creaming__fewest": "80"})
    client.post(builders.page(version, "version_monitoring"), {**USUAL, "red_periods": "3"})
    version.refresh_from_db()
    rules = terms.draft(version)[0].monitoring_rules
    assert (rules.red_periods, rules.question_rules()["creaming"].fewest) == (3, 80)


def test_a_rule_that_cannot_be_is_told_beside_its_field(client: Client, place: builders.Setting) -> None:
    version = builders.draft(place)
    client.force_login(place.commissioner)
    page = client.post(builders.page(version, "version_questions"), {**usual(), "parking__fewest": "0"})
    assert page.status_code == 200
    assert "govuk-error-message" in page.content.decode()
