"""Bands of a figure that pay only if figures of other metrics lie where they have to."""

from typing import Any

import pytest

from contracts.domain import documents as written
from contracts.domain import metric_rules, rule_words, terms
from payments.domain import metric_explanation
from tests.contracts import documents
from tests.payments.domain.test_metric_sums import QUARTERS, SERVICE, banded, book, figure, metric, priced

BANDS = [{"to": "0.8", "amount": "-500.00"}, {"from": "0.8", "amount": "1000.00"}]
RULE: dict[str, Any] = banded(
    BANDS, only_if=[{"metric": "present", "from": "0.5"}, {"metric": "waiting", "to": "14", "to_included": True}]
)
METRICS = [metric(), metric("present"), metric("waiting", measured="value", direction="lower", unit="days")]
FIRST = QUARTERS[0].code


def net(units: int, present: int, waiting: int) -> list[str]:
    figures = [figure("units", FIRST, units, 100), figure("present", FIRST, present, 100)]
    return [str(line.net) for line in priced(book([RULE], METRICS), [*figures, figure("waiting", FIRST, waiting)])]


@pytest.mark.parametrize(
    ("units", "present", "waiting", "amount"),
    [(80, 50, 14, "1000.00"), (80, 49, 14, "0.00"), (80, 50, 15, "0.00"), (79, 50, 14, "-500.00"),
     (79, 49, 15, "-500.00")],
)  # fmt: skip
def test_nothing_is_paid_unless_all_are_met_and_what_is_taken_away_still_is(
    units: int, present: int, waiting: int, amount: str
) -> None:
    assert net(units, present, waiting) == [amount]


def test_nothing_is_stated_while_a_figure_is_missing_and_it_is_asked_for() -> None:
    of = book([RULE], METRICS)
    assert priced(of, [figure("units", FIRST, 90, 100), figure("present", FIRST, 90, 100)]) == []
    wanted = metric_rules.wanted(of.terms[7].rules[0], ((FIRST, QUARTERS[0].ends_on),))  # type: ignore[arg-type]
    assert [one.metric for one in wanted] == ["units", "present", "waiting"]


def test_a_share_of_what_others_pay_waits_for_the_conditions_too() -> None:
    shares = [{"to": "0.8", "share": "-0.1"}, {"from": "0.8", "share": "0.05"}]
    rule = banded(shares, base={"rules": ["service"]}, only_if=[{"metric": "present", "from": "0.5"}])
    of = book([SERVICE, rule], METRICS)
    for units, expected in ((80, "0.00"), (79, "-10000.00")):
        figures = [figure("units", FIRST, units, 100), figure("present", FIRST, 49, 100)]
        (line,) = [one for one in priced(of, figures) if one.rule == "band"]
        assert str(line.net) == expected


def test_the_rule_and_the_amount_are_told_with_every_condition() -> None:
    of = book([RULE], METRICS).terms[7]
    (rule,) = of.rules
    assert rule_words.conditions(rule, of)[-1] == (
        "Paid only if",
        "“Present” is 50% or more and “Waiting” is 14 days or less in the same period; what is taken away is taken "
        "either way",
    )
    assert written.of_terms(terms.parse(written.of_terms(of))) == written.of_terms(of)
    figures = [figure("units", FIRST, 90, 100), figure("present", FIRST, 49, 100), figure("waiting", FIRST, 3)]
    (line,) = priced(book([RULE], METRICS), figures)
    steps = metric_explanation.steps(line.explanation, line.unit_amount, rule, of)  # type: ignore[arg-type]
    assert [(one.title, one.values, one.result) for one in steps[1:]] == [
        ("Paid only if", "49%", "not met: nothing is paid"), ("Paid only if", "3 days", "met"),
        ("Unit amount", "nothing, as a condition is not met", "£0.00"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("only_if", "code", "place"),
    [
        ([{"metric": "units", "from": "0.5"}], "twice", "only_if[0].metric"),
        ([{"metric": "present", "from": "0.5"}] * 2, "twice", "only_if[1].metric"),
        ([{"metric": "present"}], "missing", "only_if[0].from"),
        ([{"metric": "present", "from": "0.5", "to": "0.4"}], "overlapping_bands", "only_if[0].to"),
        ([{"metric": "weddings", "from": "0.5"}], "unknown_metric", "metric"),
        ([{"metric": "present", "from": 0.5}], "float", "only_if[0].from"),
        ([{"metric": "present", "least": "0.5"}], "unknown_field", "only_if[0].least"),
    ],
)
def test_what_cannot_be_right_is_refused_with_its_place(only_if: list[Any], code: str, place: str) -> None:
    document = documents.version(number=1, rules=[banded(BANDS, only_if=only_if)], metrics=METRICS, targets=[], caps=[])
    with pytest.raises(terms.TermsError) as refused:
        terms.parse(document)
    assert (code, f"rules[0].{place}") in {(one.code, one.path) for one in refused.value.problems}
