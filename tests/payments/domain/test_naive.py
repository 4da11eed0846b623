"""Contracts and histories by chance, priced by the product and by the naive way round: the same to the penny."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from contracts.domain.terms import Terms
from payments.domain.inputs import Book, Claim, Inputs, Start
from payments.domain.pricing import price
from tests.payments.contracts import FIRST_DAY, attachment_fee, contract, outcome, outcome_fee, quarters
from tests.payments.domain.naive import Naive
from tests.payments.domain.naive_earning import Holdings

AGENTS = {"north": 7, "south": 8}
CODES = ("crime", "work", "extra", "visit", "kept")
amounts = st.sampled_from(["0.00", "33.37", "100.01", "250.25", "333.33", "400.00"])
prices = st.one_of(
    amounts.map(lambda one: [{"amount": one}]),
    st.tuples(amounts, amounts).map(lambda two: [{"segment": "hard", "amount": two[0]}, {"amount": two[1]}]),
)
deadweights = st.sampled_from(
    [
        None,
        *(
            {"method": "conceded", "share": share, "rounding": rounding, "count": count}
            for share in ("1/6", "0.3")
            for rounding in ("per_claim", "per_period", "whole_people")
            for count in ("down", "nearest", "up")
        ),
        *({"method": "counted", "share": "0.35", "count": count} for count in ("down", "nearest", "up")),
    ]
)


indexations: st.SearchStrategy[dict[str, Any]] = st.sampled_from(
    [{}, {}, {"indexation": {"basis": "contract", "yearly": "0.031", "source": "CPI"}}]
)
top_up_routes: st.SearchStrategy[list[str]] = st.sampled_from([[], ["crime"]])
conditions: st.SearchStrategy[dict[str, Any]] = st.sampled_from(
    [
        {"segments": ["hard"]},
        {"before": [{"outcome": "visit", "times": 1}], "waiting_working_days": 70},
        {"before": [{"outcome": "work", "times": 1}]},
        {"waiting_working_days": 130},
    ]
)


@st.composite
def caps(draw: st.DrawFn) -> list[dict[str, Any]]:
    found = []
    for scope in draw(st.sets(st.sampled_from(["participant", "outcome", "period", "year", "contract"]), max_size=3)):
        one: dict[str, Any] = {
            "code": f"by-{scope}", "scope": scope, "per_agent": draw(st.booleans()),
            "amount": draw(st.sampled_from(["850.50", "1200.00", "2333.33"])),
        }  # fmt: skip
        if scope == "outcome":
            one["outcome"] = draw(st.sampled_from(["visit", "work"]))
        elif draw(st.booleans()):
            one |= draw(
                st.sampled_from(
                    [{"segment": "easy"}, {"outcome": "visit"}, {"carries_over": scope in ("period", "year")}]
                )
            )
        found.append(one)
    return found


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """The terms of a version, without its days."""
    span = {"number": draw(st.integers(1, 60)), "unit": "days", "outcome": draw(st.sampled_from(["start", "work"]))}
    timing: list[dict[str, Any]] = [{}, {"since": span}, {"within": span}, {"prerequisites": ["work"]}]
    rules: list[dict[str, Any]] = [
        attachment_fee("400.00", amounts=draw(prices)),
        outcome_fee("crime", "1.00") | {
            "code": "result", "amounts": draw(prices), "routes": [{"outcome": "work", "amounts": draw(prices)}],
            "top_ups": [{"outcome": "extra", "amounts": draw(prices), "with_routes": draw(top_up_routes)}],
            "waiting_working_days": draw(st.sampled_from([0, 15])), "deadweight": draw(deadweights),
        },
        outcome_fee("visit", amounts=draw(prices), paid="each_time", deadweight=draw(deadweights),
                    **draw(st.sampled_from(timing))),
        {"kind": "sustainment_fee", "code": "kept-fee", "name": "Kept", "outcome": "kept", "every_weeks": 4,
         "amounts": draw(prices), "prerequisites": draw(st.sampled_from([["start"], ["crime"], ["work"]])),
         "max_steps": [{"steps": 2}], "deadweight": draw(deadweights),
         "allotted_weeks": draw(st.sampled_from([None, 30]))},
        {"kind": "bonus", "code": "more", "name": "More", "outcome": "visit", "amounts": draw(prices),
         "deadweight": draw(deadweights), **draw(conditions)},
        {"kind": "volume_bands", "code": "volume", "name": "Volume", "outcome": "work",
         "over": draw(st.sampled_from(["contract", "year", "period"])),
         "bands": [{"above": 0, "amount": "100.01"}, {"above": 2, "amount": "60.33"}, {"above": 5, "amount": "0.00"}],
         "waiting_working_days": draw(st.sampled_from([0, 15])),
         "deadweight": draw(st.sampled_from([None, {"method": "conceded", "share": "1/6", "rounding": "per_period"}]))},
        {"kind": "service_fee", "code": "service", "name": "Service", "amounts": [{"amount": "100.01"}],
         "in_arrears": True, "yearly_discount": draw(st.sampled_from(["0", "0.025"]))},
        {"kind": "floor", "code": "least", "name": "Least",
         "amounts": [{"agent": "north", "amount": "355.55"}, {"amount": "0.00"}]},
    ]  # fmt: skip
    kept = draw(st.sets(st.integers(0, len(rules) - 1), min_size=3))
    rules = [rule for place, rule in enumerate(rules) if place in kept]
    for rule in rules:
        if rule.get("deadweight", True) is None:
            del rule["deadweight"]
    return {
        "rules": rules,
        "caps": draw(caps()),
        "rounding": draw(st.sampled_from(["half_up", "half_even"])),
        "rounding_at": draw(st.sampled_from(["line", "line", "total"])),
        **draw(indexations),
    }


OUTCOMES: list[str | dict[str, Any]] = [
    "crime", "work", outcome("extra", window_days=200), outcome("visit", max_per_participant=3),
    outcome("kept", max_per_participant=3),
]  # fmt: skip


def version(number: int, document: dict[str, Any], **days: str) -> Terms:
    return contract(
        document["rules"], OUTCOMES, document["caps"], number=number, agents=list(AGENTS), periods=quarters(number=8),
        **{name: of for name, of in document.items() if name not in ("rules", "caps")}, **days,
    )  # fmt: skip


@st.composite
def cases(draw: st.DrawFn) -> tuple[dict[int, Terms], list[Start], list[Claim], Holdings, date]:
    """One or two versions, a handful of people who may be handed over, what was claimed, and the day of pricing."""
    second = draw(st.one_of(st.none(), st.integers(30, 500)))
    end = draw(st.one_of(st.none(), st.integers(501, 700)))
    ends = {} if end is None else {"effective_to": (FIRST_DAY + timedelta(days=end)).isoformat()}
    if second is None:
        terms = {1: version(1, draw(documents()), **ends)}
    else:
        begins = FIRST_DAY + timedelta(days=second)
        first = draw(documents())
        changed = draw(documents())
        if draw(st.booleans()):
            changed = {**changed, "caps": first["caps"]}
        terms = {
            1: version(1, first, effective_to=(begins - timedelta(days=1)).isoformat()),
            2: version(2, changed, effective_from=begins.isoformat(), **ends),
        }

    def in_force(day: date) -> int:
        return max((key for key, of in terms.items() if of.effective_from <= day), default=1)

    starts: list[Start] = []
    claims: list[Claim] = []
    holdings: dict[int, list[tuple[date, int]]] = {}
    for number in range(1, draw(st.integers(2, 8)) + 1):
        day = FIRST_DAY + timedelta(days=draw(st.integers(0, 400)))
        segment = draw(st.sampled_from(["easy", "hard"]))
        starts.append(
            Start(
                number,
                f"P{draw(st.integers(0, 9))}{number}",
                draw(st.sampled_from([7, 8])),
                segment,
                day,
                in_force(day),
            )
        )
        for code, sequence, after in draw(
            st.lists(
                st.tuples(st.sampled_from([*CODES, "visit"]), st.integers(1, 3), st.integers(-3, 330)),
                min_size=2, max_size=9, unique_by=lambda one: one[:2],
            )
        ):  # fmt: skip
            if sequence == 1 or code in ("visit", "kept"):
                event = day + timedelta(days=after)
                claims.append(Claim(len(claims) + 1, number, code, event, sequence, in_force(event)))
        if draw(st.integers(0, 3)) == 0:
            moves = sorted(draw(st.lists(st.integers(1, 300), min_size=1, max_size=2)))
            holdings[number] = [(day + timedelta(days=after), draw(st.sampled_from([7, 8]))) for after in moves]
    return terms, starts, claims, holdings, FIRST_DAY + timedelta(days=draw(st.sampled_from([200, 400, 727, 1500])))


def pounds(pence: int) -> Decimal:
    return Decimal(pence).scaleb(-2)


@given(cases())
def test_every_amount_is_the_one_that_is_worked_out_the_long_way(
    case: tuple[dict[int, Terms], list[Start], list[Claim], Holdings, date],
) -> None:
    terms, starts, claims, holdings, as_of = case
    book = Book(terms, next(iter(terms.values())).periods, AGENTS)
    found = price(Inputs(book, starts, claims, as_of, (), holdings)).lines
    expected = Naive(terms, starts, claims, as_of, AGENTS, holdings).lines()
    assert {
        (line.claim, line.participant if line.claim is None else None, line.rule, line.about,
         None if line.participant else line.agent):
        (line.agent, line.version, line.period, line.gross, line.deadweight, line.net) for line in found
    } == {
        one.key: (one.agent, one.version, one.period, *map(pounds, (one.gross, one.deadweight, one.net)))
        for one in expected
    }  # fmt: skip
    assert len(found) == len(expected)
