"""A registered panel as the page of a question tells it: both sides over time, the trend, and what it supposes."""

import dataclasses
from collections.abc import Sequence
from datetime import date
from typing import Any

from contracts.domain import comparisons, panels
from contracts.domain.comparisons import Comparison, Panel
from govuk import charts, formats
from monitoring.domain import places
from monitoring.domain.places import Known, Series
from monitoring.selectors import people, verdict_rounding
from monitoring.selectors.registered import Registered
from monitoring.selectors.verdict_shown import Shown, difference, figure
from outcomes.selectors import measurements
from stages.models import Programme

WITH, WITHOUT, ALIKE = "With the programme", "Without it", "Had they changed alike"
PLACES = ("Place", "Side", "Period", "Counted", "Of", "Level")
NAMED = 5


@dataclasses.dataclass(frozen=True)
class PanelPage:
    """`rows`: who, before, since, and the change. `trend`: how the gap moved before the start, in a sentence.

    `against`: whether that speaks against the comparison. `supposes`: what must hold for the difference to be the
    programme's. `places`: every figure, for the file; none for those who read no counts.
    """

    rows: list[tuple[str, str, str, str]]
    trend: str
    against: bool
    supposes: list[str]
    chart: charts.Chart
    places: tuple[tuple[str, ...], ...]


@dataclasses.dataclass(frozen=True)
class Awaited:
    """The figures that should be there by the day, how many of them are missing, and the first of those by name."""

    wanted: int
    missing: int
    first: list[str]


def of(shown: Shown | None) -> PanelPage | None:
    """None for other comparisons, and where the figures are not shown."""
    if shown is None or not shown.is_told or shown.panel is None:
        return None
    asked, found = shown.asked.comparison, read(shown.verdict.facts["panel"])
    inside, outside = (_as_shown(shown, means) for means in places.means(found))
    gaps = [one - two for one, two in zip(inside, outside, strict=True)]
    return PanelPage(
        rows=[
            (f"{WITH} ({len(found.inside)})", *_moved(asked, inside, found.start)),
            (f"{WITHOUT} ({len(found.outside)})", *_moved(asked, outside, found.start)),
            ("Gap between both", *_gaps(asked, gaps, found.start)),
        ],
        trend=_trend(asked, shown.verdict.facts["trend"], shown.panel),
        against=_speaks_against(shown.verdict.facts["trend"]),
        supposes=_supposes(asked, shown.panel),
        chart=_chart(asked, found, inside, outside, in_whole=shown.coarse),
        places=() if shown.coarse else tuple(_figures(asked, found)),
    )


def awaited(programme: Programme, asked: Registered, today: date) -> Awaited | None:
    """What is missing of a panel; None for other comparisons, and once the contract no longer asks."""
    one = asked.comparison
    if one.panel is None or asked.is_over:
        return None
    wanted = {
        covers: each.name
        for (metric, _agent, covers), each in measurements.wanted(programme).items()
        if metric == one.metric and one.name in each.rules and each.due_on is not None and each.due_on <= today
    }
    known = people.places(programme, one)
    missing = [name for covers, name in wanted.items() if covers not in known]
    return Awaited(len(wanted), len(missing), missing[:NAMED])


def read(facts: dict[str, Any]) -> Known:
    """The panel as it was judged, from the facts of its verdict."""
    inside, outside = (
        tuple(Series(one["code"], one["name"], tuple((k, n) for k, n in one["figures"])) for one in facts[side])
        for side in ("inside", "outside")
    )
    return Known(tuple(facts["periods"]), tuple(facts["names"]), facts["start"], inside, outside)


def _as_shown(shown: Shown, means: Sequence[float]) -> Sequence[float]:
    """The means of a side, in whole points for those who read no counts."""
    if not shown.coarse:
        return means
    step = verdict_rounding.step(shown.asked.comparison.measure)
    return [float(verdict_rounding.rounded(one, step) or 0) for one in means]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _moved(asked: Comparison, series: Sequence[float], start: int) -> tuple[str, str, str]:
    before, since = _mean(series[:start]), _mean(series[start:])
    return figure(asked, before), figure(asked, since), difference(asked, since - before)


def _gaps(asked: Comparison, gaps: Sequence[float], start: int) -> tuple[str, str, str]:
    before, since = _mean(gaps[:start]), _mean(gaps[start:])
    return difference(asked, before), difference(asked, since), difference(asked, since - before)


def _speaks_against(trend: dict[str, Any] | None) -> bool:
    return trend is not None and not trend["interval"]["low"] <= 0 <= trend["interval"]["high"]


def _trend(asked: Comparison, trend: dict[str, Any] | None, panel: Panel) -> str:
    if trend is None:
        return (
            "There are fewer than three periods before the start, so that whether both sides moved alike until then "
            "cannot be looked at."
        )
    slope, low, high = (difference(asked, one) for one in (trend["slope"], *trend["interval"].values()))
    found = (
        f"Before the start the gap between both sides moved by {slope} in each {panels.MONTHS[panel.every]} "
        f"(95% interval {low} to {high}). "
    )
    if _speaks_against(trend):
        return found + "The two sides were already moving apart or together: the difference may be no more than that."
    return found + "That does not speak against the comparison; with so few periods it cannot prove it either."


def _supposes(asked: Comparison, panel: Panel) -> list[str]:
    found = [
        "Without the programme both sides would have changed alike. The trend before the start is a hint, no proof.",
        "Nothing else that moves the figures began in one side only at about the same time.",
        "People did not move between the places because of the programme, and it did not change the places without it.",
        "The figures were counted in the same way in every place and period.",
    ]
    if asked.test == comparisons.PANEL_OF_PLACES:
        found.append("Each place counts once, whatever its size, by its mean after less its mean before.")
    else:
        found.append(
            "Each period counts once. With so few places a shock of one place cannot be told from the programme, and "
            "periods that resemble those beside them make the interval too narrow."
        )
    return found


def _chart(
    asked: Comparison, found: Known, inside: Sequence[float], outside: Sequence[float], *, in_whole: bool
) -> charts.Chart:
    gap = _mean(inside[: found.start]) - _mean(outside[: found.start])
    is_share = asked.measure != comparisons.EVENTS
    points = [
        charts.Point(
            code,
            actual=_drawn(one, is_share=is_share),
            target=_drawn(two, is_share=is_share),
            minimum=_drawn(two + gap, is_share=is_share) if place >= found.start else None,
        )
        for place, (code, one, two) in enumerate(zip(found.periods, inside, outside, strict=True))
    ]
    size = _mean(inside[found.start :]) - _mean(outside[found.start :]) - gap
    return charts.trajectory(
        title="Places with the programme beside the others",
        summary=f"Since the start the places with the programme changed by {difference(asked, size)} more than the "
        "others. The upright line marks the first period with the programme; the axis does not begin at nought.",
        points=points,
        unit=("whole_percent" if in_whole else "percent") if is_share else "count",
        measure=WITH,
        target_name=WITHOUT,
        minimum_name=ALIKE,
        since=found.periods[found.start],
        from_nought=False,
    )


def _drawn(value: float, *, is_share: bool) -> float:
    return value if is_share else round(value, 2)


def _figures(asked: Comparison, found: Known) -> list[tuple[str, ...]]:
    return [
        (one.name, side, period, _number(counted), _number(of_people),
         figure(asked, counted / of_people))
        for side, of_side in ((WITH, found.inside), (WITHOUT, found.outside))
        for one in of_side
        for period, (counted, of_people) in zip(found.periods, one.figures, strict=True)
    ]  # fmt: skip


def _number(value: float) -> str:
    return formats.count(int(value) if value.is_integer() else round(value, 6))
