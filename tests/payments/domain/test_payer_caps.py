"""Caps of payers: who pays when one of them has paid all that it has to, and what nobody pays."""

import itertools
import random
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.domain.rates import contract_year
from contracts.domain.terms import Terms
from payments.domain import explanation, ledger, payers
from payments.domain.caps import Subject
from payments.domain.ledger import Stated
from payments.domain.lines import Line
from payments.domain.payers import NO_PARTS
from tests.payments.contracts import FIRST_DAY, claim, contract, outcome, outcome_fee, priced, start

DAY = FIRST_DAY + timedelta(days=10)
THREE = [("fund", "1/2"), ("council", "1/4"), ("trust", "1/4")]
TWO = [("fund", "1/5"), ("council", "4/5")]


def cap(payer: str, amount: str, beyond: str = "passed_over", over: str = "contract") -> dict[str, Any]:
    return {"code": f"{payer}-{over}", "payer": payer, "over": over, "amount": amount, "beyond": beyond}


def terms(
    caps: Sequence[dict[str, Any]], shares: Sequence[tuple[str, str]] = TWO, whole: str = "", **fields: Any
) -> Terms:
    """£100 for each job, paid by several principals; `whole`: the most over the contract."""
    return contract(
        [outcome_fee("job", "100.00", paid="each_time")],
        [outcome("job", max_per_participant=50)],
        [{"code": "whole", "scope": "contract", "amount": whole}] if whole else [],
        principals=[{"organisation": code, "share": share} for code, share in shares],
        payer_caps=list(caps),
        **fields,
    )


def lines(of: Terms, results: int, days: int = 1) -> list[Line]:
    """So many jobs of one participant, some days apart."""
    claims = [claim(number, 1, "job", DAY + timedelta(days=days * number), number) for number in range(1, results + 1)]
    return priced(of, [start(1)], claims).lines


def borne(found: Sequence[Line], payer: str) -> list[str]:
    """What a payer bears of each line, in pounds."""
    return [f"{Decimal(line.who.payers.get(payer, 0)).scaleb(-2):.2f}" for line in found if line.who]


def nets(found: Sequence[Line]) -> list[str]:
    return [str(line.net) for line in found]


def test_without_a_cap_of_a_payer_nothing_is_split_by_amount() -> None:
    assert [line.who for line in lines(terms([]), 2)] == [None, None]


def test_what_is_passed_over_falls_on_the_others_and_the_agent_loses_nothing() -> None:
    """A fund pays a fifth and £50 at most: it is exhausted within the third result."""
    found = lines(terms([cap("fund", "50.00")]), 4)
    assert nets(found) == ["100.00"] * 4
    assert borne(found, "fund") == ["20.00", "20.00", "10.00", "0.00"]
    assert borne(found, "council") == ["80.00", "80.00", "90.00", "100.00"]
    assert found[2].who is not None
    assert found[2].who.passed == {"fund-contract": 10_00}


def test_what_is_unpaid_lowers_the_statement_and_is_capped() -> None:
    found = lines(terms([cap("fund", "50.00", "unpaid")]), 4)
    assert nets(found) == ["100.00", "100.00", "90.00", "80.00"]
    assert [str(line.capped) for line in found] == ["0.00", "0.00", "10.00", "20.00"]
    assert borne(found, "council") == ["80.00"] * 4
    assert [line.who.unpaid for line in found if line.who] == [
        {},
        {},
        {"fund-contract": 10_00},
        {"fund-contract": 20_00},
    ]


def test_it_is_passed_over_by_the_shares_of_those_who_have_room() -> None:
    shares = [("fund", "1/5"), ("council", "3/5"), ("trust", "1/5")]
    found = lines(terms([cap("fund", "20.00")], shares), 2)
    assert borne(found, "council") == ["60.00", "75.00"]
    assert borne(found, "trust") == ["20.00", "25.00"]


def test_what_one_payer_has_no_room_for_goes_on_to_the_next() -> None:
    """Of the fund's half of the second result the council has room for £5; the trust bears the rest."""
    found = lines(terms([cap("fund", "50.00"), cap("council", "55.00")], THREE), 3)
    assert borne(found, "fund") == ["50.00", "0.00", "0.00"]
    assert borne(found, "council") == ["25.00", "30.00", "0.00"]
    assert borne(found, "trust") == ["25.00", "70.00", "100.00"]
    assert nets(found) == ["100.00"] * 3


def test_when_nobody_has_room_the_rest_is_unpaid_and_names_a_cap() -> None:
    found = lines(terms([cap("fund", "30.00"), cap("council", "100.00")]), 3)
    assert nets(found) == ["100.00", "30.00", "0.00"]
    assert [line.who.unpaid for line in found if line.who] == [
        {}, {"council-contract": 60_00, "fund-contract": 10_00}, {"council-contract": 80_00, "fund-contract": 20_00},
    ]  # fmt: skip


def test_a_single_payer_that_passes_over_leaves_the_rest_unpaid() -> None:
    found = lines(terms([cap("fund", "150.00")], [("fund", "1")]), 3)
    assert nets(found) == ["100.00", "50.00", "0.00"]


def test_what_is_passed_to_a_payer_beyond_its_own_unpaid_cap_goes_on_to_others() -> None:
    """The trust's cap leaves its own share unpaid, yet what the fund passes over is looked after by the council."""
    found = lines(terms([cap("fund", "50.00"), cap("trust", "25.00", "unpaid")], THREE), 2)
    assert borne(found, "council") == ["25.00", "75.00"]
    assert nets(found) == ["100.00", "75.00"]


@pytest.mark.parametrize(
    ("over", "expected"),
    [
        ("period", ["20.00", "5.00", "20.00", "5.00", "20.00", "5.00"]),
        ("year", ["20.00", "5.00", "0.00", "0.00", "20.00", "5.00"]),
        ("contract", ["20.00", "5.00", "0.00", "0.00", "0.00", "0.00"]),
    ],
)
def test_a_cap_of_a_payer_counts_for_a_period_a_contract_year_or_the_contract(over: str, expected: list[str]) -> None:
    days = [5, 6, 100, 101, 370, 371]
    claims = [claim(number, 1, "job", FIRST_DAY + timedelta(days=day), number) for number, day in enumerate(days, 1)]
    found = priced(terms([cap("fund", "25.00", over=over)]), [start(1)], claims).lines
    assert borne(found, "fund") == expected


def test_of_two_caps_of_a_payer_the_narrower_one_counts() -> None:
    found = lines(terms([cap("fund", "30.00", over="year"), cap("fund", "45.00")]), 3)
    assert borne(found, "fund") == ["20.00", "10.00", "0.00"]
    later = lines(terms([cap("fund", "30.00", over="year"), cap("fund", "45.00")]), 4, days=182)
    assert borne(later, "fund") == ["20.00", "20.00", "5.00", "0.00"]


def test_what_nobody_pays_counts_against_no_other_cap() -> None:
    """Of £250 for the contract £70 is left for the third result; a fifth of that is not paid and stays left."""
    capped = terms([cap("fund", "20.00", "unpaid")], whole="250.00")
    assert nets(lines(capped, 4)) == ["100.00", "80.00", "56.00", "11.20"]


def test_a_cap_goes_on_in_a_later_version_with_what_was_borne() -> None:
    first = terms([cap("fund", "50.00")], effective_to=(DAY + timedelta(days=2)).isoformat())
    second = terms([cap("fund", "50.00")], effective_from=(DAY + timedelta(days=3)).isoformat(), number=2)
    claims = [
        claim(number, 1, "job", DAY + timedelta(days=number), number, version=1 if number < 3 else 2)
        for number in range(1, 5)
    ]
    found = priced({1: first, 2: second}, [start(1)], claims).lines
    assert borne(found, "fund") == ["20.00", "20.00", "10.00", "0.00"]


def test_what_is_given_back_goes_to_those_who_bore_it() -> None:
    """The fund bore £50 of £400; a quarter taken back gives it a quarter of that, and room for as much again."""
    of = terms([cap("fund", "50.00")])
    walk = payers.PayerPass({1: of}, FIRST_DAY)
    about = Subject(1, 7, None, "", "job", "q1", DAY)
    parts = [split.parts.payers for amount in (400_00, -100_00, 100_00) if (split := walk.split(amount, about))]
    assert parts == [
        {"fund": 50_00, "council": 350_00}, {"fund": -12_50, "council": -87_50}, {"fund": 12_50, "council": 87_50},
    ]  # fmt: skip


def test_what_is_given_back_beyond_all_that_was_paid_goes_by_the_shares() -> None:
    walk = payers.PayerPass({1: terms([cap("fund", "50.00")])}, FIRST_DAY)
    split = walk.split(-100_00, Subject(1, 7, None, "", "job", "q1", DAY))
    assert split is not None
    assert split.parts.payers == {"fund": -20_00, "council": -80_00}


def test_the_explanation_names_the_payer_what_it_had_left_and_what_became_of_the_rest() -> None:
    of = terms([cap("fund", "50.00", "unpaid")])
    change = ledger.differences(lines(of, 3), [])[2]
    entry = explanation.Entry(
        change.rule, change.outcome, change.segment, change.units, change.unit_amount, change.gross,
        change.deadweight, change.capped, change.net, change.explanation,
    )  # fmt: skip
    step = explanation.steps(entry, of, {"fund": "Outcomes Fund"})[-2]
    assert (step.title, step.formula, step.values, step.result) == (
        "Cap fund-contract", "what goes beyond the most that Outcomes Fund pays for the contract",
        "£20.00 asked of it − £10.00 left", "£10.00 not paid",
    )  # fmt: skip


# What holds for any contract and history.

SHARES = [
    [("fund", "1/5"), ("council", "4/5")],
    [("fund", "1/3"), ("council", "1/3"), ("trust", "1/3")],
    [("fund", "0.17"), ("council", "0.5"), ("trust", "0.33")],
    [("fund", "1")],
]


@st.composite
def contracts(draw: st.DrawFn) -> Terms:
    shares = draw(st.sampled_from(SHARES))
    spans = draw(st.sets(st.tuples(st.sampled_from([code for code, _ in shares]),
                                   st.sampled_from(["period", "year", "contract"])), min_size=1))  # fmt: skip
    caps = [
        cap(payer, f"{draw(st.integers(1, 60_000)) / 100:.2f}", draw(st.sampled_from(["passed_over", "unpaid"])), over)
        for payer, over in sorted(spans)
    ]
    return contract(
        [outcome_fee("job", "100.01", paid="each_time",
                     deadweight=draw(st.sampled_from([{"method": "none"}, {"method": "conceded", "share": "1/6"}])))],
        [outcome("job", max_per_participant=50)],
        draw(st.sampled_from([[], [{"code": "each", "scope": "participant", "amount": "450.00"}]])),
        principals=[{"organisation": code, "share": share} for code, share in shares],
        payer_caps=caps,
    )  # fmt: skip


days = st.lists(st.integers(0, 800), max_size=25).map(sorted)


def history(after: Sequence[int]) -> list[Any]:
    """Jobs of two participants in turn, with two agents."""
    return [
        claim(number, 1 + number % 2, "job", FIRST_DAY + timedelta(days=day), number)
        for number, day in enumerate(after, 1)
    ]


PEOPLE = [start(1, agent=7), start(2, agent=8)]


@given(contracts(), days)
def test_payers_of_every_line_add_up_and_no_payer_bears_more_than_its_caps_nor_less_than_nothing(
    of: Terms, after: list[int]
) -> None:
    found = priced(of, PEOPLE, history(after)).lines
    spent: defaultdict[tuple[str, Any], int] = defaultdict(int)
    for line in found:
        assert line.who is not None
        assert sum(line.who.payers.values()) == int(line.net.scaleb(2))
        assert line.net == line.gross - line.deadweight - line.capped
        assert sum(line.who.unpaid.values()) <= int(line.capped.scaleb(2))
        assert min(line.who.payers.values()) >= 0
        due_on = date.fromisoformat(line.explanation["due_on"])
        units = {"period": line.period, "year": contract_year(due_on, FIRST_DAY), "contract": None}
        for one in of.payer_caps:
            spent[one.code, units[one.over]] += line.who.payers.get(one.payer, 0)
    most = {one.code: int(one.amount.scaleb(2)) for one in of.payer_caps}
    assert all(pence <= most[code] for (code, _), pence in spent.items())


@given(contracts(), days, st.integers())
def test_the_order_of_arrival_makes_no_difference_to_who_pays(of: Terms, after: list[int], seed: int) -> None:
    claims = history(after)
    shuffled = random.Random(seed).sample(claims, len(claims))
    assert priced(of, PEOPLE[::-1], shuffled).lines == priced(of, PEOPLE, claims).lines


@given(contracts(), days, st.integers(0, 800))
def test_one_more_result_never_lowers_what_is_paid_in_all(of: Terms, after: list[int], more: int) -> None:
    """Each payer's room is spent once: a result more may only add, however it is split."""
    fewer = sum(line.net for line in priced(of, PEOPLE, history(after)).lines)
    added = claim(99, 1, "job", FIRST_DAY + timedelta(days=more), 49)
    assert sum(line.net for line in priced(of, PEOPLE, [*history(after), added]).lines) >= fewer


@given(contracts(), days, st.data())
def test_what_the_ledger_says_of_payers_is_what_they_owe_however_the_claims_came(
    of: Terms, after: list[int], data: st.DataObject
) -> None:
    """Priced twice, with some claims late and some fallen: the entries add up to the whole worked out once."""
    claims = history(after)
    early = [one for one in claims if data.draw(st.booleans())]
    standing = [one for one in claims if data.draw(st.integers(0, 4))]
    stated = entered([], ledger.differences(priced(of, PEOPLE, early).lines, []))
    changes = ledger.differences(priced(of, PEOPLE, standing).lines, stated)
    whole = priced(of, PEOPLE, standing).lines
    assert by_payer(entered(stated, changes)) == by_payer(entered([], ledger.differences(whole, [])))
    assert ledger.differences(whole, entered(stated, changes)) == []


def entered(stated: list[Stated], changes: Sequence[ledger.Change]) -> list[Stated]:
    """The ledger after these entries, added up as pricing reads it."""
    sums: dict[Any, Stated] = {key(row): row for row in stated}
    for change in changes:
        read = payers.read(change.explanation.get("who_pays", {}))
        who = payers.Parts(*({code: int(part.scaleb(2)) for code, part in of.items()} for of in read.values()))
        fresh = Stated(
            *change[:9], change.units, change.gross, change.deadweight, change.capped, change.net, change.about,
            NO_PARTS.less(NO_PARTS.less(who)),
        )  # fmt: skip
        before = sums.get(key(fresh))
        sums[key(fresh)] = fresh if before is None else together(before, fresh)
    return list(sums.values())


def key(row: Stated) -> Any:
    return (*row[:7], row.unit_amount)


def together(one: Stated, other: Stated) -> Stated:
    sums = {name: getattr(one, name) + getattr(other, name)
            for name in ("units", "gross", "deadweight", "capped", "net")}  # fmt: skip
    return one._replace(**sums, who=one.who.less(NO_PARTS.less(other.who)))


def by_payer(stated: Sequence[Stated]) -> dict[str, int]:
    codes = sorted(set(itertools.chain.from_iterable(row.who.payers for row in stated)))
    found = {code: sum(row.who.payers.get(code, 0) for row in stated) for code in codes}
    return {code: pence for code, pence in found.items() if pence}
