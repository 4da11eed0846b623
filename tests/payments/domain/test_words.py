"""Steps, refusals and reasons in words."""

import ast
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from payments.domain import conditions, entitlements, explanation, ledger, reasons, refusals
from payments.domain.explanation import Entry
from tests.payments.contracts import FIRST_DAY, claim, contract, outcome_fee, priced, start

DAY = FIRST_DAY + timedelta(days=10)


def steps(deadweight: dict[str, Any], **fields: Any) -> dict[str, tuple[str, str]]:
    """The values and the result of each step for the second of two results of £100."""
    terms = contract([outcome_fee("job", "100.00", deadweight=deadweight, **fields)])
    line = priced(terms, [start(1), start(2)], [claim(1, 1, "job", DAY), claim(2, 2, "job", DAY)]).lines[1]
    entry = Entry(
        line.rule, line.outcome, line.segment, 1, line.unit_amount, line.gross, line.deadweight, line.capped, line.net,
        line.explanation,
    )  # fmt: skip
    return {step.title: (step.values, step.result) for step in explanation.steps(entry, terms)}


def test_every_kind_of_deadweight_is_explained_with_its_figures() -> None:
    by_claim = steps({"method": "conceded", "share": "1/6"})
    assert by_claim["Deadweight conceded"] == ("£100.00 × 1/6", "£16.67")
    by_period = steps({"method": "conceded", "share": "1/6", "rounding": "per_period"})
    assert by_period["Deadweight conceded"] == ("£100.00 × 1/6, as it adds to the line", "£16.66")
    people = steps({"method": "conceded", "share": "1/6", "rounding": "whole_people", "count": "down"})
    assert people["Deadweight conceded"] == ("2 × (1 − 1/6) = 5/3; 1 are payable so far", "£0.00")
    counted = steps({"method": "counted", "share": "0.5", "count": "up"})
    assert counted["Deadweight counted"] == ("result 2; 1 are payable so far", "£0.00")


def test_a_waiting_period_is_explained() -> None:
    found = steps({"method": "none"}, waiting_working_days=5)
    assert found["Due"] == ("11 April 2024 + 5 working days", "18 April 2024")


def test_the_time_since_another_result_is_explained() -> None:
    since = {"outcome": "start", "number": 1, "unit": "weeks"}
    found = steps({"method": "none"}, since=since)
    assert found["Not before"] == ("11 April 2024 ≥ 1 April 2024 + 1 week", "8 April 2024")
    terms = contract([outcome_fee("job", "100.00", since=since | {"number": 2})])
    (refusal,) = priced(terms, [start(1)], [claim(1, 1, "job", DAY)]).refusals
    assert refusals.words(refusal, terms) == (
        "It came too soon: the time that the rule asks for since 1 April 2024 is over on 15 April 2024."
    )


def test_the_most_time_after_another_result_is_explained() -> None:
    within = {"outcome": "start", "number": 2, "unit": "weeks"}
    found = steps({"method": "none"}, within=within)
    assert found["Not after"] == ("11 April 2024 ≤ 1 April 2024 + 2 weeks", "15 April 2024")
    terms = contract([outcome_fee("job", "100.00", within=within | {"number": 1})])
    (refusal,) = priced(terms, [start(1)], [claim(1, 1, "job", DAY)]).refusals
    assert refusals.words(refusal, terms) == (
        "It came too late: the time that the rule allows since 1 April 2024 was over on 8 April 2024."
    )


def test_routes_and_top_ups_are_added_up() -> None:
    fields: dict[str, Any] = {
        "routes": [{"outcome": "work", "amounts": [{"amount": "800.00"}]}],
        "top_ups": [{"outcome": "progress", "amounts": [{"amount": "50.00"}], "with_routes": ["work"]}],
    }
    terms = contract([outcome_fee("job", "700.00", **fields)], ["job", "work", "progress"])
    claims = [claim(1, 1, "job", DAY), claim(2, 1, "progress", DAY), claim(3, 1, "work", DAY + timedelta(days=1))]
    line = priced(terms, [start(1)], claims).lines[1]
    entry = Entry(
        line.rule, line.outcome, line.segment, 1, line.unit_amount, line.gross, line.deadweight, line.capped, line.net,
        line.explanation,
    )  # fmt: skip
    price = explanation.steps(entry, terms)[1]
    assert price.formula == "amount of the best route + top-up progress − earned before"
    assert (price.values, price.result) == ("£800.00 + £50.00 − £700.00 (route work)", "£150.00")


def codes(module: Any, function: str, place: int) -> set[str]:
    """Every text given at a place to a function in the source of a module."""
    calls = [node for node in ast.walk(ast.parse(Path(module.__file__).read_text())) if isinstance(node, ast.Call)]
    given = [call.args[place] for call in calls if ast.unparse(call.func).endswith(function) and len(call.args) > place]
    return {str(argument.value) for argument in given if isinstance(argument, ast.Constant)}


def test_every_refusal_has_words() -> None:
    found = codes(entitlements, "refuse", 2) | codes(conditions, "Unmet", 0)
    assert found == set(refusals.WORDS)


@pytest.mark.parametrize("code", sorted(reasons.WHY))
def test_every_reason_is_a_sentence(code: str) -> None:
    assert reasons.words(code, approved_period="2026-q1").startswith("The statement for 2026-q1 was approved before")
    assert code in ("", *Path(ledger.__file__).read_text().split('"'))


def test_a_claim_that_does_not_stand_gives_its_own_reason() -> None:
    assert reasons.words("not_owed", "Withdrawn by the agent: sent twice") == "Withdrawn by the agent: sent twice."
    assert reasons.words("") == ""


def test_amounts_and_days_read_as_people_write_them() -> None:
    assert [refusals.amount(Decimal(text)) for text in ("1234.5", "-12", "0.1250")] == [
        "£1,234.50",
        "−£12.00",
        "£0.1250",
    ]
    assert refusals.day("2026-03-31") == "31 March 2026"
