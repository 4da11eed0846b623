"""What holds under rules of every kind together: exact figures, and nothing is left of what fell away."""

import random
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from contracts.domain.terms import Terms
from payments.domain import ledger, pricing, statements
from payments.domain.inputs import Book, Claim, Figure, Inputs
from payments.domain.ledger import Calendar, Change, Stated
from payments.domain.lines import Line
from tests.payments import contracts
from tests.payments.contracts import AGENT, FIRST_DAY, LATER, attachment_fee, claim, outcome, outcome_fee, start

COHORTS = [
    {"code": "c1", "name": "First", "due_on": str(FIRST_DAY + timedelta(days=300))},
    {"code": "c2", "name": "Second", "due_on": str(FIRST_DAY + timedelta(days=700))},
]
FALL = {"metric": "events", "against": {"value": "0.5"}, "measure": "relative", "cohorts": COHORTS}
RULES: list[dict[str, Any]] = [
    attachment_fee("100.01"),
    outcome_fee("crime", "700.05", deadweight={"method": "conceded", "share": "1/6", "rounding": "per_period"}),
    outcome_fee("visit", "33.37", paid="each_time"),
    {"kind": "sustainment_fee", "code": "kept", "name": "Kept", "outcome": "kept", "every_weeks": 4,
     "amounts": [{"amount": "99.99"}], "prerequisites": ["crime"], "max_steps": [{"steps": 2}]},
    {"kind": "service_fee", "code": "service", "name": "Fee", "amounts": [{"amount": "100.01"}],
     "yearly_discount": "0.025"},
    {"kind": "volume_bands", "code": "volume", "name": "Volume", "outcome": "visit",
     "bands": [{"above": 0, "amount": "10.01"}, {"above": 2, "amount": "6.03"}]},
    {"kind": "accelerator", "code": "faster", "name": "Faster", "outcome": "crime", "amount": "10.01",
     "steps": [{"above": 1, "factor": "1.25"}, {"above": 3, "added": "4.00"}]},
    {"kind": "bonus", "code": "extra", "name": "Extra", "outcome": "crime", "amounts": [{"amount": "50.05"}],
     "before": [{"outcome": "visit", "times": 1}]},
    {"kind": "floor", "code": "least", "name": "Least", "amounts": [{"agent": None, "amount": "500.00"}]},
    {"kind": "floor", "code": "whole", "name": "In all", "over": "contract",
     "amounts": [{"agent": None, "amount": "9000.00"}]},
    {"kind": "banded_metric", "code": "band", "name": "By band", "metric": "units",
     "base": {"rules": ["service", "visit-fee"]},
     "bands": [{"from": None, "to": "1", "share": "-1/3"}, {"from": "1", "from_included": True, "share": "1/7"}]},
    {**FALL, "kind": "cohort_reduction", "code": "fall", "name": "Fall", "pays": "per_event", "amount": "7.77",
     "most": "500.00", "trigger": "0.1", "pooled_trigger": "0.05", "deducts": True},
    {**FALL, "kind": "cohort_reduction", "code": "keep", "name": "Keep", "pays": "lump_sum", "amount": "70.00",
     "trigger": "0.1", "clawback": "1/3", "base": {"rules": ["service"]}},
    {"kind": "saving_share", "code": "saving", "name": "Saving", "metric": "cost", "against": {"value": "1000"},
     "cohorts": COHORTS, "threshold": "0.05", "ceiling": "0.2", "share_at": "0.5", "share_beyond": "1"},
]  # fmt: skip
METRICS = [
    {"code": "units", "name": "Units", "numerator": "Delivered", "denominator": "Ordered"},
    {"code": "events", "name": "Events", "numerator": "Events", "denominator": "People", "direction": "lower"},
    {"code": "cost", "name": "Cost", "measured": "value", "unit": "pounds", "direction": "lower"},
]
SHARES = {1: (("first", Fraction(1, 3)), ("second", Fraction(1, 3)), ("third", Fraction(1, 3)))}
CODES = ("crime", "visit", "kept")
Known = tuple[list[Claim], list[Figure]]


@st.composite
def agreements(draw: st.DrawFn) -> Terms:
    """Rules of every kind, with and without caps and rising amounts, either rounding."""
    caps = [
        {"code": f"by-{scope}", "scope": scope, "amount": amount}
        for scope, amount in (("participant", "900.00"), ("period", "1500.00"), ("contract", "8000.00"))
        if draw(st.booleans())
    ]
    outcomes: list[str | dict[str, Any]] = ["crime", *(outcome(code, max_per_participant=3) for code in CODES[1:])]
    risen = {"basis": "contract", "yearly": "0.03", "source": "As agreed"} if draw(st.booleans()) else None
    return contracts.contract(
        RULES, outcomes, caps, metrics=METRICS, indexation=risen,
        rounding=draw(st.sampled_from(["half_up", "half_even"])), rounding_at=draw(st.sampled_from(["line", "total"])),
    )  # fmt: skip


@st.composite
def histories(draw: st.DrawFn) -> Known:
    """What was claimed for five people, and what was measured."""
    drawn = draw(
        st.sets(
            st.tuples(st.integers(1, 5), st.sampled_from(CODES), st.integers(1, 900), st.integers(1, 3)), max_size=20
        )
    )
    claims = [
        claim(100 + number, person, code, FIRST_DAY + timedelta(days=after), sequence)
        for number, (person, code, after, sequence) in enumerate(sorted(drawn))
    ]
    covers = [("units", f"q{place}") for place in (1, 2, 12)]
    covers += [(code, one["code"]) for code in ("events", "cost") for one in COHORTS]
    return claims, [_figure(code, of, draw(st.integers(1, 1300))) for code, of in covers if draw(st.booleans())]


def _figure(code: str, covers: str, top: int) -> Figure:
    if code == "cost":
        return Figure(code, AGENT, covers, Fraction(top), None, None, FIRST_DAY)
    return Figure(code, AGENT, covers, Fraction(top, 1000), Fraction(top), Fraction(1000), FIRST_DAY)


def lines(of: Terms, known: Known, as_of: date = LATER) -> list[Line]:
    book = Book({1: of}, of.periods, {"provider": AGENT})
    claims, figures = known
    return pricing.price(Inputs(book, [start(person) for person in range(1, 6)], claims, as_of, figures)).lines


def entered(changes: list[Change]) -> list[Stated]:
    """The ledger's sums after these entries."""
    sums: dict[tuple[Any, ...], list[Any]] = {}
    for change in changes:
        row = sums.setdefault((*change[:9], change.about), [*change[:9], 0, *[Decimal(0)] * 4, change.about])
        for place in range(9, 14):
            row[place] += change[place]
    return [Stated(*row) for row in sums.values()]


def by_period(rows: list[Line] | list[Change]) -> dict[str, Decimal]:
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        sums[row.period] += row.net
    return {period: net for period, net in sums.items() if net}


def some(known: Known, chance: random.Random) -> Known:
    """Part of what is known, some of it measured otherwise: the rest has not come, or has fallen away."""
    claims, figures = known
    left = [one for one in figures if chance.random() < 0.7]
    again = [_figure(one.metric, one.covers, chance.randint(1, 1300)) if chance.random() < 0.5 else one for one in left]
    return [one for one in claims if chance.random() < 0.7], again


def is_exact(fact: object) -> bool:
    if isinstance(fact, dict):
        return all(is_exact(one) for one in fact.values())
    if isinstance(fact, list | tuple):
        return all(is_exact(one) for one in fact)
    return not isinstance(fact, float)


@given(agreements(), histories())
def test_no_amount_and_no_fact_is_a_float_and_every_line_adds_up(of: Terms, known: Known) -> None:
    for line in lines(of, known):
        assert is_exact(line._asdict())
        assert line.net == line.gross - line.deadweight - line.capped
        assert all(isinstance(one, Decimal) for one in (line.gross, line.deadweight, line.capped, line.net))
        assert line.capped >= 0
        assert line.net >= 0 or line.capped == 0, "a cap never holds a deduction back"


@given(agreements(), histories())
def test_no_cap_on_the_period_or_the_contract_is_exceeded_after_deductions(of: Terms, known: Known) -> None:
    found = lines(of, known)
    for cap in of.caps:
        if cap.scope == "contract":
            assert sum(line.net for line in found) <= cap.amount
        elif cap.scope == "period":
            assert all(net <= cap.amount for net in by_period(found).values())


@given(agreements(), histories(), st.randoms(use_true_random=False))
def test_all_statements_together_say_what_is_owed_whatever_fell_away_and_was_measured_again(
    of: Terms, known: Known, chance: random.Random
) -> None:
    changes: list[Change] = []
    for upto in (200, 400, 800, 1000):
        on = FIRST_DAY + timedelta(days=upto)
        changes += ledger.differences(lines(of, some(known, chance), on), entered(changes))
    last = some(known, chance)
    owed = lines(of, last)
    changes += ledger.differences(owed, entered(changes))
    assert by_period(changes) == by_period(owed)
    assert ledger.differences(owed, entered(changes)) == []
    assert sum(one.net for one in changes) == sum(line.net for line in owed)


@given(agreements(), histories(), st.integers(0, 11), st.randoms(use_true_random=False))
def test_the_payers_of_every_statement_bear_its_total_to_the_penny(
    of: Terms, known: Known, approved: int, chance: random.Random
) -> None:
    """Also of one that takes back, after the first statements were approved."""
    codes = [period.code for period in of.periods]
    calendar = Calendar(codes, frozenset((AGENT, code) for code in codes[:approved]))
    before = ledger.differences(lines(of, known, FIRST_DAY + timedelta(days=91 * approved)), [])
    after = ledger.differences(lines(of, some(known, chance)), entered(before))
    stated: defaultdict[str, list[Change]] = defaultdict(list)
    for change in after:
        place = calendar.place(AGENT, change.period)
        assert place is not None
        stated[place.period].append(change)
    for changes in stated.values():
        shown = [
            statements.Line(
                "payment", one.rule, one.outcome, one.segment, one.version, one.unit_amount, one.units, one.gross,
                one.deadweight, one.capped, one.net,
            )
            for one in changes
        ]  # fmt: skip
        borne = statements.payers(shown, SHARES)
        assert sum(amount for _, amount in borne) == statements.total(shown)
