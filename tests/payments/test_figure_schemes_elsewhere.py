"""Real schemes that pay by measured figures, as a stranger would write them; every figure worked out by hand beside it.

The shapes are those of the schemes named. Where a price was not published it is an example.
"""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.payments.elsewhere import Tried, command, fee, figure, metric, outcome, pack, version, years

pytestmark = pytest.mark.django_db


def cohorts(*days: str) -> list[dict[str, str]]:
    return [{"code": f"c{place}", "due_on": day} for place, day in enumerate(days, 1)]


def essex_edge_of_care(days_in_care: dict[str, tuple[str, str]]) -> Any:
    """Multisystemic therapy in Essex: £68.50 for each day in care saved against 412.5 days for each child, less what a
    cohort had more of; at most £140,000 in all.
    """
    rule = {
        "kind": "cohort_reduction", "code": "days-saved", "name": "Days in care saved", "metric": "care",
        "cohorts": cohorts("2014-12-31", "2015-12-31", "2016-12-31"), "against": {"value": "412.5"},
        "measure": "points", "pays": "per_event", "amount": "68.50", "most": "250000.00", "trigger": "0",
        "deducts": True,
    }  # fmt: skip
    care = metric("care", measured="ratio", numerator="Days in care", denominator="Children", unit="days")
    terms = version(
        1, "2014-01-01", outcomes=[outcome("home")], metrics=[care], rules=[rule],
        caps=[{"code": "all", "scope": "contract", "amount": "140000.00"}],
    )  # fmt: skip
    measured = [
        figure("care", code, f"{2014 + int(code[1:])}-02-01", numerator=days, denominator=children)
        for code, (days, children) in days_in_care.items()
    ]
    return pack("essex-edge-of-care", years(2014, 2017), [terms], measurements=measured)


def test_days_saved_against_a_baseline_are_paid_to_the_cap_and_a_worse_cohort_makes_room(tmp_path: Path) -> None:
    """c1: (20 × 412.5 − 6,104) × 68.50 = 2,146 × 68.50 = £147,001, of which £140,000 are paid.

    c2: (18 × 412.5 − 7,901) × 68.50 = −476 × 68.50 = −£32,606. c3: (21 × 412.5 − 8,000) × 68.50 = 662.5 × 68.50 =
    £45,381.25, of which the £32,606 that there is room for.
    """
    figures = {"c1": ("6104", "20"), "c2": ("7901", "18"), "c3": ("8000", "21")}
    tried = Tried(tmp_path, essex_edge_of_care(figures))
    tried.price("2017-12-31")
    assert [tried.total(period) for period in ("2014", "2015", "2016")] == ["140000.00", "-32606.00", "32606.00"]
    assert tried.steps("2014")["Fall"] == ("412.5 days − 305.2 days", "107.3 days, which reaches 0 days")


def koto(rounding: str) -> Any:
    """Integration of immigrants in Finland: half of what participants cost less than a control group of as many.

    Stated in pounds: the product knows no other currency.
    """
    rule = {
        "kind": "saving_share", "code": "saving", "name": "Half of the saving", "metric": "cost",
        "cohorts": cohorts("2017-12-31"), "against": {"metric": "control"},
        "threshold": "0", "share_at": "1/2", "share_beyond": "1/2", "ceiling": "1",
    }  # fmt: skip
    costs = [metric(code, unit="pounds") for code in ("cost", "control")]
    terms = version(
        1, "2014-01-01", outcomes=[outcome("in-work")], metrics=costs, rules=[rule], rounding=rounding,
        principals=[{"organisation": "ministry", "share": "2/3"}, {"organisation": "city", "share": "1/3"}],
    )  # fmt: skip
    measured = [
        figure("cost", "c1", "2018-03-01", value="10316420.15"),
        figure("control", "c1", "2018-03-01", value="11250000.4"),
    ]
    return pack("koto", years(2014, 2017), [terms], measurements=measured)


@pytest.mark.parametrize(
    ("rounding", "paid", "ministry", "city"),
    [("half_up", "466790.13", "311193.42", "155596.71"), ("half_even", "466790.12", "311193.41", "155596.71")],
)
def test_half_of_a_saving_against_a_control_group_is_rounded_as_the_contract_says(
    tmp_path: Path, rounding: str, paid: str, ministry: str, city: str
) -> None:
    """11,250,000.40 − 10,316,420.15 = 933,580.25, half of which is £466,790.125. There is no line to bunch at."""
    tried = Tried(tmp_path, koto(rounding))
    tried.price("2018-12-31")
    assert tried.total("2017") == paid
    assert tried.payers("2017") == {"ministry": ministry, "city": city}
    told = tried.steps("2017")
    assert told["Unit amount"] == ("11,250,000.4 × ≈ 8.2985% × 50%", f"£{Decimal(paid):,}")
    assert not [one for one in command("lint_contract", tried.slug) if "nothing short of" in one["why"]]


def lots_of_probation() -> Any:
    """Two areas that bid their own prices for each reoffender fewer than the baseline, each with its own; at most
    £400,000 for a cohort. Chance has to be ruled out at 95%.
    """
    rules = [
        {
            "kind": "cohort_reduction", "code": f"reoffenders-{area}", "name": f"Reoffenders, {area}",
            "metric": "reoffenders", "agents": [area], "cohorts": cohorts("2016-12-31"), "against": {"value": baseline},
            "measure": "points", "pays": "per_event", "amount": price, "most": "400000.00", "trigger": "0",
            "confidence": "0.95",
        }
        for area, baseline, price in (("north", "0.475", "4000.00"), ("south", "0.4", "3250.50"))
    ]  # fmt: skip
    share = metric("reoffenders", measured="ratio", numerator="Who reoffended", denominator="Released")
    terms = version(
        1, "2014-01-01", agents=["north", "south"], outcomes=[outcome("desisted")], metrics=[share], rules=rules
    )
    measured = [
        figure("reoffenders", "c1", "2017-02-01", agent, numerator=reoffended, denominator="2000")
        for agent, reoffended in (("north", "900"), ("south", "735"))
    ]
    return pack("lots-of-probation", years(2014, 2017), [terms], measurements=measured)


def test_each_area_has_its_own_price_and_baseline_and_is_paid_beyond_chance_alone(tmp_path: Path) -> None:
    """North: 950 − 900 = 50 fewer, 50² ÷ (2,000 × 0.475 × 0.525) = 5.01, beyond 1.96² = 3.84: 50 × 4,000 = £200,000.

    South: 800 − 735 = 65 fewer, 65² ÷ (2,000 × 0.4 × 0.6) = 8.80: 65 × 3,250.50 = £211,282.50.
    """
    tried = Tried(tmp_path, lots_of_probation())
    tried.price("2017-12-31")
    assert tried.paid("2016", "north") == {"reoffenders-north": "200000.00"}
    assert tried.paid("2016", "south") == {"reoffenders-south": "211282.50"}


def results_based_health() -> Any:
    """Rural clinics in Zimbabwe: a price for each delivery, a tenth more where the clinic is remote, and a quarter of
    that × the score of the quarter's quality; nothing where the score is below a half.
    """
    segments = [
        {"code": "remote", "name": "Remote", "rule": {"clinic": ["remote"]}},
        {"code": "near", "name": "Near", "rule": {}},
    ]
    deliveries = fee("delivery", "", amounts=[
        {"segment": "near", "amount": "25.00"}, {"segment": "remote", "amount": "27.50"},
    ])  # fmt: skip
    quality = {
        "kind": "banded_metric", "code": "quality", "name": "Quality", "metric": "score",
        "base": {"rules": ["delivery"]},
        "bands": [{"to": "0.5", "share": "0"}, {"from": "0.5", "share": "0.25", "times_figure": True}],
    }  # fmt: skip
    score = metric("score", direction="higher", measured="ratio", numerator="Points", denominator="Points possible")
    terms = version(
        1, "2014-01-01", segments=segments, outcomes=[outcome("delivery")], metrics=[score],
        rules=[deliveries, quality],
    )  # fmt: skip
    points = (("78", "100"), ("49", "98"), ("4999", "10000"), ("100", "100"))
    measured = [
        figure("score", f"2014-{quarter}", "2015-01-15", numerator=reached, denominator=possible)
        for quarter, (reached, possible) in enumerate(points, 1)
    ]
    return pack("results-based-health", years(2014, 2014, months=3), [terms], measurements=measured)


def test_quality_adds_in_proportion_to_what_was_delivered_in_its_own_quarter(tmp_path: Path) -> None:
    """Three deliveries a quarter, one of them remote: 2 × 25 + 27.50 = £77.50, a quarter of which is £19.375.

    × 0.78 that is £15.1125; × a half £9.6875; nothing just below a half; £19.375 for every point.
    """
    tried = Tried(tmp_path, results_based_health())
    quarters = [(f"{letter}{month}", f"2014-{month:02}-10") for month in (2, 5, 8, 11) for letter in "abc"]
    tried.start(
        *(f"{name},{day},{'remote' if name[0] == 'c' else 'near'}" for name, day in quarters), attributes="clinic"
    )
    assert tried.claim(*(f"{name},delivery,{day},," for name, day in quarters)) == []
    tried.price("2015-02-01")
    found = [tried.paid(f"2014-{quarter}") for quarter in (1, 2, 3, 4)]
    assert [one["delivery"] for one in found] == ["77.50"] * 4
    assert [one["quality"] for one in found] == ["15.11", "9.69", "0.00", "19.38"]
    assert tried.steps("2014-1")["Unit amount"] == ("25% × 78% × £77.50", "£15.11")
