"""What holds for every contract and every history: order of arrival, caps, payers, more results never pay less."""

import random
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from contracts.domain.rates import contract_year
from contracts.domain.terms import Terms
from payments.domain import ledger
from payments.domain.inputs import Claim, Start
from payments.domain.ledger import Change, Stated
from tests.payments.contracts import FIRST_DAY, attachment_fee, claim, contract, outcome, outcome_fee, priced, start

AGENTS = (7, 8)
CAPS = {"participant": "1100.00", "period": "3000.00", "year": "5000.00", "contract": "9000.00"}


spans = st.dictionaries(
    st.sampled_from(["since", "within"]),
    st.fixed_dictionaries(
        {
            "outcome": st.sampled_from(["start", "work"]),
            "number": st.integers(1, 60),
            "unit": st.sampled_from(["days", "weeks", "working_days"]),
        }
    ),
)


@st.composite
def contracts(draw: st.DrawFn) -> Terms:
    """One of many small contracts: deadweight of any kind, some caps, either rounding."""
    deadweight: dict[str, Any] = draw(
        st.sampled_from(
            [
                {"method": "none"},
                *(
                    {"method": "conceded", "share": share, "rounding": rounding, "count": count}
                    for share in ("1/6", "0.3")
                    for rounding in ("per_claim", "per_period", "whole_people")
                    for count in ("down", "nearest", "up")
                ),
            ]
        )
    )
    scopes = draw(st.sets(st.sampled_from(sorted(CAPS))))
    per_agent = draw(st.booleans())
    return contract(
        [
            attachment_fee("100.01"),
            outcome_fee("crime", "700.05", routes=[{"outcome": "work", "amounts": [{"amount": "800.33"}]}],
                        deadweight=deadweight),
            outcome_fee("visit", "33.37", paid="each_time", deadweight=deadweight, **draw(spans)),
            {"kind": "sustainment_fee", "code": "kept", "name": "Kept", "outcome": "kept", "every_weeks": 4,
             "amounts": [{"amount": "99.99"}], "prerequisites": ["crime"], "max_steps": [{"steps": 2}]},
        ],
        ["crime", "work", outcome("visit", max_per_participant=3), outcome("kept", max_per_participant=2)],
        [{"code": f"by-{scope}", "scope": scope, "amount": CAPS[scope], "per_agent": per_agent} for scope in scopes],
        rounding=draw(st.sampled_from(["half_up", "half_even"])),
        rounding_at=draw(st.sampled_from(["line", "total"])),
    )  # fmt: skip


days = st.integers(min_value=0, max_value=500).map(lambda number: FIRST_DAY + timedelta(days=number))
starts = st.lists(st.tuples(days, st.sampled_from(AGENTS)), min_size=1, max_size=12).map(
    lambda drawn: [start(number, day, agent=agent) for number, (day, agent) in enumerate(drawn, 1)]
)


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Start], list[Claim]]:
    """Who started, and what was claimed for them, with days and steps as they may come."""
    who = draw(starts)
    codes = st.sampled_from(["crime", "work", "visit", "kept"])
    drawn = draw(
        st.lists(
            st.tuples(st.integers(1, len(who)), codes, st.integers(1, 300), st.integers(1, 3)),
            max_size=30,
            unique_by=lambda one: (one[0], one[1], one[2], one[3]),
        )
    )
    claims = [
        claim(number, participant, code, who[participant - 1].started_on + timedelta(days=after), sequence)
        for number, (participant, code, after, sequence) in enumerate(drawn, 1)
    ]
    return who, claims


@given(contracts(), histories(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_no_penny(
    terms: Terms, history: tuple[list[Start], list[Claim]], chance: random.Random
) -> None:
    who, claims = history
    mixed = priced(terms, chance.sample(who, len(who)), chance.sample(claims, len(claims)))
    assert mixed.lines == priced(terms, who, claims).lines


@given(contracts(), histories())
def test_no_cap_is_ever_exceeded_and_every_line_adds_up(terms: Terms, history: tuple[list[Start], list[Claim]]) -> None:
    found = priced(terms, *history)
    spent: defaultdict[tuple[str, Any, Any], Decimal] = defaultdict(Decimal)
    for line in found.lines:
        assert line.net == line.gross - line.deadweight - line.capped
        assert min(line.gross, line.deadweight, line.capped, line.net) >= 0
        year = contract_year(date.fromisoformat(line.explanation["due_on"]), FIRST_DAY)
        units = {"participant": line.participant, "period": line.period, "year": year}
        for cap in terms.caps:
            spent[cap.code, line.agent if cap.per_agent else None, units.get(cap.scope)] += line.net
    for (code, _, _), amount in spent.items():
        assert amount <= Decimal(CAPS[code.removeprefix("by-")])


@given(
    st.sampled_from(["per_claim", "per_period", "whole_people"]),
    st.sampled_from([None, *sorted(CAPS)]),
    histories(),
    st.data(),
)
def test_one_more_result_never_pays_less(
    rounding: str, scope: str | None, history: tuple[list[Start], list[Claim]], data: st.DataObject
) -> None:
    """Where every result has the same amount, deadweight is conceded and one cap (or none) holds."""
    terms = contract(
        [outcome_fee("visit", "300.00", paid="each_time",
                     deadweight={"method": "conceded", "share": "1/6", "rounding": rounding})],
        [outcome("visit", max_per_participant=99)],
        [{"code": "cap", "scope": scope, "amount": CAPS[scope]}] if scope else [],
    )  # fmt: skip
    who, drawn = history
    claims = [one._replace(outcome="visit", sequence=number) for number, one in enumerate(drawn, 1)]
    added = data.draw(st.integers(1, len(who)))
    extra = claim(999, added, "visit", who[added - 1].started_on + timedelta(days=data.draw(st.integers(0, 300))), 98)
    before = sum((line.net for line in priced(terms, who, claims).lines), Decimal(0))
    after = sum((line.net for line in priced(terms, who, [*claims, extra]).lines), Decimal(0))
    assert after >= before


def entered(changes: list[Change]) -> list[Stated]:
    """The ledger's sums after these entries, as the database would add them up."""
    sums: dict[tuple[Any, ...], list[Any]] = {}
    for change in changes:
        key = (change.participant, change.claim, change.version, change.rule, change.outcome, change.segment,
               change.unit_amount)  # fmt: skip
        row = sums.setdefault(key, [*change[:9], 0, *[Decimal(0)] * 4])
        for place in range(9, 14):
            row[place] += change[place]
    return [Stated(*row) for row in sums.values()]


@given(contracts(), histories(), st.data())
def test_pricing_as_claims_arrive_states_the_same_as_pricing_all_at_once(
    terms: Terms, history: tuple[list[Start], list[Claim]], data: st.DataObject
) -> None:
    who, claims = history
    arrival = data.draw(st.permutations(claims))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(claims)), max_size=4)))
    changes: list[Change] = []
    for cut in [*cuts, len(claims)]:
        changes += ledger.differences(priced(terms, who, arrival[:cut]).lines, entered(changes))
    at_once = priced(terms, who, claims).lines
    stated = {(row.participant, row.claim, row.rule): row for row in entered(changes) if row.units}
    assert {key: (row.gross, row.deadweight, row.capped, row.net) for key, row in stated.items()} == {
        (line.participant, line.claim, line.rule): (line.gross, line.deadweight, line.capped, line.net)
        for line in at_once
    }
    assert not ledger.differences(at_once, entered(changes))
