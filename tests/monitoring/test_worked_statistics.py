"""The figures of docs/statistics.md, read from its table."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings

from monitoring.domain import casemix, changes, exact, funnels, multiplicity, paired, rates, reliable_change, stats
from monitoring.domain.rates import Counts
from monitoring.domain.stats import Interval


def percent(interval: Interval, places: int) -> str:
    return f"{100 * interval.low:.{places}f} % to {100 * interval.high:.{places}f} %"


def signed(value: float, places: int = 2) -> str:
    return f"{value:+.{places}f}".replace("-", "−")


def ratio() -> str:
    found = casemix.standardised(30, 20)
    return f"{found.ratio:.2f}, {found.interval.low:.2f} to {found.interval.high:.2f}"


def change() -> str:
    return points(changes.of_shares((500, 1000), (550, 1000), (500, 1000), (510, 1000)))


def over_places() -> str:
    return points(changes.of_panel([[0.4, 0.48], [0.3, 0.39]], [[0.41, 0.42], [0.35, 0.37]], 1))


def over_periods() -> str:
    return points(changes.of_gaps([[0.4, 0.41, 0.39, 0.48, 0.49]], [[0.35, 0.35, 0.36, 0.36, 0.36]], 3))


def points(found: changes.Change) -> str:
    low, high = (f"{100 * limit:.1f}".replace("-", "−") for limit in (found.interval.low, found.interval.high))
    return f"{100 * found.difference:.1f}, {low} to {high}"


def funnel() -> str:
    return ", ".join("{} to {}".format(*funnels.counts(40, 0.5, level)) for level in (funnels.USUAL, funnels.WIDE))


def net() -> str:
    before = paired.Group(50, Counts.of({0: 50, 1: 50}))
    found = paired.net(paired.Group(40, Counts.of({0: 60, 2: 40})), before)
    return ", ".join(signed(one) for one in (found.per_head, found.by_share, found.by_frequency))


def alike(people: int) -> str:
    return f"{rates.events_against_fixed(Counts.of({0: people}), 0.5)[2]:.3f}"


WORKED: dict[str, Callable[[], str]] = {
    "5 of 5 against one half: where Wilson's interval begins, and the exact p": lambda: (
        f"{100 * stats.wilson(5, 5).low:.1f} %, {stats.binomial_two_sided(5, 5, 0.5):.4f}"
    ),
    "nobody of 5, and of 8, with an event where one in two people is expected to have one, p": lambda: (
        f"{alike(5)}; {alike(8)}"
    ),
    "24 of 40, Wilson interval": lambda: percent(stats.wilson(24, 40), 0),
    "24 of 40, Clopper–Pearson interval": lambda: percent(exact.clopper_pearson(24, 40), 1),
    "27 of 40 against one half, exact two-sided p": lambda: f"{stats.binomial_two_sided(27, 40, 0.5):.3f}",
    "26 of 40 against one half, exact two-sided p": lambda: f"{stats.binomial_two_sided(26, 40, 0.5):.3f}",
    "smallest fall from 50 % that 40, 60, 100, 142, 231, 400, 1,000 people show, in points": lambda: ", ".join(
        f"{100 * stats.smallest_detectable_fall(n):.1f}" for n in (40, 60, 100, 142, 231, 400, 1000)
    ),
    "people to see a fall from 47.5 % by 20, 10, 5, 2.5, 1.9 points": lambda: "; ".join(
        f"{stats.people_needed(0.475, 0.475 - points / 100):,}" for points in (20, 10, 5, 2.5, 1.9)
    ),
    "12 of 20 against 5 of 20, Fisher": lambda: f"{exact.fisher(12, 20, 5, 20):.3f}",
    "30 events where 20 are expected: ratio and exact limits": ratio,
    "50 % to 55 % here, 50 % to 51 % elsewhere, 1,000 people in each: difference and interval, in points": change,
    "two towns from 40 % to 48 % and from 30 % to 39 %, two others from 41 % to 42 % and from 35 % to 37 %, over "
    "places, in points": over_places,
    "one town at 40, 41, 39 % and then 48, 49 %, another at 35, 35, 36 % and then 36, 36 %, over periods, "
    "in points": over_periods,
    "60 people: 40 with 0, 10 with 1, 10 with 4 events: dispersion": lambda: (
        f"{rates.dispersion(Counts.of({0: 40, 1: 10, 4: 10})):.2f}"
    ),
    "reliable change for *s* = 10 and *r* = 0.96, in points": lambda: (
        f"{reliable_change.Scale(10, 0.96).threshold():.2f}"
    ),
    "p-values 0.01, 0.02, 0.04 by Holm": lambda: ", ".join(
        f"{one:.2f}" for one in multiplicity.holm([0.01, 0.02, 0.04])
    ),
    "funnel of 40 people around 50 %: least and most at 95 % and at 99.8 %": funnel,
    "share 50 % → 40 %, events of each 1 → 2, 100 people: net per head, by share, by frequency": net,
}


def told() -> dict[str, str]:
    text = (Path(settings.BASE_DIR) / "docs" / "statistics.md").read_text(encoding="utf-8")
    lines = text.split("## Worked figures")[1].splitlines()
    rows = [line.strip("|").split("|") for line in lines if line.startswith("| ") and "Figure" not in line]
    return {what.strip(): figure.strip() for what, figure in rows}


@pytest.mark.parametrize("what", WORKED)
def test_the_figure_told_is_the_one_computed(what: str) -> None:
    assert told()[what] == WORKED[what]()


def test_every_figure_told_is_checked() -> None:
    assert told().keys() == WORKED.keys()
