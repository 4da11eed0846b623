"""Real schemes that follow single people, as a stranger would write them; every figure worked out by hand beside it.

The shapes are those of the schemes named. Where a price was not published it is an example.
"""

from pathlib import Path
from typing import Any

import pytest

from tests.payments.elsewhere import Tried, fee, outcome, pack, version, years

pytestmark = pytest.mark.django_db


def youth_engagement_fund() -> Any:
    """A rate card for 14 to 17-year-olds: the highest qualification counts, a job only from 16, at most £8,200 each.

    The fund pays four fifths, at most £10,000 in all; what goes beyond falls on the schools.
    """
    outcomes = [outcome(code) for code in ("attitude", "behaviour", "attendance", "level-1", "level-2", "level-3")]
    outcomes += [outcome(code, eligible={"rule": {"age": ["16-17"]}}) for code in ("job", "job-26")]
    rules = [
        fee("attitude", "700.00"), fee("behaviour", "1300.00"), fee("attendance", "1400.00"),
        fee("level-1", "1100.00", name="Qualification", routes=[
            {"outcome": "level-2", "amounts": [{"amount": "3300.00"}]},
            {"outcome": "level-3", "amounts": [{"amount": "5100.00"}]},
        ]),
        fee("job", "3500.00"),
        fee("job-26", "2000.00", since={"outcome": "job", "number": 26, "unit": "weeks"}),
    ]  # fmt: skip
    terms = version(
        1, "2014-01-01", outcomes=outcomes, rules=rules,
        principals=[{"organisation": "fund", "share": "4/5"}, {"organisation": "schools", "share": "1/5"}],
        caps=[{"code": "each", "scope": "participant", "amount": "8200.00"}],
        payer_caps=[
            {"code": "fund-limit", "payer": "fund", "over": "contract", "amount": "10000.00", "beyond": "passed_over"}
        ],
    )  # fmt: skip
    return pack("youth-engagement-fund", years(2014, 2017), [terms])


def test_a_rate_card_pays_the_highest_qualification_and_stops_at_the_cap_of_a_person(tmp_path: Path) -> None:
    """A: 700 + 1,100; 1,400; 2,200 more for level 2, 1,300; of 1,800 more for level 3 only 8,200 − 6,700 = 1,500.

    C: 3,500, and 2,000 on the 182nd day (one day sooner brings B nothing). In all 8,200 + 3,500 + 5,500 = 17,200, of
    which the fund bears four fifths of 700 + 1,100 + 1,400 and of 3,500 + 5,500 (9,760) and the 240 that are left.
    """
    tried = Tried(tmp_path, youth_engagement_fund())
    tried.start("A,2014-09-08,14-15", "B,2014-09-08,16-17", "C,2014-09-08,16-17", attributes="age")
    refused = tried.claim(
        "A,attitude,2014-12-10,,", "A,level-1,2014-12-19,,", "A,attendance,2015-03-20,,", "A,behaviour,2016-03-01,,",
        "A,level-2,2016-07-01,,", "A,level-3,2017-06-30,,", "A,job,2015-05-01,,",
        "B,job,2015-05-01,,", "B,job-26,2015-10-29,,", "C,job,2015-05-01,,", "C,job-26,2015-10-30,,",
    )  # fmt: skip
    assert refused == [("A", "not_for_participant")]
    tried.price("2017-12-31")
    assert [tried.paid(period) for period in ("2014", "2015", "2016", "2017")] == [
        {"attitude": "700.00", "level-1": "1100.00"},
        {"attendance": "1400.00", "job": "7000.00", "job-26": "2000.00"},
        {"behaviour": "1300.00", "level-1": "2200.00"},
        {"level-1": "1500.00"},
    ]
    assert tried.payers("2015") == {"fund": "8320.00", "schools": "2080.00"}
    assert tried.payers("2016") == {"fund": "240.00", "schools": "3260.00"}
    assert tried.payers("2017") == {"fund": "0.00", "schools": "1500.00"}


def families_with_multiple_problems() -> Any:
    """European Social Fund, 2011: a sum when three steps of progress have been made, and one for a job that lasts."""
    outcomes = [outcome("progress", kind="milestone", max_per_participant=3), outcome("sustained-job")]
    rules = [
        {
            "kind": "bonus", "code": "three-steps", "name": "Three steps of progress", "outcome": "progress",
            "amounts": [{"amount": "1200.00"}], "before": [{"outcome": "progress", "times": 2}],
        },
        fee("sustained-job", "2000.00"),
    ]  # fmt: skip
    return pack("esf-families", years(2014, 2015), [version(1, "2014-01-01", outcomes=outcomes, rules=rules)])


@pytest.mark.parametrize(
    "days",
    [("2014-02-01", "2014-03-01", "2014-04-01"), ("2014-02-01", "2014-04-01", "2014-04-01"), ("2014-04-01",) * 3],
)  # fmt: skip
def test_three_steps_are_paid_once_however_many_of_them_were_made_on_one_day(
    tmp_path: Path, days: tuple[str, str, str]
) -> None:
    """£1,200 for three steps of A and nothing for two of B; 1,200 + 2,000 with the job."""
    tried = Tried(tmp_path, families_with_multiple_problems())
    tried.start("A,2014-01-06", "B,2014-01-06")
    steps = [f"A,progress,{day},{place}," for place, day in enumerate(days, 1)]
    assert (
        tried.claim(*steps, "A,sustained-job,2014-12-01,,", "B,progress,2014-04-01,1,", "B,progress,2014-04-01,2,")
        == []
    )
    tried.price("2015-12-31")
    assert tried.paid("2014") == {"three-steps": "1200.00", "sustained-job": "2000.00"}


def project_welcome_home() -> Any:
    """Santa Clara County: sums after 3, 6, 9 and 12 months in a home, then one for each further month."""
    after = {3: "1242.00", 6: "4967.00", 9: "6829.00", 12: "2484.00"}
    outcomes = [outcome("moved-in"), *(outcome(f"home-{months}", kind="sustained") for months in after)]
    outcomes.append(outcome("month", kind="sustained", max_per_participant=24))
    rules = [
        fee(f"home-{months}", amount, since={"outcome": "moved-in", "number": months, "unit": "months"})
        for months, amount in after.items()
    ]
    further = {"outcome": "home-12", "number": 1, "unit": "months"}
    rules.append(fee("month", "1242.00", paid="each_time", since=further))
    terms = version(
        1, "2015-01-01", outcomes=outcomes, rules=rules,
        caps=[{"code": "all", "scope": "contract", "amount": "17500.00"}],
    )  # fmt: skip
    return pack("welcome-home", years(2015, 2018), [terms])


def test_sums_after_months_at_home_begin_on_the_last_days_of_short_months_and_end_at_the_cap(tmp_path: Path) -> None:
    """A moved in on 31 January: three months are over on 30 April. 1,242 + 4,967 + 6,829 + 2,484 = 15,522 after a year,
    1,242 for the month until 28 February, and of the next 1,242 only 17,500 − 16,764 = 736. B is one day too soon.
    """
    tried = Tried(tmp_path, project_welcome_home())
    tried.start("A,2015-01-12", "B,2015-01-12")
    assert tried.claim(
        "A,moved-in,2015-01-31,,", "A,home-3,2015-04-30,,", "A,home-6,2015-07-31,,", "A,home-9,2015-10-31,,",
        "A,home-12,2016-01-31,,", "A,month,2016-02-28,1,", "A,month,2016-03-31,2,", "A,month,2016-04-30,3,",
        "B,moved-in,2015-01-31,,", "B,home-3,2015-04-29,,",
    ) == []  # fmt: skip
    tried.price("2018-12-31")
    assert [tried.total(period) for period in ("2015", "2016", "2017", "2018")] == [
        "13038.00", "4462.00", "0.00", "0.00"
    ]  # fmt: skip
    assert tried.paid("2016") == {"home-12": "2484.00", "month": "1978.00"}


def jets() -> Any:
    """Job Entry Targeted Support: a fee each quarter, and a price for reaching £1,000 of earnings within 238 days of
    the start that rose for those who started from 1 July 2021.
    """
    rules: list[dict[str, Any]] = [
        {
            "kind": "service_fee", "code": "delivery", "name": "Delivery fee", "amounts": [{"amount": "40000.10"}],
            "yearly_discount": "0.1",
        },
        fee("earnings", "1000.00", year_basis="contract", year_starts="2021-07-01", amounts=[
            {"amount": "1000.00"}, {"start_year": 1, "amount": "1150.00"},
        ]),
    ]  # fmt: skip
    terms = version(
        1, "2021-01-01", outcomes=[outcome("earnings", window_days=238)], rules=rules, effective_to="2022-09-30",
    )  # fmt: skip
    return pack("jets", years(2021, 2022, months=3), [terms])


def test_a_price_by_the_day_of_the_start_holds_after_it_has_risen_and_a_contract_may_end_early(tmp_path: Path) -> None:
    """A started before the rise and B after it. 238 days after 30 June 2021 are 23 February 2022; C is one day late.

    The fee of the second year is 40,000.10 less a tenth, £36,000.09. Nothing is owed after 30 September 2022.
    """
    tried = Tried(tmp_path, jets())
    tried.start("A,2021-06-30", "B,2021-07-01", "C,2021-06-30", "D,2022-06-01")
    assert tried.claim("A,earnings,2022-02-23,,", "B,earnings,2021-11-02,,", "C,earnings,2022-02-24,,") == [
        ("C", "after_window")
    ]
    assert tried.claim("D,earnings,2022-10-01,,") == [("D", "no_contract")]
    tried.price("2023-06-30")
    assert tried.paid("2021-1") == {"delivery": "40000.10"}
    assert tried.paid("2021-4") == {"delivery": "40000.10", "earnings": "1150.00"}
    assert tried.paid("2022-1") == {"delivery": "36000.09", "earnings": "1000.00"}
    assert tried.paid("2022-3") == {"delivery": "36000.09"}
    assert tried.statement("2022-4")["lines"] == []


def employment_partnership() -> Any:
    """Supported employment for people with mental illness (IPS): an engagement fee, a part for a job of few hours, the
    rest when it grows, and a sum after 13 weeks. From the second year the fund's part falls from three tenths to two,
    and prices of jobs rise by 2.3%.
    """
    outcomes = [outcome("few-hours"), outcome("16-hours"), outcome("13-weeks", kind="sustained")]
    rules = [
        {"kind": "attachment_fee", "code": "engaged", "name": "Engaged", "amounts": [{"amount": "520.00"}]},
        fee("job", "1800.00", outcome="16-hours", routes=[
            {"outcome": "few-hours", "amounts": [{"amount": "1200.00"}]},
        ]),
        fee("13-weeks", "1050.50", since={"outcome": "16-hours", "number": 13, "unit": "weeks"}),
    ]  # fmt: skip
    shared: dict[str, Any] = {"outcomes": outcomes, "rules": rules, "agents": ["north", "south"]}
    rise = {"basis": "contract", "yearly": "0.023", "rules": ["job", "13-weeks"], "source": "As agreed"}

    def payers(council: str, fund: str) -> list[dict[str, str]]:
        return [{"organisation": "council", "share": council}, {"organisation": "fund", "share": fund}]

    first = version(1, "2018-01-01", principals=payers("0.7", "0.3"), effective_to="2018-12-31", **shared)
    second = version(2, "2019-01-01", principals=payers("0.8", "0.2"), indexation=rise, **shared)
    moved = {
        "kind": "transfer", "participant": "B", "agent": "north", "to": "south", "reference": "S-B",
        "from_date": "2019-05-01", "reason": "Moved house",
        "by": "north@example.org", "at": "2019-05-02T09:00:00+00:00",
        "decision": {"kind": "confirmed", "by": "south@example.org", "at": "2019-05-03T09:00:00+00:00"},
    }  # fmt: skip
    people = [
        {"participant": name, "agent": "north", "started_on": day, "attributes": {}}
        for name, day in (("A", "2018-05-01"), ("B", "2019-01-07"))
    ]
    return pack(
        "employment-partnership", years(2018, 2019, months=3), [first, second], participants=people,
        participant_events=[moved],
    )  # fmt: skip


def test_a_job_that_grows_is_topped_up_at_the_prices_of_its_day_and_shares_change_with_the_version(
    tmp_path: Path,
) -> None:
    """A: 520 + 1,200 in 2018 and the other 600 × 1.023 = £613.80 in 2019; 13 weeks after 4 March 2019 end on 3 June:
    1,050.50 × 1.023 = 1,074.6615, £1,074.66. B: 520 and 1,800 × 1.023 = £1,841.40 at North, £1,074.66 at South.
    """
    tried = Tried(tmp_path, employment_partnership())
    assert tried.claim(
        "A,few-hours,2018-07-02,,", "A,16-hours,2019-03-04,,", "A,13-weeks,2019-06-03,,", "B,16-hours,2019-02-04,,",
        agent="north",
    ) == []  # fmt: skip
    assert tried.claim("S-B,13-weeks,2019-05-06,,", agent="south") == []
    tried.price("2019-12-31")
    assert [tried.paid(period, "north") for period in ("2018-2", "2018-3", "2019-1", "2019-2")] == [
        {"engaged": "520.00"}, {"job": "1200.00"}, {"engaged": "520.00", "job": "2455.20"}, {"13-weeks": "1074.66"},
    ]  # fmt: skip
    assert tried.paid("2019-2", "south") == {"13-weeks": "1074.66"}
    assert tried.payers("2018-3", "north") == {"council": "840.00", "fund": "360.00"}
    assert tried.payers("2019-1", "north") == {"council": "2380.16", "fund": "595.04"}


def supporting_families() -> Any:
    """A sum for each family helped, for so many in a year; what a council leaves unused may be used later."""
    terms = version(
        1, "2015-01-01", agents=["north", "south"], outcomes=[outcome("helped")], rules=[fee("helped", "800.00")],
        caps=[
            {"code": "allocation", "scope": "year", "amount": "2400.00", "carries_over": True},
            {"code": "never-more", "scope": "year", "amount": "3600.00"},
        ],
    )  # fmt: skip
    return pack("supporting-families", years(2015, 2017), [terms])


def test_what_a_year_leaves_unused_is_added_to_the_next_up_to_the_most_of_a_single_year(tmp_path: Path) -> None:
    """North: 2 families (£1,600, 800 left); of 6 it is paid 2,400 + 800; of 4 in the last year 2,400.

    South: none in the first year, then of 5 families £3,600 of 4,800 by the other cap; 1,200 are carried on, so that of
    £4,000 for 5 in the last year 3,600 are paid.
    """
    tried = Tried(tmp_path, supporting_families())
    for agent, numbers in (("north", (2, 6, 4)), ("south", (0, 5, 5))):
        families = [
            (f"{year}-{place}", year) for year, number in zip((2015, 2016, 2017), numbers, strict=True)
            for place in range(number)
        ]  # fmt: skip
        tried.start(*(f"{name},{year}-01-05" for name, year in families), agent=agent)
        assert tried.claim(*(f"{name},helped,{year}-06-05,," for name, year in families), agent=agent) == []
    tried.price("2017-12-31")
    assert [tried.total(period, "north") for period in ("2015", "2016", "2017")] == ["1600.00", "3200.00", "2400.00"]
    assert [tried.total(period, "south") for period in ("2015", "2016", "2017")] == ["0.00", "3600.00", "3600.00"]


def ways_to_wellness() -> Any:
    """Social prescribing: pay by how far people come on a wellbeing scale; whoever goes on is paid the difference."""
    bands = (("gain-1", {"from": "1", "below": "3"}, "400.00"), ("gain-3", {"from": "3"}, "900.00"))
    outcomes = [outcome(code, kind="distance_travelled", values=values) for code, values, _ in bands]
    routes = [{"outcome": code, "amounts": [{"amount": amount}]} for code, _, amount in bands[1:]]
    rules = [fee("gain-1", "400.00", name="Gain", routes=routes)]
    return pack("ways-to-wellness", years(2015, 2016), [version(1, "2015-01-01", outcomes=outcomes, rules=rules)])


def test_bands_of_a_scale_are_paid_by_the_value_of_the_claim(tmp_path: Path) -> None:
    """A: £400 for a gain of 2.5, £500 more for 4. B's gain of 2.9 is none of 3; C gives none; D lost half a point."""
    tried = Tried(tmp_path, ways_to_wellness())
    tried.start("A,2015-01-05", "B,2015-01-05", "C,2015-01-05", "D,2015-01-05")
    assert tried.claim(
        "A,gain-1,2015-07-01,,2.5", "A,gain-3,2016-01-04,,4", "B,gain-3,2015-07-01,,2.9", "C,gain-1,2015-07-01,,",
        "D,gain-1,2015-07-01,,-0.5",
    ) == [("B", "value_outside"), ("C", "value_needed"), ("D", "value_outside")]  # fmt: skip
    tried.price("2016-12-31")
    assert [tried.total(period) for period in ("2015", "2016")] == ["400.00", "500.00"]
