"""A comparison registered in advance, drafted on the page of the contract."""

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from contracts.selectors import terms
from tests.contracts import builders

pytestmark = pytest.mark.django_db
METRIC = {"code": "like-areas", "name": "Work in like areas", "measured": "ratio", "numerator": "In work",
          "denominator": "Starters", "per_agent": False}  # fmt: skip
TYPED = {
    "name": "Do more people find work than before?", "code": "work", "outcome": "job", "measure": "share",
    "window_days": "365", "against": "fixed", "value": "20%", "test": "wilson", "matters": "5%", "pooling": "all",
    "looks": "2", "source": "Pilot of 2024",
}  # fmt: skip


def test_it_is_kept_shown_in_words_changed_and_taken_out(client: Client, place: builders.Setting) -> None:
    version = builders.draft(place, metrics=[METRIC])
    client.force_login(place.commissioner)
    assert "No comparison is registered" in client.get(builders.page(version, "version_detail")).content.decode()
    page = client.post(builders.page(version, "clause_add", "comparisons"), TYPED, follow=True).content.decode()
    assert "Do more people find work than before?" in page
    assert "Wilson score interval of a share" in page
    version.refresh_from_db()
    (one,) = terms.draft(version)[0].comparisons
    assert (str(one.value), str(one.matters), one.looks) == ("0.2", "0.05", 2)
    edit = builders.page(version, "clause_edit", "comparisons", "work")
    assert 'value="20%"' in client.get(edit).content.decode()
    group = {**TYPED, "against": "group", "value": "", "other": "120 of 300 people", "test": "newcombe"}
    page = client.post(edit, group, follow=True).content.decode()
    assert "120 of 300 people" in page
    mix = {**group, "against": "case_mix", "other": "", "test": "standardised", "shares": "young: 20%\nother: 15%"}
    assert "Aged 18 to 24 20% and Everybody else 15%" in client.post(edit, mix, follow=True).content.decode()
    model = {**mix, "test": "model_scored", "shares": "", "model": "version: 1\nintercept: -1.2\nage: 0.02"}
    assert "log odds -1.2 + age × 0.02" in client.post(edit, model, follow=True).content.decode()
    assert "intercept: -1.2" in client.get(edit).content.decode()
    places = {
        **mix,
        "against": "change",
        "test": "panel_of_places",
        "shares": "",
        "metric": "like-areas",
        "panel_inside": "North Town\nelm: Elm",
        "panel_outside": "oak: Oak\nFir",
        "panel_every": "3",
    }
    dates = {"panel_first_0": "1", "panel_first_1": "1", "panel_first_2": "2024",
             "panel_since_0": "1", "panel_since_1": "1", "panel_since_2": "2025"}  # fmt: skip
    assert "places with a test" not in client.post(edit, places | dates).content.decode()
    page = client.post(edit, places | dates, follow=True).content.decode()
    assert "Places with the programme" in page
    assert "Every quarter from 1 January 2024; the programme runs from 1 January 2025 (4 periods before)" in page
    assert "north-town: North Town" in client.get(edit).content.decode()
    early = places | dates | {"panel_since_1": "2"}
    assert "count whole periods" in client.post(edit, early).content.decode()
    client.post(builders.page(version, "clause_remove", "comparisons", "work"))
    version.refresh_from_db()
    assert terms.draft(version)[0].comparisons == ()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"value": "often"}, "Enter a percentage, such as 45%"),
        ({"value": ""}, "Enter the fixed level that it is held against."),
        ({"matters": ""}, "Enter the smallest difference that matters"),
        ({"test": "fisher"}, "Choose a test that fits what is compared"),
        ({"against": "group", "other": "many"}, "Write how many of how many people"),
        ({"shares": "nobody: 5%"}, "with a segment of this version and a colon"),
        ({"model": "age 2"}, "Begin with a line"),
        ({"measure": "improved"}, "Enter the spread and the reliability of the scale."),
    ],
)
def test_what_cannot_be_right_is_told_on_the_form(
    client: Client, place: builders.Setting, typed: dict[str, str], told: str
) -> None:
    version = builders.draft(place)
    client.force_login(place.commissioner)
    page = client.post(builders.page(version, "clause_add", "comparisons"), {**TYPED, **typed})
    assert page.status_code == 200
    assert told in page.content.decode()
    version.refresh_from_db()
    assert version.comparisons == []


def test_nobody_changes_it_once_the_version_is_proposed(place: builders.Setting) -> None:
    one = {"code": "work", "name": "More in work?", "outcome": "job", "measure": "share", "against": "fixed",
           "value": "0.2", "test": "wilson", "matters": "0.05", "window_days": 365}  # fmt: skip
    version = builders.propose(place, comparisons=[one])
    version.comparisons = []
    with pytest.raises(DatabaseError, match="no longer a draft"), transaction.atomic():
        version.save(update_fields=["comparisons"])
