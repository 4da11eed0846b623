"""An extra sum on a condition, and a price that rises beyond a volume: to the penny, taken back from the top."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import hypothesis.strategies as st
import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given

from contracts.domain import documents, rule_words, terms
from payments.domain.inputs import Claim
from payments.domain.lines import Line
from payments.models import LedgerEntry
from payments.selectors import integrity, statement_pages
from tests.payments import contracts, scheme
from tests.payments.contracts import FIRST_DAY, claim, outcome, outcome_fee, start
from tests.payments.scheme import MAY

RETAINED = {
    "kind": "bonus", "code": "hard-won", "name": "Patients with past detoxes", "outcome": "retained",
    "amounts": [{"amount": "500.00"}], "before": [{"outcome": "detox", "times": 3}],
}  # fmt: skip
FASTER: dict[str, Any] = {
    "kind": "accelerator", "code": "faster", "name": "Jobs, more beyond the volume", "outcome": "job",
    "amount": "1000.01", "steps": [{"above": 2, "factor": "1.25"}, {"above": 4, "added": "400.00"}],
}  # fmt: skip


def detox_contract(**fields: Any) -> terms.Terms:
    outcomes: list[str | dict[str, Any]] = ["retained", outcome("detox", max_per_participant=9)]
    return contracts.contract([outcome_fee("retained", "1000.00"), {**RETAINED, **fields}], outcomes)


def bonuses(of: terms.Terms, claims: list[Claim], segment: str = "easy") -> list[Line]:
    found = contracts.priced(of, [start(1, segment=segment)], claims)
    return [line for line in found.lines if line.rule == "hard-won"]


def detoxes(number: int) -> list[Claim]:
    return [claim(10 + place, 1, "detox", FIRST_DAY + timedelta(days=place), place + 1) for place in range(number)]


RETAINED_LATER = claim(1, 1, "retained", FIRST_DAY + timedelta(days=90))


@pytest.mark.parametrize(("number", "paid"), [(0, "0"), (2, "0"), (3, "500.00"), (5, "500.00")])
def test_a_retained_patient_with_three_past_detoxes_brings_500_pounds_more(number: int, paid: str) -> None:
    found = bonuses(detox_contract(), [*detoxes(number), RETAINED_LATER])
    assert sum((line.net for line in found), Decimal(0)) == Decimal(paid)


def test_what_comes_after_the_result_does_not_count_and_one_that_falls_away_takes_the_bonus_along() -> None:
    late = [one._replace(event_date=FIRST_DAY + timedelta(days=91)) for one in detoxes(3)]
    assert bonuses(detox_contract(), [*late, RETAINED_LATER]) == []
    three = detoxes(3)
    assert bonuses(detox_contract(), [*three, RETAINED_LATER])
    assert bonuses(detox_contract(), [*three[1:], RETAINED_LATER]) == []


def test_a_bonus_may_be_for_some_segments_only() -> None:
    of = detox_contract(segments=["hard"], before=[])
    assert bonuses(of, [RETAINED_LATER], "easy") == []
    assert [line.net for line in bonuses(of, [RETAINED_LATER], "hard")] == [Decimal("500.00")]


def test_why_a_bonus_is_not_paid_is_said() -> None:
    of = detox_contract()
    found = contracts.priced(of, [start(1)], [*detoxes(2), RETAINED_LATER])
    assert ("needs_times", 2) in [(one.code, one.facts.get("found")) for one in found.refusals]


def faster(days: list[date], over: str = "contract") -> list[Line]:
    of = contracts.contract([{**FASTER, "over": over}])
    starts = [start(place) for place in range(len(days))]
    return contracts.priced(of, starts, [claim(100 + n, n, "job", day) for n, day in enumerate(days)]).lines


def test_the_price_rises_beyond_each_volume_by_a_factor_or_an_amount() -> None:
    """2 × 1,000.01; 2 × 1,000.01 × 1.25 = 1,250.0125, to the penny 1,250.01; 1 × (1,000.01 + 400)."""
    found = faster([FIRST_DAY] * 5)
    assert [(line.units, str(line.unit_amount), str(line.net)) for line in found] == [
        (2, "1000.01", "2000.02"), (2, "1250.01", "2500.02"), (1, "1400.01", "1400.01"),
    ]  # fmt: skip


@given(st.lists(st.integers(0, 700), min_size=5, max_size=12), st.data())
def test_a_result_that_falls_away_is_taken_back_at_the_highest_price(after: list[int], data: st.DataObject) -> None:
    days = [FIRST_DAY + timedelta(days=number) for number in after]
    gone = data.draw(st.integers(0, len(days) - 1))
    before = sum(line.net for line in faster(days))
    left = sum(line.net for line in faster([day for place, day in enumerate(days) if place != gone]))
    assert before - left == Decimal("1400.01")


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ({**FASTER, "steps": []}, "missing"),
        ({**FASTER, "steps": [{"above": 2}]}, "contradiction"),
        ({**FASTER, "steps": [{"above": 2, "factor": "1.1", "added": "1.00"}]}, "contradiction"),
        ({**FASTER, "steps": [{"above": 2, "factor": "0.9"}]}, "out_of_range"),
        ({**FASTER, "steps": [{"above": 2, "factor": "1.5"}, {"above": 2, "factor": "1.6"}]}, "overlapping_bands"),
        ({**FASTER, "steps": [{"above": 2, "factor": "1.5"}, {"above": 3, "factor": "1.2"}]}, "not_rising"),
        ({**FASTER, "outcome": "wedding"}, "unknown_outcome"),
        ({**FASTER, "amount": "-1.00"}, "negative"),
        ({**RETAINED, "outcome": "job", "before": []}, "no_condition"),
        ({**RETAINED, "outcome": "job"}, "unknown_outcome"),
        ({**RETAINED, "outcome": "job", "before": [{"outcome": "job", "times": 2}]}, "steps_beyond_outcome"),
        ({**RETAINED, "outcome": "job", "before": [], "segments": ["nobody"]}, "unknown_segment"),
    ],
)
def test_what_cannot_be_right_is_refused_with_its_place(rule: dict[str, Any], code: str) -> None:
    with pytest.raises(terms.TermsError) as refused:
        contracts.contract([rule])
    assert code in {problem.code for problem in refused.value.problems}
    assert all(problem.path.startswith("rules[0]") for problem in refused.value.problems)


def test_both_are_written_back_as_they_were_read_and_said_in_words() -> None:
    of = contracts.contract([FASTER, RETAINED], ["job", "retained", outcome("detox", max_per_participant=9)])
    assert terms.parse(documents.of_terms(of)) == of
    rise, extra = (rule_words.rule(rule, of) for rule in of.rules)
    assert rise == (
        "Pays £1,000.01 for each “Job”, and £1,250.01 (125% of the first price) for each result beyond the first 2 and "
        "£1,400.01 (£400 more) for each result beyond the first 4."
    )
    assert extra == "Pays £500 extra for each “Retained” once “Detox” was achieved at least 3 times."


@pytest.mark.django_db
def test_the_ledger_holds_both_and_the_pages_explain_them(client: Client) -> None:
    own = {
        "code": "young-bonus", "name": "Young people", "kind": "bonus", "outcome": "job", "segments": ["young"],
        "amounts": [{"amount": "250.00"}],
    }  # fmt: skip
    rising = {**FASTER, "outcome": "job", "steps": [{"above": 1, "factor": "1.2"}]}
    one = scheme.scheme(rules=[own, rising], caps=[])
    claims = [
        one.claim(one.start(f"P{place}", segment=segment), MAY) for place, segment in enumerate(("young", "other"))
    ]
    one.price()
    held = LedgerEntry.objects.values_list("rule", "about", "net")
    assert sorted((rule, about, str(net)) for rule, about, net in held) == [
        ("faster", "2026-q2.1.v1", "1000.01"), ("faster", "2026-q2.2.v1", "1200.01"), ("young-bonus", "", "250.00"),
    ]  # fmt: skip
    assert integrity.verify().broken is None
    client.force_login(one.place.commissioner)
    page = client.get(reverse("payments:claim_explanation", args=[one.programme.slug, claims[0].pk])).content.decode()
    assert "Pays £250 extra for each" in page
    other = client.get(reverse("payments:claim_explanation", args=[one.programme.slug, claims[1].pk])).content.decode()
    assert "It is an extra for participants of Aged 18 to 24." in other
    statement = one.statement("2026-q2")
    risen = next(
        line for line in statement_pages.page(statement, one.place.commissioner).lines
        if line.line.unit_amount == Decimal("1200.01")
    )  # fmt: skip
    opened = client.get(reverse("payments:statement_line", args=[one.programme.slug, statement.pk, risen.code]))
    assert "£1,000.01 × 6/5, to the penny" in opened.content.decode()
