"""Each amount that a measured figure brings is told in steps: the figure, how far it fell, and what that brings."""

from typing import Any

import pytest

from payments.domain import explanation
from payments.domain.explanation import Entry
from payments.domain.inputs import Figure
from tests.payments.domain import test_metric_sums as sums
from tests.payments.domain.test_metric_sums import book, cohorts, figure, lower, metric, priced

REOFFENDERS = [lower("frequency", unit="reoffences a head"), lower("binary")]
BEFORE = figure("reconvicted", "year-2009", 58, 100)


def told(rules: list[dict[str, Any]], metrics: list[dict[str, Any]], figures: list[Figure]) -> list[str]:
    """The steps of each amount of the rule that looks at a metric, as one text each."""
    of = book(rules, metrics)
    found = []
    for line in priced(of, figures):
        if "metric" in line.explanation:
            entry = Entry(
                line.rule, line.outcome, line.segment, line.units, line.unit_amount, line.gross, line.deadweight,
                line.capped, line.net, line.explanation,
            )  # fmt: skip
            steps = explanation.steps(entry, of.terms[line.version])
            found.append("\n".join(f"{one.title}: {one.formula} | {one.values} | {one.result}" for one in steps))
    return found


@pytest.mark.parametrize(
    ("rules", "metrics", "figures", "said"),
    [
        (
            [sums.SERVICE, sums.OUTPATIENT], [metric()], [figure("units", "2026-q1", 899, 1000)],
            ["899 ÷ 1,000", "89.9%", "band “less than 90%”", "−5% × £100,000.00 | −£5,000.00"],
        ),
        (
            [sums.SERVICE, sums.DONCASTER], [lower("reconvicted")],
            [BEFORE, figure("reconvicted", "c1", 525, 1000)],
            ["58% − 52.5% | 5.5 points, which reaches 5 points", "£0.00 + 10% × (£50,000.00 − £0.00) | £5,000.00"],
        ),
        (
            [sums.SERVICE, sums.DONCASTER], [lower("reconvicted")],
            [BEFORE, figure("reconvicted", "c1", 540, 1000)],
            ["4 points, which does not reach 5 points", "−10% × £400,000.00 | −£40,000.00"],
        ),
        (
            [sums.CRC], REOFFENDERS, [figure("frequency", "c1", 400, 100), figure("binary", "c1", 48, 100)],
            ["4 reoffences a head", "not cleared: nothing is paid", "the hurdle is not cleared | nothing | £0.00"],
        ),
        (
            [sums.CRC], REOFFENDERS, [figure("frequency", "c1", 430, 100), figure("binary", "c1", 47, 100)],
            ["−10 × £1,000.00 | −£10,000.00", "cleared"],
        ),
        (
            [sums.BINARY], [lower("reconvicted")], [figure("reconvicted", "c1", 1202, 2500)],
            ["1.92, against 1.96 | chance may explain it", "chance may explain the difference | nothing | £0.00"],
        ),
        (
            [sums.SAVING], [lower("cost", measured="value", unit="pounds")],
            [figure("cost", "base", 1_000_000), figure("cost", "year-1", 900_000)],
            ["900,000 pounds", "10%, which reaches 5%", "1,000,000 × (5% × 50% + 5% × 100%) | £75,000.00"],
        ),
        (
            [sums.SAVING], [lower("cost", measured="value", unit="pounds")],
            [figure("cost", "base", 1_000_000), figure("cost", "year-1", 960_000)],
            ["4%, which does not reach 5%", "below the threshold | nothing | £0.00"],
        ),
    ],
)  # fmt: skip
def test_the_steps_from_the_figure_to_the_pound(
    rules: list[dict[str, Any]], metrics: list[dict[str, Any]], figures: list[Figure], said: list[str]
) -> None:
    (text,) = told(rules, metrics, figures)
    for words in said:
        assert words in text, f"{words}\nnot in\n{text}"


def test_cohorts_put_together_tell_how_many_events_were_avoided() -> None:
    first, _, pooled = told([sums.PETERBOROUGH], sums.BOTH, cohorts((147, 160), (149, 160)))
    assert "8.125%, which does not reach 10%" in first
    assert "c1 and c2 together, 2,000 in all" in pooled
    assert "7.5%, which reaches 7.5%" in pooled
    assert "24 × £1,000.00 | £24,000.00" in pooled
    *_, pooled = told([sums.PETERBOROUGH], sums.BOTH, cohorts((140, 160), (149, 160)))
    assert "paid where no cohort reached its own trigger | c1 | £0.00" in pooled
