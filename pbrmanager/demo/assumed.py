"""What the demonstration's contracts rest on. All is invented."""

from collections.abc import Mapping
from typing import Any

Document = dict[str, Any]
ARRANGED = {
    "intervention": "Below the minimum for a quarter: a meeting within two weeks and a plan within four. For two "
    "quarters: new referrals go to the other agents. For three: notice.",
    "evaluation": "The university compares people with those on the waiting list, after two years and at the end, and "
    "publishes what it finds and what it cost.",
    "quality_floor": "Everybody has a key worker within ten working days, sees them once a month, and can complain to "
    "somebody who does not work for the agent.",
    "subcontracting": "Partners are paid for starts and hours within thirty days; the lead bears the risk of results.",
}
OPEN_BOOK = "Invented: open book of the year before"
WITHOUT_PLACES = "Invented: open book of the year before, when no place had to be kept free"
WITH_PLACES = "Invented: open book of the first year, with what schools ask for a place that is kept free"
CHECKS = "Invented: checks of the year before"
PILOT = "Invented: pilot of the year before"


def _rate(outcome: str, figures: tuple[str, str, str], segment: str | None = None) -> Document:
    low, expected, high = figures
    return {"outcome": outcome, "segment": segment, "low": low, "expected": expected, "high": high, "source": PILOT}


def _costs(costs: Mapping[str, tuple[int, int, int]], source: str = OPEN_BOOK) -> list[Document]:
    return [
        {"segment": segment, "low": f"{low}", "expected": f"{middle}", "high": f"{high}", "source": source}
        for segment, (low, middle, high) in costs.items()
    ]


def _whole(people: int, years: int, **stated: Any) -> Document:
    starts = {
        "low": f"{people * 8 // 10 // years}",
        "expected": f"{people // years}",
        "high": f"{people * 11 // 10 // years}",
        "source": "Invented: referrals of the year before",
    }
    failures = [{"outcome": None, "low": "0.02", "expected": "0.04", "high": "0.09", "source": CHECKS}]
    return {"starts": starts, "failures": failures, **ARRANGED, **stated}


def _lags(**lags: tuple[int, int, int]) -> list[Document]:
    return [
        {
            "outcome": outcome.replace("_", "-"),
            "low": f"{low}",
            "expected": f"{middle}",
            "high": f"{high}",
            "source": PILOT,
        }
        for outcome, (low, middle, high) in lags.items()
    ]


def routes(people: int) -> Document:
    """Work that lasts: the segment furthest from work earns least on its cost."""
    return _whole(
        people, 2,
        rates=[
            _rate("job", ("0.34", "0.38", "0.42"), "young"), _rate("job", ("0.28", "0.33", "0.38"), "long-term"),
            _rate("job", ("0.18", "0.24", "0.30"), "health"), _rate("job-kept", ("0.18", "0.215", "0.26")),
        ],
        lags=_lags(job=(30, 90, 240), job_kept=(120, 180, 330)),
        costs=_costs({"young": (560, 620, 690), "long-term": (640, 710, 800), "health": (900, 1050, 1280)}),
        checking_costs=[{"outcome": "job", "amount": "60.00", "source": "The fund's verification team"}],
        days_to_payment=75, working_capital=f"{people * 75}.00", most_at_risk="0.7",
    )  # fmt: skip


def homes(people: int) -> Document:
    """Homes that hold: nothing was thought of the time between moving in and six months."""
    return _whole(
        people, 2,
        rates=[
            _rate("moved-in", ("0.70", "0.76", "0.82")), _rate("home-6-months", ("0.48", "0.56", "0.62")),
            _rate("home-12-months", ("0.36", "0.44", "0.52")),
        ],
        lags=_lags(moved_in=(14, 45, 90), home_6_months=(196, 228, 280), home_12_months=(380, 412, 465)),
        costs=_costs({"under-25": (1350, 1560, 1850), "25-plus": (1150, 1330, 1560)}),
        days_to_payment=60, working_capital=f"{people * 150}.00", most_at_risk="0.9",
    )  # fmt: skip


def learning(people: int) -> Document:
    """Back to learning: the costs of holding a place are not in it, as nobody asked the schools."""
    return _whole(
        people, 2,
        rates=[_rate("term-attended", ("0.50", "0.60", "0.66"))],
        lags=_lags(term_attended=(60, 115, 180)),
        metrics=[
            {"metric": "recommended", "low": "0.64", "expected": "0.72", "high": "0.8", "base": "0.68", "people": 42,
             "source": "Invented: survey of the year before"},
        ],
        costs=_costs({"14-15": (880, 960, 1080), "16-18": (840, 910, 1030)}, WITHOUT_PLACES),
        checking_costs=[{"outcome": "term-attended", "amount": "25.00", "source": "Registers of schools"}],
        days_to_payment=45, working_capital=f"{people * 140}.00", most_at_risk="0.9",
    )  # fmt: skip


def learning_with_places(people: int) -> Document:
    """The same for the second version, with what it costs to hold a place."""
    return learning(people) | {"costs": _costs({"14-15": (960, 1080, 1230), "16-18": (910, 1020, 1170)}, WITH_PLACES)}
