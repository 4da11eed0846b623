"""Rewards for a rise of what is better the more of it there is, and rewards that rise in steps."""

from decimal import Decimal
from typing import Any

import pytest

from contracts.domain import conflicts, metric_words, terms
from contracts.domain import documents as written
from payments.domain import metric_explanation
from payments.domain.inputs import Book, Figure
from tests.contracts import documents
from tests.payments.domain.test_metric_sums import book, by_metric, cohort, figure, lower, metric, priced

COHORT = [cohort("c1", "2027-12-31")]
GAIN: dict[str, Any] = {
    "code": "gain", "name": "Learning gains", "kind": "cohort_reduction", "metric": "learnt", "cohorts": COHORT,
    "against": {"metric": "controls"}, "measure": "points", "pays": "per_event", "amount": "43.16",
    "most": "300000.00", "trigger": "0", "deducts": True,
}  # fmt: skip
LEARNT = [metric("learnt"), metric("controls")]
UPTAKE: dict[str, Any] = {
    "code": "uptake", "name": "Uptake", "kind": "cohort_reduction", "metric": "vaccinated", "cohorts": COHORT,
    "against": {"value": "0.7"}, "measure": "points", "pays": "growth", "amount": "0.00", "most": "125000.00",
    "trigger": "0", "full_at": "0.2",
}  # fmt: skip
STEPS: dict[str, Any] = {
    "code": "jail", "name": "Fewer days in jail", "kind": "cohort_reduction", "metric": "days", "cohorts": COHORT,
    "against": {"metric": "expected"}, "measure": "relative", "pays": "steps", "amount": "4800.00",
    "trigger": "0.085", "steps": [{"at": "0.1", "amount": "9600.00"}, {"at": "0.2", "amount": "11712.00"}],
}  # fmt: skip
DAYS = [lower("days"), lower("expected")]


def told(of: Book, figures: list[Figure]) -> list[tuple[str, str, str, str]]:
    """The steps of the explanation of the only amount, as they are shown."""
    (line,), read = priced(of, figures), of.terms[7]
    rule = read.rule(line.rule)
    found = metric_explanation.steps(line.explanation, line.unit_amount, rule, read)  # type: ignore[arg-type]
    return [(step.title, step.formula, step.values, step.result) for step in found]


@pytest.mark.parametrize(
    ("learnt", "net"),
    [(4000, "43160.00"), (3000, "0.00"), (2999, "-43.16"), (10_000, "300000.00")],
)  # fmt: skip
def test_each_unit_above_the_comparator_is_paid_and_each_below_it_taken_away(learnt: int, net: str) -> None:
    """3,000 children, whose comparison group gained one unit each: £43.16 × (4,000 − 3,000)."""
    figures = [figure("learnt", "c1", learnt, 3000), figure("controls", "c1", 500, 500)]
    assert by_metric(priced(book([GAIN], LEARNT), figures)) == [("c1", net)]


@pytest.mark.parametrize(
    ("vaccinated", "net"), [(69, "0.00"), (70, "0.00"), (78, "50000.00"), (90, "125000.00"), (99, "125000.00")]
)
def test_a_reward_grows_in_a_straight_line_from_the_lower_to_the_upper_threshold(vaccinated: int, net: str) -> None:
    """£125,000 between 70% and 90%: at 78%, eight twentieths of it."""
    of = book([UPTAKE], [metric("vaccinated")])
    assert by_metric(priced(of, [figure("vaccinated", "c1", vaccinated, 100)])) == [("c1", net)]


@pytest.mark.parametrize(
    ("days", "net"),
    [(916, "0.00"), (915, "4800.00"), (901, "4800.00"), (900, "9600.00"), (801, "9600.00"), (800, "11712.00")],
)
def test_a_reward_rises_in_steps_each_from_its_own_edge_on(days: int, net: str) -> None:
    """100 days a head expected, of ten people: 8.5% fewer are 915 days."""
    figures = [figure("days", "c1", days, 10), figure("expected", "c1", 1000, 10)]
    assert by_metric(priced(book([STEPS], DAYS), figures)) == [("c1", net)]


def test_the_explanation_says_which_way_and_which_step() -> None:
    of = book([GAIN], LEARNT)
    figures = [figure("learnt", "c1", 4000, 3000), figure("controls", "c1", 500, 500)]
    assert told(of, figures)[1:] == [
        ("Rise", "figure − baseline", "≈ 133.3333% − 100%", "≈ 33.3333 points, which reaches 0 points"),
        (
            "Unit amount", "(figure − baseline) × people × price of a unit, at most £300,000.00 either way",
            "1,000 × £43.16", "£43,160.00",
        ),
    ]  # fmt: skip
    figures = [figure("days", "c1", 890, 10), figure("expected", "c1", 1000, 10)]
    assert told(book([STEPS], DAYS), figures)[-1] == (
        "Unit amount", "the last step that is reached", "from 10% on", "£9,600.00"
    )  # fmt: skip


def test_the_rule_is_told_as_a_rise_or_by_its_steps() -> None:
    of = book([GAIN], LEARNT).terms[7]
    (rule,) = of.rules
    assert metric_words.rule(rule, of) == (  # type: ignore[arg-type]
        "Pays £43.16 for each unit gained, at most £300,000 for a cohort, when “Learnt” has risen by any amount in a "
        "cohort."
    )
    assert ("A fall", "is taken away at the same price, at most £300,000") in metric_words.conditions(rule, of)  # type: ignore[arg-type]
    of = book([STEPS], DAYS).terms[7]
    assert metric_words.rule(of.rules[0], of) == (  # type: ignore[arg-type]
        "Pays £4,800 (£9,600 from 10% on and £11,712 from 20% on) when “Days” has fallen by at least 8.5% in a cohort."
    )
    assert written.of_terms(terms.parse(written.of_terms(of))) == written.of_terms(of)
    assert conflicts.found(of) == []


def test_a_value_that_is_no_ratio_is_paid_by_its_own_difference() -> None:
    """Visits of a whole year, 1,200 against 1,500: 300 × £75."""
    rule = {**GAIN, "metric": "visits", "against": {"value": "1500"}, "amount": "75.00"}
    of = book([rule], [lower("visits", measured="value")])
    assert by_metric(priced(of, [figure("visits", "c1", 1200)])) == [("c1", "22500.00")]
    assert told(of, [figure("visits", "c1", 1200)])[-1][1].startswith("(baseline − figure) × price of an event")


def test_a_hurdle_of_what_is_better_the_more_there_is_must_not_have_fallen() -> None:
    hurdle = {"metric": "present", "against": {"value": "0.9"}}
    of = book([{**STEPS, "hurdle": hurdle}], [*DAYS, metric("present")])
    figures = [figure("days", "c1", 800, 10), figure("expected", "c1", 1000, 10)]
    assert by_metric(priced(of, [*figures, figure("present", "c1", 9, 10)])) == [("c1", "11712.00")]
    assert by_metric(priced(of, [*figures, figure("present", "c1", 89, 100)])) == [("c1", "0.00")]


@pytest.mark.parametrize(
    ("rule", "code", "place"),
    [
        ({**STEPS, "steps": []}, "missing", "steps"),
        ({**STEPS, "most": "9.00"}, "contradiction", "most"),
        ({**STEPS, "pays": "lump_sum"}, "contradiction", "steps"),
        ({**STEPS, "steps": [{"at": "0.085", "amount": "9600.00"}]}, "overlapping_bands", "steps[0].at"),
        ({**STEPS, "steps": [{"at": "0.1", "amount": "4000.00"}]}, "ceiling_below_threshold", "steps[0].amount"),
        ({**STEPS, "steps": [{"at": "0.1", "amount": "9000.00"}] * 2}, "overlapping_bands", "steps[1].at"),
        ({**STEPS, "steps": [{"at": 0.1, "amount": "9000.00"}]}, "float", "steps[0].at"),
        ({**UPTAKE, "amount": "10.00"}, "out_of_range", "trigger"),
        ({**UPTAKE, "against": {"value": "0"}, "measure": "relative"}, "out_of_range", "against.value"),
        ({**UPTAKE, "against": {"metric": "days"}}, "contradiction", "against"),
    ],
)
def test_what_cannot_be_right_is_refused_with_its_place(rule: dict[str, Any], code: str, place: str) -> None:
    metrics = [*DAYS, metric("vaccinated")]
    with pytest.raises(terms.TermsError) as refused:
        terms.parse(documents.version(number=1, rules=[rule], metrics=metrics, targets=[], caps=[]))
    assert (code, f"rules[0].{place}") in {(one.code, one.path) for one in refused.value.problems}


def test_the_ceiling_is_what_the_last_step_brings() -> None:
    (rule,) = book([STEPS], DAYS).terms[7].rules
    assert rule.ceiling == Decimal("11712.00")  # type: ignore[union-attr]
