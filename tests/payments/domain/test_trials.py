"""Trials of what real schemes meet: a change of version, the turn of a year, exact edges, odd and half pennies."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.domain import terms as contract_terms
from payments.domain import explanation, ledger, money, pricing
from payments.domain.explanation import Entry
from payments.domain.inputs import Book, Claim, Inputs, Start
from payments.domain.ledger import Change
from payments.domain.lines import Line
from tests.contracts import documents
from tests.payments.contracts import FIRST_DAY, claim, contract, outcome, outcome_fee, priced, start
from tests.payments.domain.test_every_rule import entered
from tests.payments.domain.test_metric_sums import (
    AGENT,
    DONCASTER,
    END,
    OUTPATIENT,
    QUARTERS,
    SERVICE,
    book,
    by_metric,
    cohort,
    figure,
    lower,
    metric,
)

HALF, THIRD = Fraction(1, 2), Fraction(1, 3)


def versions(*named: tuple[str, list[dict[str, Any]]]) -> Book:
    """A book of several versions, each from its first day, all of one metric."""
    found = {}
    for number, (begins, rules) in enumerate(named, 1):
        ends = str(date.fromisoformat(named[number][0]) - timedelta(days=1)) if number < len(named) else None
        document = documents.version(
            number=number, rules=rules, metrics=[lower("reconvicted")], targets=[], caps=[], effective_from=begins,
            effective_to=ends, periods=[
                {"code": one.code, "starts_on": str(one.starts_on), "ends_on": str(one.ends_on)} for one in QUARTERS
            ],
        )  # fmt: skip
        found[number] = contract_terms.parse(document)
    return Book(found, QUARTERS, {"northway": AGENT})


def fee(pounds: str) -> dict[str, Any]:
    return {**SERVICE, "amounts": [{"amount": pounds}]}


def repaid(share: str, due_on: str = "2027-12-31", **fields: Any) -> dict[str, Any]:
    return {**DONCASTER, "clawback": share, "cohorts": [cohort("c1", due_on, periods=fields.pop("periods", []))]}


FAILED = [figure("reconvicted", "year-2009", 58, 100), figure("reconvicted", "c1", 60, 100)]


def lines(of: Book, as_of: date = END) -> list[Line]:
    return pricing.price(Inputs(of, [], [], as_of, FAILED)).lines


def test_what_is_paid_back_counts_what_both_versions_paid_by_the_share_of_the_day_it_is_due() -> None:
    """Two quarters at £100,000 and two at £80,000.01 under version 2, of which a fifth is repaid under that one."""
    year = [one.code for one in QUARTERS[:4]]
    of = versions(
        ("2026-01-01", [fee("100000.00"), repaid("0.1", periods=year)]),
        ("2026-07-01", [fee("80000.01"), repaid("0.2", periods=year)]),
    )
    assert by_metric(lines(of)) == [("c1", "-72000.00")]


def test_a_cohort_that_was_due_before_the_change_pays_back_by_the_version_of_then() -> None:
    of = versions(
        ("2026-01-01", [fee("100000.00"), repaid("0.1", "2026-06-30")]),
        ("2026-07-01", [fee("80000.00"), repaid("0.2", "2026-06-30")]),
    )
    assert by_metric(lines(of)) == [("c1", "-20000.00")]


@given(st.integers(1, 7), st.integers(1, 99_999), st.integers(1, 99_999), st.sampled_from(["half_up", "half_even"]))
def test_paying_back_the_whole_leaves_nothing_of_either_version(
    place: int, first: int, then: int, rounding: str
) -> None:
    begins = QUARTERS[place].starts_on.isoformat()
    of = versions(
        ("2026-01-01", [fee(f"{Decimal(first) / 100:.2f}"), repaid("0.1")]),
        (begins, [fee(f"{Decimal(then) / 100:.2f}") | {"yearly_discount": "1/7"}, repaid("1")]),
    )
    assert sum(line.net for line in lines(of)) == 0
    before = ledger.differences(lines(of, QUARTERS[place].starts_on), [])
    owed = lines(of)
    after: list[Change] = ledger.differences(owed, entered(before))
    assert sum(one.net for one in [*before, *after]) == 0, "also where the first statements had been approved"


def jobs_on(days: list[date], started_on: date = FIRST_DAY) -> tuple[list[Start], list[Claim]]:
    """One person for each day, with a job on that day."""
    numbers = range(1, len(days) + 1)
    jobs = [claim(n, n, "job", day) for n, day in zip(numbers, days, strict=True)]
    return [start(n, started_on) for n in numbers], jobs


YEAR = {"code": "year", "scope": "year", "amount": "2500.00"}


def test_what_a_year_leaves_of_its_cap_is_not_carried_over_and_the_day_that_is_due_decides_the_year() -> None:
    """£1,000 in year 1; four times £1,000 due in year 2, of which one was achieved on the last day of year 1."""
    terms = contract([outcome_fee("job", waiting_working_days=1)], ["job"], [YEAR])
    last = date(2025, 3, 31)
    days = [date(2024, 6, 3), last, date(2025, 4, 1), date(2025, 5, 1), date(2025, 6, 2)]
    found = priced(
        terms, [start(one) for one in range(1, 6)], [claim(n, n, "job", day) for n, day in enumerate(days, 1)]
    )
    assert [str(line.net) for line in found.lines] == ["1000.00", "1000.00", "1000.00", "500.00", "0.00"]
    assert [line.explanation["due_on"] for line in found.lines][:2] == ["2024-06-04", "2025-04-01"]


def test_a_contract_that_begins_on_a_leap_day_turns_its_year_on_the_first_of_march() -> None:
    begins = date(2024, 2, 29)
    terms = contract([outcome_fee("job")], ["job"], [YEAR | {"amount": "1000.00"}], effective_from=str(begins))
    days = [date(2024, 2, 29), date(2025, 2, 28), date(2025, 3, 1)]
    found = priced(
        terms, [start(n, begins) for n in (1, 2, 3)], [claim(n, n, "job", day) for n, day in enumerate(days, 1)]
    )
    assert [str(line.net) for line in found.lines] == ["1000.00", "0.00", "1000.00"]


@pytest.mark.parametrize(
    ("fields", "of_outcome", "last"),
    [
        ({"qualifying_weeks": [{"weeks": 13}], "within": {"outcome": "start", "number": 13, "unit": "weeks"}}, {}, 91),
        ({"since": {"outcome": "start", "number": 91, "unit": "days"}}, {"window_days": 91}, 91),
    ],
)
def test_the_only_day_that_is_neither_too_soon_nor_too_late_is_paid(
    fields: dict[str, Any], of_outcome: dict[str, Any], last: int
) -> None:
    terms = contract([outcome_fee("job", **fields)], [outcome("job", **of_outcome)])
    days = [FIRST_DAY + timedelta(days=last + off) for off in (-1, 0, 1)]
    found = priced(terms, *jobs_on(days))
    assert [line.claim for line in found.lines] == [2]


@pytest.mark.parametrize(("again", "avoided"), [(1, False), (0, True)])
def test_a_trigger_of_a_third_is_reached_at_exactly_a_third(again: int, avoided: bool) -> None:
    """From 3 in 10 to 2 in 10: no decimal says a third, and a fraction does."""
    rule = {
        **DONCASTER, "trigger": "1/3", "measure": "relative", "pays": "lump_sum", "amount": "900.00", "clawback": None,
        "most": None, "full_at": None, "base": None, "cohorts": [cohort("c1", "2027-12-31")],
    }  # fmt: skip
    of = book([{key: value for key, value in rule.items() if value is not None}], [lower("reconvicted")])
    figures = [
        figure("reconvicted", "year-2009", 3, 10),
        figure("reconvicted", "c1", 200_000_000 + again, 1_000_000_000),
    ]
    found = pricing.price(Inputs(of, [], [], END, figures)).lines
    assert by_metric(found) == [("c1", "900.00" if avoided else "0.00")]


@pytest.mark.parametrize(
    ("rounding", "at", "taken"),
    [
        ("half_up", "line", ["0.03", "0.03", "0.03"]),
        ("half_even", "line", ["0.02", "0.02", "0.02"]),
        ("half_up", "total", ["0.03", "0.02", "0.03"]),
        ("half_even", "total", ["0.02", "0.03", "0.03"]),
    ],
)
def test_half_a_penny_of_each_line_or_of_the_total(rounding: str, at: str, taken: list[str]) -> None:
    """Half of 5p is 2.5p; of 10p 5p; of 15p 7.5p, which is 8p either way."""
    rule = outcome_fee("job", "0.05", deadweight={"method": "conceded", "share": "1/2", "rounding": "per_claim"})
    terms = contract([rule], ["job"], rounding=rounding, rounding_at=at)
    claims = [claim(n, n, "job", FIRST_DAY + timedelta(days=n)) for n in (1, 2, 3)]
    assert [str(line.deadweight) for line in priced(terms, [start(n) for n in (1, 2, 3)], claims).lines] == taken


def parts(of: Book, figures: list[Any]) -> list[Line]:
    return pricing.price(Inputs(of, [], [], END, figures)).lines


def outpatient(rounding_at: str, rounding: str = "half_up") -> Book:
    """Four clauses, each with 1% of a fee of £1,000.55 for the quarter."""
    clauses = [
        {
            **OUTPATIENT,
            "code": f"band-{n}",
            "bands": [{"to": "0.9", "share": "-0.01"}, {"from": "0.9", "share": "0.01"}],
        }
        for n in range(4)
    ]
    return book([fee("1000.55"), *clauses], [metric()], rounding_at=rounding_at, rounding=rounding)


def test_shares_of_a_base_go_unrounded_into_a_total_that_is_rounded_once() -> None:
    """1% of £1,000.55 is £10.0055: four times £10.01 by the line, and £40.02 of a total of £40.022."""
    figures = [figure("units", "2026-q1", 95, 100)]
    by_line, by_total = (parts(outpatient(at), figures) for at in ("line", "total"))
    assert [net for _, net in by_metric(by_line)] == ["10.01"] * 4
    assert [net for _, net in by_metric(by_total)] == ["10.01", "10.00", "10.01", "10.00"]
    line = next(line for line in by_total if line.rule == "band-1")
    entry = Entry(
        line.rule, "", "", 1, line.unit_amount, line.gross, line.deadweight, line.capped, line.net, line.explanation
    )
    told = {step.title: step for step in explanation.steps(entry, outpatient("total").terms[7])}
    assert (told["Gross"].formula, told["Gross"].values, told["Gross"].result) == (
        "results × unit amount, rounded to the penny", "1 × £10.0055", "£10.00",
    )  # fmt: skip


@given(
    st.lists(st.sampled_from([80, 95]), min_size=1, max_size=8),
    st.sampled_from(["half_up", "half_even"]),
)
def test_a_total_rounded_once_is_that_of_the_exact_amounts(tops: list[int], rounding: str) -> None:
    figures = [figure("units", one.code, top, 100) for one, top in zip(QUARTERS, tops, strict=False)]
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for line in parts(outpatient("total", rounding), figures):
        sums[line.period] += line.net
    for one, top in zip(QUARTERS, tops, strict=False):
        exact = Fraction("1000.55") * (1 + 4 * Fraction(1 if top == 95 else -1, 100))
        assert sums[one.code] == money.pounds(money.pence(exact, rounding))


@given(st.integers(-(10**7), 10**7), st.integers(2, 7))
def test_odd_pennies_are_shared_so_that_nobody_bears_a_whole_penny_more_and_they_come_back_as_they_went(
    pennies: int, number: int
) -> None:
    shares = [(f"payer-{one}", Fraction(1, number)) for one in range(number)]
    borne = money.split(pennies, shares)
    assert sum(borne.values()) == pennies
    assert max(borne.values()) - min(borne.values()) <= 1
    assert money.split(-pennies, shares) == {code: -amount for code, amount in borne.items()}


def test_a_single_penny_of_three_equal_payers_is_borne_by_the_first_of_the_contract() -> None:
    assert money.split(1, [("fund", THIRD), ("council", THIRD), ("police", THIRD)]) == {
        "fund": 1, "council": 0, "police": 0,
    }  # fmt: skip
    assert money.split(1, [("fund", Fraction(1, 5)), ("council", HALF), ("police", Fraction(3, 10))])["council"] == 1


def test_in_a_year_for_which_no_factor_is_named_amounts_stay_as_they_last_were() -> None:
    index = {"basis": "financial", "source": "An index",
             "table": [{"year": 2025, "factor": "1.021"}, {"year": 2027, "factor": "1.05"}]}  # fmt: skip
    terms = contract([outcome_fee("job", "100.00")], ["job"], indexation=index)
    days = [date(2025, 3, 31), date(2025, 4, 1), date(2026, 4, 1), date(2027, 4, 1), date(2029, 4, 1)]
    found = priced(terms, *jobs_on(days))
    assert [str(line.net) for line in found.lines] == ["100.00", "102.10", "102.10", "105.00", "105.00"]


EXTRA = {
    "kind": "bonus", "code": "extra", "name": "Extra", "outcome": "kept", "amounts": [{"amount": "500.00"}],
    "before": [{"outcome": "job", "times": 2}],
}  # fmt: skip


def test_a_bonus_goes_when_a_result_it_was_built_on_fails_after_approval_and_comes_back_with_another() -> None:
    terms = contract(
        [outcome_fee("job", "10.00", paid="each_time"), EXTRA], [outcome("job", max_per_participant=3), "kept"]
    )
    jobs = [claim(n, 1, "job", FIRST_DAY + timedelta(days=10 * n), n) for n in (1, 2)]
    kept = claim(9, 1, "kept", FIRST_DAY + timedelta(days=40))
    who: list[Start] = [start(1)]
    stated = ledger.differences(priced(terms, who, [*jobs, kept]).lines, [])
    assert [str(one.net) for one in stated] == ["10.00", "10.00", "500.00"]
    fails = ledger.differences(priced(terms, who, [jobs[0], kept]).lines, entered(stated))
    assert sorted(str(one.net) for one in fails) == ["-10.00", "-500.00"]
    third = claim(3, 1, "job", FIRST_DAY + timedelta(days=40), 3)
    again = ledger.differences(priced(terms, who, [jobs[0], third, kept]).lines, entered([*stated, *fails]))
    assert sorted(str(one.net) for one in again) == ["10.00", "500.00"]
    late = claim(3, 1, "job", FIRST_DAY + timedelta(days=41), 3)
    assert [line.rule for line in priced(terms, who, [jobs[0], late, kept]).lines] == ["job-fee", "job-fee"]
