"""What a target's page draws: trajectory with forecast, the cohorts' own average, and the curve that they follow."""

import calendar
from collections.abc import Sequence
from datetime import date

from contracts.models import Target
from govuk import charts
from govuk.charts.style import Unit
from monitoring.domain import control, maturity, shifts
from monitoring.domain.evidence import Cell
from monitoring.domain.shifts import Shift
from monitoring.models import Measurement
from monitoring.selectors import forecasts
from monitoring.selectors.figures import Audience, Reading, Selection

HALF_A_MONTH = 15


def unit_of(target: Target) -> Unit:
    return "percent" if target.measure == Target.Measure.RATE else "count"


def trajectory(one: Measurement, readings: Sequence[Reading], ahead: Sequence[forecasts.Row]) -> charts.Chart:
    """Period by period, and what is to be expected at the ends ahead. A number so far is no number in a period, so
    that of the whole contract is left to the table."""
    is_rate = one.target.measure == Target.Measure.RATE
    points = [
        charts.Point(
            reading.period,
            reading.actual,
            reading.low,
            reading.high,
            reading.expected,
            reading.minimum,
            note="Not shown: too few" if reading.hidden else "",
        )
        for reading in readings
    ]
    shown = [row for row in ahead if is_rate or not row.by.startswith("End of the contract")]
    points += [
        charts.Point(_end(row.by), mean, low, high, asked, forecast=True)
        for row in shown
        if row.figure is not None
        for mean, low, high, asked in [row.figure]
    ]
    told = "; ".join(f"{row.chance} by the {row.by.lower()}" for row in ahead)
    summary = f"Chance of missing the target: {told}." if told else "The band is the 95% interval."
    axis = "Share of people in closed cohorts" if is_rate else "Number in the period"
    return charts.trajectory(
        title="Trajectory and forecast", summary=summary, points=points, unit=unit_of(one.target), axis=axis
    )


def _end(by: str) -> str:
    """The end of a period or of the contract as it stands below the drawing."""
    period = by.removeprefix("End of ")
    return "contract end" if period == "the contract" else period


def control_chart(
    one: Measurement, counted: Sequence[tuple[str, int]], viewer: Audience, selection: Selection
) -> tuple[charts.Chart | None, list[str]]:
    """The control chart with its limits, and what it signals in words. None where too little is known, and for those
    who may not see rows.

    `counted` are the numbers of a count target by period.
    """
    if one.target.measure == Target.Measure.RATE:
        cohorts = [row for row in one.cohorts if selection.takes(Cell(row[1], row[2], row[3], row[4], row[5]))]
        points = control.of_months(control.by_month(cohorts))
    else:
        points = control.of_periods(counted) if selection.is_everybody else []
    if len(points) < control.FEWEST_POINTS or not viewer.sees_small:
        return None, []
    found = shifts.of(points)
    summary = "Nothing differs by more than chance."
    if found:
        number = f"{len(found)} shift{'s'[: len(found) > 1]}"
        summary = f"Results differ by more than chance: {number}, listed below by date."
    chart = charts.trajectory(
        title="Control chart: against its own average",
        summary=summary,
        points=[_limits(point) for point in points],
        unit=unit_of(one.target),
        axis="Share of those who started in the month" if one.target.measure == "rate" else "Number in the period",
        target_name="Average",
        band="what chance does in 99.7 of 100 cases",
    )
    unit = "month" if one.target.measure == Target.Measure.RATE else "period"
    return chart, [_words(shift, unit) for shift in found]


def _limits(point: control.Point) -> charts.Point:
    low, high = control.limits(point)
    size = point.people or 1
    return charts.Point(_label(point.label), point.seen / size, low / size, high / size, point.expected / size)


def _words(shift: Shift, unit: str) -> str:
    first, last = _label(shift.first), _label(shift.last)
    where = first if first == last else f"{first} to {last}"
    return f"{where}, {shift.side} the average: {shift.why(unit)}."


def _label(label: str) -> str:
    year, dash, month = label.partition("-")
    if dash and year.isdigit() and month.isdigit():
        return f"{calendar.month_abbr[int(month)]} {year}"
    return label


def curve(measured: Sequence[Measurement], viewer: Audience, selection: Selection) -> charts.Chart | None:
    """The path that closed cohorts have followed beside the one that the contract states.

    By steps of as many days each, so that the picture bends where the curve does.
    """
    target = measured[-1].target
    window = target.outcome.window_days
    if target.measure != Target.Measure.RATE or window is None or not selection.is_everybody:
        return None
    found = maturity.estimated(_paths(measured), window)
    if found is None or not viewer.sees_small:
        return None
    stated = maturity.curve(target.maturity, window) if target.maturity else None
    first = min(day for day, _share in found.points if day)
    points = [
        charts.Point(
            f"Day {day}",
            found.share(day) if not day or day >= first else None,
            target=stated.share(day) if stated else None,
            note="Not looked at so early",
        )
        for day in (*range(0, window, maturity.STEP), window)
    ]
    beside = "Dashed: the contract’s curve, by which cohorts are judged." if stated else "The contract states none."
    return charts.trajectory(
        title="Maturity curve of closed cohorts",
        summary=f"Which share of their final level closed cohorts had reached, by days since the start. {beside}",
        points=points,
        axis="Share of the final level",
        measure="Closed cohorts",
        target_name="By the contract",
    )


def _paths(measured: Sequence[Measurement]) -> list[tuple[float, int, int]]:
    """Days since the start, achieved by then and in the end, of the months that are complete now."""
    seen: dict[tuple[str, str, str], list[tuple[date, int]]] = {}
    complete: dict[tuple[str, str, str], int] = {}
    for one in measured:
        for month, agent, segment, people, achieved, matured in one.cohorts:
            key = (month, agent, segment)
            seen.setdefault(key, []).append((one.period.ends_on, achieved))
            if matured >= people - 0.001:
                complete[key] = achieved
    return [
        ((day - _middle(key[0])).days, achieved, final)
        for key, final in complete.items()
        for day, achieved in seen[key]
    ]


def _middle(month: str) -> date:
    year, number = month.split("-")
    return date(int(year), int(number), HALF_A_MONTH)
