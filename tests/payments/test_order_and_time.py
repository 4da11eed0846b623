"""Histories in which order and time decide the money, through files, pricing, approval and adjustments.

Every figure is worked out by hand beside it. The shapes are those of public schemes; prices are examples.
"""

from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils.timezone import now

from accounts.models import Organisation
from contracts.actions import drafting, signing
from outcomes.actions import pack_periods
from payments.models import Statement
from payments.selectors import integrity
from stages.models import Programme
from tests import builders
from tests.payments.approving import approve_all
from tests.payments.elsewhere import Tried, command, fee, figure, metric, outcome, pack, version, years

pytestmark = pytest.mark.django_db
WITHDRAWN = "participant,outcome,achieved_on,action,reason"


def approve(tried: Tried) -> None:
    """Everything that is stated so far."""
    approve_all(Programme.objects.get(slug=tried.slug), now())


def settled(tried: Tried, as_of: str) -> None:
    """A second pricing finds nothing to add, the ledger is whole, and the exported pack says the same elsewhere."""
    assert command("price", "--programme", tried.slug, "--as-of", as_of)["run"] is None
    exported = command("export_programme", tried.slug, "--format", "pack")
    other = Tried(tried.folder, {**exported, "programme": {**exported["programme"], "slug": "elsewhere"}})
    assert command("price", "--programme", other.slug, "--as-of", as_of)["run"] is None
    for one in Statement.objects.filter(programme__slug=tried.slug).select_related("agent", "period"):
        here, there = (of.statement(one.period.code, one.agent.code) for of in (tried, other))
        for name in ("lines", "total", "payers"):
            assert there[name] == here[name]
    assert integrity.verify().broken is None


def totals(tried: Tried, periods: Sequence[str], agent: str = "provider") -> list[str]:
    return [tried.total(period, agent) for period in periods]


def skills_bootcamp() -> Any:
    """A course paid in milestones of 45, 35 and 20% of £3,333.33, each to the penny; the last for a job within six
    months of the end of the course. The pennies come to one more than the price, which a cap keeps.
    """
    outcomes = [outcome("begun", kind="milestone"), outcome("finished", kind="milestone"), outcome("job")]
    rules = [
        fee("begun", "1500.00"), fee("finished", "1166.67", prerequisites=["begun"]),
        fee("job", "666.67", prerequisites=["begun"], within={"outcome": "finished", "number": 6, "unit": "months"}),
    ]  # fmt: skip
    caps = [{"code": "price", "scope": "participant", "amount": "3333.33"}]
    terms = version(1, "2023-01-01", outcomes=outcomes, rules=rules, caps=caps)
    return pack("skills-bootcamp", years(2023, 2024, months=3), [terms])


def test_pennies_of_milestones_never_come_to_more_than_the_price_and_six_months_end_on_the_same_day(
    tmp_path: Path,
) -> None:
    """A and B: £1,500 in the first quarter and £1,166.67 in the second. Six months after 30 April end on 30 October:
    A is paid 3,333.33 − 2,666.67 = £666.66, and B, a day later, nothing. C's course ends on 31 August: six months are
    over on 29 February 2024.
    """
    tried = Tried(tmp_path, skills_bootcamp())
    tried.start("A,2023-01-09", "B,2023-01-09", "C,2023-01-09")
    assert tried.claim(
        *(f"{one},begun,2023-01-16,," for one in "ABC"), *(f"{one},finished,2023-04-30,," for one in "AB"),
        "C,finished,2023-08-31,,", "A,job,2023-10-30,,", "B,job,2023-10-31,,", "C,job,2024-02-29,,",
    ) == []  # fmt: skip
    tried.price("2024-12-31")
    assert totals(tried, ["2023-1", "2023-2", "2023-3", "2023-4", "2024-1"]) == [
        "4500.00", "2333.34", "1166.67", "666.66", "666.66",
    ]  # fmt: skip
    settled(tried, "2024-12-31")


def two_areas() -> Any:
    """At most £1,000 for a person, £1,900 in a year for each area and £3,600 in all for both."""
    terms = version(
        1, "2024-01-01", agents=["north", "south"], outcomes=[outcome("home"), outcome("job")],
        rules=[fee("home", "300.00"), fee("job", "900.00")],
        caps=[
            {"code": "person", "scope": "participant", "amount": "1000.00"},
            {"code": "area", "scope": "year", "amount": "1900.00"},
            {"code": "both", "scope": "contract", "amount": "3600.00", "per_agent": False},
        ],
    )  # fmt: skip
    return pack("two-areas", years(2024, 2024, months=3), [terms])


def test_caps_of_person_area_and_programme_that_are_met_on_one_day_take_people_in_order(tmp_path: Path) -> None:
    """All on one day, by reference and then outcome. A (north) and B (south): 300 + 700 each. C (north): 300, and of
    the 700 left for a person the 600 left for the area. D (south): 300, and the last 400 of all, though 600 are left
    for the area. North 1,900, south 1,700.

    A's home is withdrawn after the approval: A's job rises to 900, and C's to 700; −300 + 200 + 100 is nothing.
    """
    tried = Tried(tmp_path, two_areas())
    for agent, people in (("north", "AC"), ("south", "BD")):
        tried.start(*(f"{one},2024-01-08" for one in people), agent=agent)
        results = [f"{one},{code},2024-03-01,," for one in people for code in ("job", "home")]
        assert tried.claim(*results, agent=agent) == []
    tried.price("2024-12-31")
    assert tried.paid("2024-1", "north") == {"home": "600.00", "job": "1300.00"}
    assert tried.paid("2024-1", "south") == {"home": "600.00", "job": "1100.00"}
    approve(tried)
    assert tried.send("changes", WITHDRAWN, ["A,home,2024-03-01,withdraw,No tenancy"], "north")["rejected"] == 0
    tried.price("2024-12-31")
    assert tried.paid("2024-2", "north") == {"home": "-300.00", "job": "300.00"}
    assert tried.paid("2024-2", "south") == {}
    settled(tried, "2024-12-31")


def closed_quarter() -> Any:
    """£800 a result, at most £1,500 for each quarter for both areas. The first quarter is closed but for the south."""
    terms = version(
        1, "2024-01-01", agents=["north", "south"], outcomes=[outcome("job")], rules=[fee("job", "800.00")],
        caps=[{"code": "quarter", "scope": "period", "amount": "1500.00", "per_agent": False}],
    )  # fmt: skip
    return pack("closed-quarter", years(2024, 2024, months=3), [terms])


def test_a_late_result_after_a_closed_and_approved_quarter_takes_its_place_in_that_quarters_cap(tmp_path: Path) -> None:
    """A 800 and B 700 in the first quarter, approved; it is closed, and an exception lets the south in.

    C, of a day between them, takes B's 700: +700 for the south, on its first statement, and −700 for the north, on its
    next one. That takes nothing of the second quarter's £1,500: D 800 and E 700 as ever.
    """
    tried = Tried(tmp_path, closed_quarter())
    for agent, people in (("north", "ABDF"), ("south", "CE")):
        tried.start(*(f"{one},2024-01-02" for one in people), agent=agent)
    tried.claim("A,job,2024-01-10,,", "B,job,2024-03-20,,", agent="north")
    tried.price("2024-04-15")
    assert tried.total("2024-1", "north") == "1500.00"
    approve(tried)
    close_but_for(tried, "2024-1", "south")
    assert tried.claim("F,job,2024-02-01,,", "D,job,2024-04-05,,", agent="north") == [("F", "period_closed")]
    assert tried.claim("C,job,2024-02-01,,", "E,job,2024-04-06,,", agent="south") == []
    tried.price("2024-12-31")
    assert totals(tried, ["2024-1", "2024-2"], "north") == ["1500.00", "100.00"]
    assert totals(tried, ["2024-1", "2024-2"], "south") == ["700.00", "700.00"]
    settled(tried, "2024-12-31")


def close_but_for(tried: Tried, period: str, agent: str) -> None:
    """Close a period, with an exception for one agent."""
    at = "2024-04-20T09:00:00+00:00"
    section = [
        {"kind": "closing", "period": period, "statement": "Everybody has sent what they have.", "at": at},
        {"kind": "exception", "period": period, "agent": agent, "until": "2099-12-31", "reason": "Ill", "at": at},
    ]
    programme = Programme.objects.get(slug=tried.slug)
    pack_periods.load(programme=programme, section=section, by=builders.system(), at=now())


def moving_bands() -> Any:
    """Two results of a quarter at £1,000 and £600 beyond; from 15 February three at £900 and £500 beyond."""

    def bands(above: int, first: str, beyond: str) -> dict[str, Any]:
        return {
            "kind": "volume_bands", "code": "volume", "name": "Volume", "outcome": "job", "over": "period",
            "bands": [{"above": 0, "amount": first}, {"above": above, "amount": beyond}],
        }  # fmt: skip

    first = version(
        1, "2024-01-01", effective_to="2024-02-14", outcomes=[outcome("job")], rules=[bands(2, "1000.00", "600.00")]
    )
    second = version(2, "2024-02-15", outcomes=[outcome("job")], rules=[bands(3, "900.00", "500.00")])
    return pack("moving-bands", years(2024, 2024, months=3), [first, second])


def test_bands_that_move_within_a_quarter_go_on_counting_and_move_up_when_an_early_result_falls(
    tmp_path: Path,
) -> None:
    """Places 1 and 2 by the first version, £2,000; 3 to 5 by the second, £900 + 2 × £500: £3,900.

    The first is withdrawn after the approval: of four places one is of the first version, £1,000, two in its
    successor's first band, £1,800, and one beyond, £500: £3,300. £600 are taken back.
    """
    tried = Tried(tmp_path, moving_bands())
    days = ("2024-01-10", "2024-02-10", "2024-02-20", "2024-03-05", "2024-03-20")
    tried.start(*(f"P{place},2024-01-02" for place in range(5)))
    assert tried.claim(*(f"P{place},job,{day},," for place, day in enumerate(days))) == []
    tried.price("2024-12-31")
    assert tried.total("2024-1") == "3900.00"
    approve(tried)
    assert tried.send("changes", WITHDRAWN, ["P0,job,2024-01-10,withdraw,Another's"])["rejected"] == 0
    tried.price("2024-12-31")
    assert totals(tried, ["2024-1", "2024-2"]) == ["3900.00", "-600.00"]
    lines = tried.statement("2024-2")["lines"]
    assert sorted((one["version"], one["unit_amount"], one["count"]) for one in lines) == [
        (1, "1000.00", -1), (2, "500.00", -1), (2, "900.00", 1),
    ]  # fmt: skip
    settled(tried, "2024-12-31")


def leap_year() -> Any:
    """A contract that begins on 29 February: £600 a result, at most £1,000 in each of its years."""
    terms = version(
        1, "2016-02-29", outcomes=[outcome("kept", max_per_participant=9)],
        rules=[fee("kept", "600.00", paid="each_time")],
        caps=[{"code": "yearly", "scope": "year", "amount": "1000.00"}],
    )  # fmt: skip
    return pack("leap-year", [{"code": "all", "starts_on": "2016-02-29", "ends_on": "2020-12-31"}], [terms])


def test_contract_years_from_29_february_begin_on_1_march_of_other_years(tmp_path: Path) -> None:
    """Year 1 ends on 28 February 2017: 600 + 400. Year 2 begins on 1 March: 600 + 400, and nothing on 28 February 2018.
    Year 4 ends on 28 February 2020, 600 + 400, and year 5 begins the day after, on 29 February: 600.
    """
    tried = Tried(tmp_path, leap_year())
    days = (
        "2016-02-29", "2017-02-28", "2017-03-01", "2018-02-27", "2018-02-28", "2019-03-01", "2020-02-28", "2020-02-29",
    )  # fmt: skip
    tried.start("A,2016-02-29")
    assert tried.claim(*(f"A,kept,{day},{place}," for place, day in enumerate(days, 1))) == []
    tried.price("2020-12-31")
    told = command("explain", "--programme", tried.slug, "--agent", "provider", "--period", "all")
    assert told["amounts"] == []
    [line] = tried.statement("all")["lines"]
    assert (line["gross"], line["cap"], line["net"]) == ("4800.00", "1200.00", "3600.00")


def council_and_fund() -> Any:
    """A third from a fund, which from the second version on pays at most £1,000 over the contract; the council pays
    the rest. The price rises from £1,000.55 to £1,200.10.
    """
    shared: dict[str, Any] = {
        "principals": [{"organisation": "fund", "share": "1/3"}, {"organisation": "council", "share": "2/3"}],
        "outcomes": [outcome("job")],
    }
    limit = {"code": "limit", "payer": "fund", "over": "contract", "amount": "1000.00", "beyond": "passed_over"}
    first = version(1, "2024-01-01", effective_to="2024-12-31", rules=[fee("job", "1000.55")], **shared)
    second = version(2, "2025-01-01", rules=[fee("job", "1200.10")], payer_caps=[limit], **shared)
    return pack("council-and-fund", years(2024, 2025, months=3), [first, second])


def test_a_result_that_is_amended_into_a_version_with_a_new_limit_of_a_payer_counts_what_it_bore_before(
    tmp_path: Path,
) -> None:
    """Two results of 2024: £2,001.10, of which the fund bears £667.03. Both are approved.

    A third in January 2025: of £1,200.10 its third is £400.03, and £332.97 are left to it. Then the first result is
    amended to a day after it: £1,000.55 go back, £333.52 of them to the fund. It has borne £333.52 by the first
    version; £400.03 of the third result leave £266.45 for the amended one. In all £332.96 on the new statement and,
    with the £667.03, £999.99.
    """
    tried = Tried(tmp_path, council_and_fund())
    tried.start("A,2024-06-03", "B,2024-06-03", "C,2024-06-03")
    assert tried.claim("A,job,2024-12-20,,", "B,job,2024-12-21,,") == []
    tried.price("2025-01-10")
    assert tried.payers("2024-4") == {"fund": "667.03", "council": "1334.07"}
    approve(tried)
    assert tried.claim("C,job,2025-01-15,,") == []
    tried.price("2025-02-01")
    assert tried.payers("2025-1") == {"fund": "332.97", "council": "867.13"}
    change = "participant,outcome,achieved_on,action,new_achieved_on,reason"
    assert tried.send("changes", change, ["A,job,2024-12-20,amend,2025-01-20,Payslips"])["rejected"] == 0
    tried.price("2025-03-31")
    assert totals(tried, ["2024-4", "2025-1"]) == ["2001.10", "1399.65"]
    assert tried.payers("2024-4") == {"fund": "667.03", "council": "1334.07"}
    assert tried.payers("2025-1") == {"fund": "332.96", "council": "1066.69"}
    settled(tried, "2025-03-31")


def reoffending(people: str, *, deducts: bool) -> Any:
    """£100 for each reoffence fewer than 0.5 a head from a fall of a tenth on, where a cohort has 60 people or more."""
    rule = {
        "kind": "cohort_reduction", "code": "fewer", "name": "Fewer", "metric": "events", "against": {"value": "0.5"},
        "measure": "relative", "cohorts": [{"code": "c1", "due_on": "2024-12-31"}], "pays": "per_event",
        "amount": "100.00", "most": "5000.00", "trigger": "0.1", "deducts": deducts,
        "hurdle": {"metric": "people", "against": {"value": "60"}, "at_least": "0", "measure": "points"},
    }  # fmt: skip
    events = metric("events", measured="ratio", numerator="Events", denominator="People")
    terms = version(
        1, "2024-01-01", outcomes=[outcome("desisted")], rules=[rule],
        metrics=[events, metric("people", direction="higher")],
    )  # fmt: skip
    events_of = "20" if not deducts else "60"
    measured = [
        figure("events", "c1", "2025-02-01", numerator=events_of, denominator=people),
        figure("people", "c1", "2025-02-01", value=people),
    ]
    return pack("fewer-than-sixty", years(2024, 2024), [terms], measurements=measured)


@pytest.mark.parametrize(
    ("people", "deducts", "paid"),
    [("60", False, "1000.00"), ("59", False, "0.00"), ("60", True, "-3000.00"), ("59", True, "-3050.00")],
)
def test_a_cohort_of_fewer_than_the_least_number_brings_nothing_but_is_not_spared_a_rise(
    tmp_path: Path, people: str, deducts: bool, paid: str
) -> None:
    """Of 60 people 30 events are expected and 20 happen: 10 × £100; of 59 people nothing, whatever fell.

    Where a rise is taken away it is so of a small cohort as well: 60 − 30 = 30 events, or 60 − 29.5 = 30.5, × £100.
    """
    tried = Tried(tmp_path, reoffending(people, deducts=deducts))
    tried.price("2025-12-31")
    assert tried.total("2024") == paid


def ended_early() -> Any:
    """£1,000 a quarter in arrears and £300 a result, at least £2,000 a quarter; the last version ends on 15 May."""
    rules = [
        {"kind": "service_fee", "code": "service", "name": "Service", "amounts": [{"amount": "1000.00"}]},
        fee("job", "300.00"),
        {"kind": "floor", "code": "least", "name": "Least", "amounts": [{"amount": "2000.00"}]},
    ]
    shared: dict[str, Any] = {"outcomes": [outcome("job")], "rules": rules}
    first = version(1, "2024-01-01", effective_to="2024-04-30", **shared)
    last = version(2, "2024-05-01", effective_to="2024-05-15", **shared)
    return pack("ended-early", years(2024, 2024, months=3), [first, last])


def test_a_contract_that_ends_within_a_quarter_owes_its_results_and_no_part_of_a_fee_or_minimum(tmp_path: Path) -> None:
    """First quarter: 1,000 + 300, and 700 to the minimum. Second: two results, one of them on the last day; the fee and
    the minimum would have been owed on 30 June.
    """
    tried = Tried(tmp_path, ended_early())
    tried.start("A,2024-01-08", "B,2024-01-08", "C,2024-01-08", "D,2024-01-08")
    assert tried.claim(
        "A,job,2024-03-31,,", "B,job,2024-04-10,,", "C,job,2024-05-15,,", "D,job,2024-05-16,,"
    ) == [("D", "no_contract")]  # fmt: skip
    tried.price("2024-12-31")
    assert tried.paid("2024-1") == {"service": "1000.00", "job": "300.00", "least": "700.00"}
    assert tried.paid("2024-2") == {"job": "600.00"}
    assert tried.paid("2024-3") == {}
    settled(tried, "2024-12-31")


def held_back() -> Any:
    """£540 for a job and £60 held back for 130 working days, in a contract of one year."""
    held = {
        "kind": "bonus", "code": "held", "name": "Held back", "outcome": "job", "amounts": [{"amount": "60.00"}],
        "waiting_working_days": 130,
    }  # fmt: skip
    shared: dict[str, Any] = {"outcomes": [outcome("job")], "rules": [fee("job", "540.00"), held]}
    year = version(1, "2024-01-01", effective_to="2024-12-31", **shared)
    after = version(2, "2025-01-01", effective_to="2025-12-31", periods=years(2025, 2025), **shared)
    return pack("held-back", years(2024, 2024), [year]), after


def agree(programme: Programme, document: dict[str, Any]) -> None:
    """A further version, agreed by everybody."""
    by: dict[str, Any] = {"by": builders.system(), "at": now()}
    terms = {name: value for name, value in document.items() if name not in ("number", "agreements")}
    made = drafting.write_draft(programme=programme, version=None, document=terms, **by)
    signing.write_proposal(version=made, agreed_before=True, **by)
    for one in document["agreements"]:
        organisation = Organisation.objects.filter(code=one["organisation"] or "").first()
        signing.write_agreement(version=made, on_behalf_of=one["on_behalf_of"], organisation=organisation, **by)


def test_what_falls_due_after_the_last_statement_is_approved_is_told_until_a_further_period_takes_it(
    tmp_path: Path,
) -> None:
    """A's £60 fall due 26 weeks after 4 November 2024, on 5 May 2025. The statement of 2024 is approved before that."""
    document, after = held_back()
    tried = Tried(tmp_path, document)
    programme = Programme.objects.get(slug=tried.slug)
    tried.start("A,2024-01-08")
    assert tried.claim("A,job,2024-11-04,,") == []
    tried.price("2025-01-31")
    approve(tried)
    assert "held" not in command("price", "--programme", tried.slug, "--as-of", "2025-05-04")
    told = command("price", "--programme", tried.slug, "--as-of", "2025-05-05")
    assert (told["run"], told["held"]) == (None, {"Provider": "60.00"})
    out = StringIO()
    call_command("price", "--programme", tried.slug, "--as-of", "2025-05-05", stdout=out)
    assert out.getvalue().startswith("No open statement is left for £60.00 that Provider is owed: every later one is")
    agree(programme, after)
    tried.price("2025-05-05")
    assert totals(tried, ["2024", "2025"]) == ["540.00", "60.00"]
    settled(tried, "2025-05-05")
