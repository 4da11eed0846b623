"""What each rule pays, and why it does not pay the rest."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from contracts.domain.terms import Terms
from payments.domain.inputs import Claim
from payments.domain.pricing import Priced
from tests.payments import contracts
from tests.payments.contracts import FIRST_DAY, attachment_fee, claim, contract, outcome, outcome_fee, priced, start

DAY = FIRST_DAY + timedelta(days=30)


def nets(found: Priced) -> list[tuple[int | None, str, str]]:
    return [(line.claim, line.rule, str(line.net)) for line in found.lines]


def refused(found: Priced) -> list[tuple[int, str]]:
    return [(refusal.claim, refusal.code) for refusal in found.refusals]


def test_an_attachment_fee_is_paid_by_segment_and_start_year_and_falls_to_nil() -> None:
    terms = contract(
        [
            attachment_fee(
                year_basis="contract",
                year_starts="2024-04-01",
                amounts=[
                    {"segment": "easy", "start_year": 1, "amount": "400.00"},
                    {"segment": "hard", "start_year": 1, "amount": "600.00"},
                    {"start_year": 2, "amount": "200.00"},
                    {"start_year": 3, "amount": "0.00"},
                ],
            )
        ],
        outcomes=["job"],
    )
    found = priced(
        terms,
        [
            start(1),
            start(2, segment="hard"),
            start(3, date(2025, 4, 1), "hard"),
            start(4, date(2026, 4, 1)),
            start(5, date(2025, 3, 31)),
        ],
    )
    assert [(line.participant, str(line.net)) for line in found.lines] == [
        (1, "400.00"), (2, "600.00"), (5, "400.00"), (3, "200.00"),
    ]  # fmt: skip


def test_nothing_is_paid_for_a_start_after_the_day_of_pricing() -> None:
    assert not priced(contract([attachment_fee()]), [start(1, DAY)], as_of=DAY - timedelta(days=1)).lines


def test_a_claim_is_not_payable_before_its_waiting_period_ends() -> None:
    """15 working days after Friday 3 May 2024, with the bank holidays of 6 and 27 May, is Tuesday 28 May."""
    terms = contract(
        [outcome_fee("job", waiting_working_days=15)],
        calendar={"bank_holidays": ["2024-05-06", "2024-05-27"]},
    )
    claims = [claim(1, 1, "job", date(2024, 5, 3))]
    early = priced(terms, [start(1)], claims, as_of=date(2024, 5, 27))
    assert refused(early) == [(1, "not_due")]
    assert early.refusals[0].facts == {"due_on": date(2024, 5, 28)}
    assert not early.lines
    late = priced(terms, [start(1)], claims, as_of=date(2024, 5, 28))
    assert nets(late) == [(1, "job-fee", "1000.00")]


def test_a_claim_needs_its_prerequisites_and_qualifying_weeks() -> None:
    terms = contract(
        [
            outcome_fee("training", "50.00"),
            outcome_fee(
                "job", prerequisites=["training"], qualifying_weeks=[{"segment": "hard", "weeks": 13}, {"weeks": 1}]
            ),
        ],
        outcomes=["training", "job"],
    )
    starts = [start(1), start(2), start(3, segment="hard"), start(4, segment="hard")]
    week_13 = FIRST_DAY + timedelta(weeks=13)
    found = priced(
        terms,
        starts,
        [
            claim(1, 1, "job", DAY),
            claim(2, 1, "training", DAY + timedelta(days=1)),
            claim(3, 2, "training", DAY),
            claim(4, 2, "job", DAY),
            claim(5, 3, "training", DAY),
            claim(6, 3, "job", week_13 - timedelta(days=1)),
            claim(7, 4, "training", DAY),
            claim(8, 4, "job", week_13),
        ],
    )
    assert {number for number, rule, _ in nets(found) if rule == "job-fee"} == {4, 8}
    assert refused(found) == [(1, "needs_outcome"), (6, "too_soon")]


HOME = outcome_fee("home", "700.00")
MONTHS = {"since": {"outcome": "home", "number": 3, "unit": "months"}}


def test_a_result_is_paid_only_so_long_after_another_to_the_day() -> None:
    terms = contract([HOME, outcome_fee("home-3", "900.00", **MONTHS)], ["home", "home-3"])
    claims = [
        claim(1, 1, "home", date(2024, 5, 31)), claim(2, 1, "home-3", date(2024, 8, 30)),
        claim(3, 2, "home", date(2024, 5, 31)), claim(4, 2, "home-3", date(2024, 8, 31)),
        claim(5, 3, "home-3", date(2024, 8, 31)),
    ]  # fmt: skip
    found = priced(terms, [start(1), start(2), start(3)], claims)
    assert [(number, net) for number, rule, net in nets(found) if rule == "home-3-fee"] == [(4, "900.00")]
    assert refused(found) == [(2, "too_soon_since"), (5, "needs_outcome")]
    assert found.refusals[0].facts == {"day": date(2024, 5, 31), "first": date(2024, 8, 31)}
    undone = priced(terms, [start(2)], claims[3:4])
    assert refused(undone) == [(4, "needs_outcome")]


def test_the_first_of_several_results_begins_the_time_and_every_route_has_to_wait() -> None:
    rule = outcome_fee("home-3", "900.00", routes=[{"outcome": "other-3"}], **MONTHS)
    outcomes: list[str | dict[str, Any]] = [outcome("home", max_per_participant=2), "home-3", "other-3"]
    claims = [
        claim(1, 1, "home", date(2024, 5, 1)), claim(2, 1, "home", date(2024, 7, 1), 2),
        claim(3, 1, "other-3", date(2024, 7, 31)), claim(4, 1, "home-3", date(2024, 8, 1)),
    ]  # fmt: skip
    found = priced(contract([HOME, rule], outcomes), [start(1)], claims)
    assert [(number, net) for number, of, net in nets(found) if of == "home-3-fee"] == [(4, "900.00")]
    assert (3, "too_soon_since") in refused(found)


def test_the_version_of_the_later_result_says_how_long() -> None:
    first, second = (
        contract(
            [HOME, outcome_fee("home-3", amount, since={"outcome": "home", "number": number, "unit": "weeks"})],
            ["home", "home-3"], effective_from=begins, effective_to=ends,
        )
        for amount, number, begins, ends in (
            ("900.00", 13, "2024-04-01", "2024-07-31"), ("800.00", 9, "2024-08-01", "2027-03-31")
        )
    )  # fmt: skip
    claims = [
        claim(1, 1, "home", date(2024, 5, 1)), claim(2, 1, "home-3", date(2024, 7, 30)),
        claim(3, 2, "home", date(2024, 5, 30)), claim(4, 2, "home-3", date(2024, 8, 1), 1, 2),
    ]  # fmt: skip
    found = priced({1: first, 2: second}, [start(1), start(2)], claims)
    paid = [(number, net) for number, rule, net in nets(found) if rule == "home-3-fee"]
    assert (paid, refused(found)) == ([(4, "800.00")], [(2, "too_soon_since")])


def test_a_result_is_paid_within_so_long_after_another_to_the_day() -> None:
    within = {"within": {"outcome": "home", "number": 3, "unit": "months"}}
    terms = contract([HOME, outcome_fee("home-3", "900.00", **within)], ["home", "home-3"])
    claims = [
        claim(1, 1, "home", date(2024, 5, 31)), claim(2, 1, "home-3", date(2024, 8, 31)),
        claim(3, 2, "home", date(2024, 5, 31)), claim(4, 2, "home-3", date(2024, 9, 1)),
        claim(5, 3, "home", date(2024, 5, 31)), claim(6, 3, "home-3", date(2024, 5, 31)),
        claim(7, 4, "home", date(2024, 5, 31)), claim(8, 4, "home-3", date(2024, 5, 30)),
    ]  # fmt: skip
    found = priced(terms, [start(number) for number in (1, 2, 3, 4)], claims)
    assert [number for number, rule, _ in nets(found) if rule == "home-3-fee"] == [6, 2]
    assert refused(found) == [(4, "too_late_since"), (8, "needs_outcome")]


def test_an_earlier_result_that_is_found_later_may_end_the_time_for_another() -> None:
    """Recomputed whole: the time counts from the first result that stands, whenever it is told."""
    within = {"within": {"outcome": "home", "number": 4, "unit": "weeks"}}
    outcomes: list[str | dict[str, Any]] = [outcome("home", max_per_participant=2), "home-3"]
    terms = contract([HOME, outcome_fee("home-3", "900.00", **within)], outcomes)
    known = [claim(1, 1, "home", date(2024, 6, 1)), claim(2, 1, "home-3", date(2024, 6, 20))]
    assert ("home-3-fee", "900.00") in [one[1:] for one in nets(priced(terms, [start(1)], known))]
    found = priced(terms, [start(1)], [claim(3, 1, "home", date(2024, 5, 1), 2), *known])
    assert (2, "too_late_since") in refused(found)


def test_sooner_and_later_results_have_prices_of_their_own_and_none_is_paid_twice() -> None:
    days = {"outcome": "start", "unit": "days"}
    soon = outcome_fee("job", "900.00", within=days | {"number": 90}) | {"code": "soon"}
    late = outcome_fee("job", "500.00", since=days | {"number": 91}) | {"code": "late"}
    terms = contract([soon, late])
    claims = [claim(number, number, "job", FIRST_DAY + timedelta(days=89 + number)) for number in (1, 2)]
    assert nets(priced(terms, [start(1), start(2)], claims)) == [(1, "soon", "900.00"), (2, "late", "500.00")]


TERM_FEE = outcome_fee("gain", "700.00", since={"outcome": "start", "number": 6, "unit": "term_weeks"})
SUMMER = {"starts_on": "2024-04-15", "ends_on": "2024-07-19"}
AUTUMN = {"starts_on": "2024-09-03", "ends_on": "2024-10-25"}


def of_terms(*school_terms: dict[str, str], **fields: Any) -> Terms:
    return contract([TERM_FEE], ["gain"], calendar={"school_terms": list(school_terms)}, **fields)


def test_weeks_of_term_before_a_version_begins_count_by_the_version_of_then() -> None:
    """From Monday 24 June there are 19 school days to 19 July; 11 more from 3 September end on the 17th."""
    first = of_terms(SUMMER, AUTUMN, effective_to="2024-08-31")
    second = of_terms(AUTUMN, effective_from="2024-09-01")
    begin = start(1, date(2024, 6, 24))
    for day, net in ((date(2024, 9, 16), []), (date(2024, 9, 17), [(1, "gain-fee", "700.00")])):
        assert nets(priced({1: first, 2: second}, [begin], [claim(1, 1, "gain", day, 1, 2)])) == net
    assert not nets(priced({2: second}, [begin._replace(version=2)], [claim(1, 1, "gain", date(2024, 9, 17), 1, 2)]))


def test_a_term_that_both_versions_name_counts_once() -> None:
    first, second = of_terms(SUMMER, AUTUMN, effective_to="2024-09-08"), of_terms(AUTUMN, effective_from="2024-09-09")
    begin = start(1, date(2024, 6, 24))
    found = priced({1: first, 2: second}, [begin], [claim(1, 1, "gain", date(2024, 9, 17), 1, 2)])
    assert nets(found) == [(1, "gain-fee", "700.00")]
    assert refused(priced({1: first, 2: second}, [begin], [claim(1, 1, "gain", date(2024, 9, 16), 1, 2)])) == [
        (1, "too_soon_since")
    ]


def test_within_weeks_of_term_beyond_the_terms_that_are_known_is_not_taken_for_granted() -> None:
    within = {"outcome": "start", "number": 30, "unit": "term_weeks"}
    terms = contract([outcome_fee("gain", within=within)], ["gain"], calendar={"school_terms": [SUMMER, AUTUMN]})
    claims = [claim(1, 1, "gain", date(2024, 10, 25)), claim(2, 2, "gain", date(2024, 10, 26))]
    found = priced(terms, [start(1), start(2)], claims)
    assert ([one[0] for one in nets(found)], refused(found)) == ([1], [(2, "too_late_since")])


def routes() -> Terms:
    """£700 by one route, with a £100 top-up, or £800 by another."""
    return contract(
        [
            outcome_fee(
                "crime",
                "700.00",
                routes=[{"outcome": "work", "amounts": [{"amount": "800.00"}]}],
                top_ups=[{"outcome": "progress", "amounts": [{"amount": "100.00"}], "with_routes": ["crime"]}],
            )
        ],
        outcomes=["crime", "work", "progress"],
    )


def test_alternative_routes_are_paid_once() -> None:
    found = priced(
        routes(),
        [start(1), start(2)],
        [
            claim(1, 1, "crime", DAY),
            claim(2, 1, "work", DAY + timedelta(days=9)),
            claim(3, 2, "work", DAY),
            claim(4, 2, "crime", DAY + timedelta(days=9)),
        ],
    )
    assert nets(found) == [(1, "crime-fee", "700.00"), (3, "crime-fee", "800.00"), (2, "crime-fee", "100.00")]
    assert found.lines[2].explanation["earned_before"] == "700.00"
    assert refused(found) == [(4, "paid_by_route")]


def test_a_top_up_is_added_to_its_route_only_whichever_comes_first() -> None:
    found = priced(
        routes(),
        [start(1), start(2), start(3)],
        [
            claim(1, 1, "crime", DAY),
            claim(2, 1, "progress", DAY + timedelta(days=1)),
            claim(3, 2, "progress", DAY),
            claim(4, 2, "crime", DAY + timedelta(days=2)),
            claim(5, 3, "work", DAY),
            claim(6, 3, "progress", DAY + timedelta(days=3)),
        ],
    )
    assert nets(found) == [
        (1, "crime-fee", "700.00"), (5, "crime-fee", "800.00"), (2, "crime-fee", "100.00"), (4, "crime-fee", "800.00"),
    ]  # fmt: skip
    assert refused(found) == [(3, "needs_route"), (6, "paid_by_route")]


def test_an_outcome_paid_each_time_is_paid_up_to_the_number_in_its_definition() -> None:
    terms = contract(
        [outcome_fee("visit", "25.00", paid="each_time")],
        outcomes=[outcome("visit", kind="frequency", max_per_participant=2)],
    )
    days = [DAY + timedelta(days=place) for place in range(4)]
    claims = [
        claim(1, 1, "visit", days[0], 1),
        claim(2, 1, "visit", days[1], 1),
        claim(3, 1, "visit", days[2], 2),
        claim(4, 1, "visit", days[3], 3),
    ]
    found = priced(terms, [start(1)], claims)
    assert nets(found) == [(1, "visit-fee", "25.00"), (3, "visit-fee", "25.00")]
    assert refused(found) == [(2, "paid_already"), (4, "paid_already")]


def sustained() -> Terms:
    return contract(
        [
            outcome_fee("job", "1200.00"),
            {
                "kind": "sustainment_fee", "code": "kept", "name": "Job kept", "outcome": "kept",
                "amounts": [{"amount": "170.00"}], "every_weeks": 4, "prerequisites": ["job"],
                "max_steps": [{"segment": "easy", "steps": 2}, {"steps": 3}], "allotted_weeks": 104,
            },
        ],
        outcomes=["job", outcome("kept", kind="sustained", max_per_participant=3)],
    )  # fmt: skip


def kept(number: int, participant: int, step: int, weeks: int) -> Claim:
    return claim(number, participant, "kept", DAY + timedelta(weeks=weeks), step)


def test_a_kept_job_is_paid_every_four_weeks_up_to_the_steps_of_the_segment() -> None:
    found = priced(
        sustained(),
        [start(1), start(2, segment="hard")],
        [
            claim(1, 1, "job", DAY),
            *(kept(10 + step, 1, step, 4 * step) for step in (1, 2, 3)),
            claim(2, 2, "job", DAY),
            *(kept(20 + step, 2, step, 4 * step) for step in (1, 2, 3)),
        ],
    )
    assert [number for number, rule, _ in nets(found) if rule == "kept"] == [11, 21, 12, 22, 23]
    assert refused(found) == [(13, "beyond_steps")]


def test_a_kept_job_needs_a_paid_job_its_four_weeks_and_the_allotted_time() -> None:
    late = FIRST_DAY + timedelta(weeks=104, days=1)
    found = priced(
        sustained(),
        [start(1), start(2), start(3), start(4)],
        [
            kept(1, 1, 1, 4),
            claim(2, 2, "job", DAY),
            claim(3, 2, "kept", DAY + timedelta(days=27), 1),
            claim(4, 3, "job", DAY),
            claim(5, 3, "kept", late, 1),
            claim(6, 3, "kept", late - timedelta(days=1), 2),
            claim(7, 4, "job", DAY),
            kept(8, 4, 1, 4),
            kept(9, 4, 1, 5),
        ],
    )
    assert [number for number, rule, _ in nets(found) if rule == "kept"] == [8, 6]
    assert sorted(refused(found)) == [
        (1, "needs_paid_outcome"), (3, "step_too_soon"), (5, "beyond_allotted"), (9, "step_paid"),
    ]  # fmt: skip


def test_a_kept_job_is_not_paid_on_a_job_that_is_not() -> None:
    """The job came too soon to be paid, so what follows from it is not paid either."""
    terms = contract(
        [
            outcome_fee("job", qualifying_weeks=[{"weeks": 26}]),
            {
                "kind": "sustainment_fee", "code": "kept", "name": "Job kept", "outcome": "kept",
                "amounts": [{"amount": "170.00"}], "every_weeks": 4, "prerequisites": ["job"],
                "max_steps": [{"steps": 1}],
            },
        ],
        outcomes=["job", outcome("kept", kind="sustained")],
    )  # fmt: skip
    found = priced(terms, [start(1)], [claim(1, 1, "job", DAY), kept(2, 1, 1, 30)])
    assert not found.lines
    assert refused(found) == [(1, "too_soon"), (2, "needs_paid_outcome")]


def test_an_outcome_before_the_start_or_after_its_window_does_not_count() -> None:
    terms = contract([outcome_fee("job")], outcomes=[outcome("job", window_days=365)])
    found = priced(
        terms,
        [start(1, DAY), start(2, DAY), start(3, DAY)],
        [
            claim(1, 1, "job", DAY - timedelta(days=1)),
            claim(2, 2, "job", DAY + timedelta(days=366)),
            claim(3, 3, "job", DAY + timedelta(days=365)),
        ],
    )
    assert nets(found) == [(3, "job-fee", "1000.00")]
    assert refused(found) == [(1, "before_start"), (2, "outside_window")]


def test_an_outcome_without_a_rule_or_a_price_earns_nothing_and_says_so() -> None:
    terms = contract(
        [outcome_fee("job", amounts=[{"segment": "easy", "amount": "10.00"}, {"segment": "hard", "amount": "0.00"}])],
        outcomes=["job", "milestone"],
    )
    found = priced(terms, [start(1, segment="hard")], [claim(1, 1, "job", DAY), claim(2, 1, "milestone", DAY)])
    assert not found.lines
    assert refused(found) == [(1, "no_price"), (2, "no_rule")]


def test_a_claim_is_priced_by_the_version_in_force_on_its_event_date() -> None:
    first = contract(
        [outcome_fee("job", "1000.00", paid="each_time")], outcomes=[outcome("job", max_per_participant=2)]
    )
    second = contract(
        [outcome_fee("job", "900.00", paid="each_time")], outcomes=[outcome("job", max_per_participant=2)]
    )
    found = priced(
        {1: first, 2: second},
        [start(1)],
        [claim(1, 1, "job", DAY, 1, version=1), claim(2, 1, "job", DAY + timedelta(days=200), 2, version=2)],
    )
    assert [(line.version, line.net) for line in found.lines] == [(1, Decimal(1000)), (2, Decimal(900))]


def test_an_amount_is_stated_in_the_period_in_which_it_falls_due() -> None:
    """q1 ends on 30 June 2024; the job of 28 June falls due five working days later, in q2."""
    terms = contract([outcome_fee("job", waiting_working_days=5)])
    last_day = date.fromisoformat(contracts.quarters()[-1]["ends_on"])
    found = priced(
        terms,
        [start(1), start(2), start(3)],
        [
            claim(1, 1, "job", date(2024, 6, 14)),
            claim(2, 2, "job", date(2024, 6, 28)),
            claim(3, 3, "job", last_day + timedelta(days=40)),
        ],
    )
    assert [(line.claim, line.period) for line in found.lines] == [(1, "q1"), (2, "q2"), (3, "q12")]
