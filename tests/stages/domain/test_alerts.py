"""When a stakeholder is brought to mind, and when not."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stages.domain import alerts, salience
from tests import builders

SCORED, TODAY = builders.MOMENT, date(2026, 6, 1)
CLASSES = st.sampled_from(salience.CLASSES)


def test_a_change_of_class_says_what_they_were_are_and_need() -> None:
    said = alerts.class_changed(salience.DEPENDENT, salience.DEFINITIVE, SCORED, None)
    assert "“dependent”" in said
    assert "“definitive”" in said
    assert salience.DEFINITIVE.consequence in said


def test_a_first_class_is_no_change() -> None:
    assert not alerts.class_changed(None, salience.DEFINITIVE, SCORED, None)


@pytest.mark.parametrize(("hours", "is_brought_to_mind"), [(-1, True), (0, False), (1, False)])
def test_a_change_is_brought_to_mind_until_it_is_seen_to(hours: int, is_brought_to_mind: bool) -> None:
    seen_to = SCORED + timedelta(hours=hours)
    said = alerts.class_changed(salience.DORMANT, salience.DANGEROUS, SCORED, seen_to)
    assert bool(said) is is_brought_to_mind


@given(CLASSES)
def test_the_same_class_again_is_never_brought_to_mind(one: salience.Salience) -> None:
    assert not alerts.class_changed(one, one, SCORED, None)


@given(st.integers(0, 1000), st.integers(1, 730))
def test_silence_is_counted_in_days_from_the_last_contact(days: int, most: int) -> None:
    said = alerts.no_contact(TODAY - timedelta(days=days), date(2020, 1, 1), TODAY, most)
    assert bool(said) is (days > most)
    assert not said or f"{days} days ago" in said


def test_without_any_contact_silence_is_counted_from_when_they_became_known() -> None:
    assert not alerts.no_contact(None, TODAY - timedelta(days=90), TODAY, 90)
    assert "No contact" in alerts.no_contact(None, TODAY - timedelta(days=91), TODAY, 90)


def test_the_pressing_classes_are_those_with_legitimacy_and_urgency() -> None:
    held = {one for one in salience.CLASSES for power in (0, 3) if one == salience.classify(power, 3, 3)}
    assert held == alerts.PRESSING
