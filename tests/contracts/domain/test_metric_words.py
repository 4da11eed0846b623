from fractions import Fraction

import pytest

from contracts.domain import metric_words
from contracts.domain.metric_rules import MetricBand
from tests.contracts.domain.test_words import parse

METRIC = {"code": "visits", "name": "Visits", "measured": "ratio", "numerator": "Visits", "denominator": "People"}


@pytest.mark.parametrize(
    ("value", "told"), [("17/20", "85%"), ("1", "100%"), ("11/10", "110%"), ("2", "2"), ("5/2", "2.5"), ("-3", "−3")]
)
def test_a_ratio_that_is_no_share_of_anything_is_told_as_a_number(value: str, told: str) -> None:
    """From twice the denominator on."""
    assert metric_words.level(parse(metrics=[METRIC]), "visits", Fraction(value)) == told


def test_a_ratio_with_a_unit_keeps_it() -> None:
    of = parse(metrics=[METRIC | {"unit": "visits a head"}])
    assert metric_words.level(of, "visits", Fraction(5, 2)) == "2.5 visits a head"
    assert metric_words.level(of, "visits", Fraction(1, 2)) == "0.5 visits a head"


def test_the_ends_of_a_band_are_told_alike() -> None:
    band = MetricBand(low=Fraction(1, 2), high=Fraction(5, 2), share=Fraction(0))
    assert metric_words.edges(band, parse(metrics=[METRIC]), "visits") == "0.5 or more and less than 2.5"
