"""The evidence on one target: its trajectory, the closed cohorts behind it, and how agents and segments compare."""

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from contracts.models import Target
from dashboards.selectors import findings_funnel
from delivery.domain.suppression import NOBODY, NOT_SHOWN, Figure, Rule
from govuk import charts, formats
from govuk.charts.style import Unit
from monitoring.domain import stats
from monitoring.domain.evidence import Cell
from monitoring.models import Measurement
from monitoring.selectors import forecasts, measurements, target_charts
from monitoring.selectors.figures import (
    Audience,
    Reading,
    Selection,
    agent_of,
    cells_of,
    figures_by,
    is_hidden,
    label_of,
    read,
    segment_of,
)

MARK = "Not shown"
WHOLE_NUMBERS = Rule(base=1)
MARKERS = {
    "agent": "The marker is what the target expects of its cohorts by then.",
    "segment": "The marker is what the target expects of everybody by then; a harder segment may well fall below it.",
}
COHORT_COLUMNS = (
    "Month of start",
    "People in the cohort",
    "Achieved so far",
    "Rate so far",
    "95% interval",
    "Expected by now",
)


@dataclasses.dataclass(frozen=True)
class Names:
    """The names of agents and segments by code."""

    agents: Mapping[str, str]
    segments: Mapping[str, str]


@dataclasses.dataclass(frozen=True)
class Denominators:
    """The same outcome over both denominators: the closed cohorts judged, and the period's own starts."""

    people: int
    achieved: int
    period_starts: int
    period_achieved: int

    @property
    def cohort_rate(self) -> float | None:
        return self.achieved / self.people if self.people else None

    @property
    def period_ratio(self) -> float | None:
        return self.period_achieved / self.period_starts if self.period_starts else None


@dataclasses.dataclass(frozen=True)
class Evidence:
    """What the page shows of one target. `cohorts` are rows of text under `COHORT_COLUMNS`.

    `control` sets months or periods against their own average; `signals` are what it shows, in words.
    """

    target: Target
    label: str
    reading: Reading
    trajectory: charts.Chart
    agents: charts.Chart | None
    funnel: charts.Chart | None
    segments: charts.Chart | None
    control: charts.Chart | None
    signals: list[str]
    curve: charts.Chart | None
    cohorts: tuple[tuple[str, ...], ...]
    cohorts_note: str
    denominators: Denominators | None
    not_due: int
    late_agents: list[str]


def evidence(
    standing: Sequence[Measurement], code: str, selection: Selection, viewer: Audience, names: Names
) -> Evidence:
    """The evidence on the target with this code, as of the last of the measurements given."""
    own = [one for one in standing if one.target.code == code]
    readings = [read(one, selection, viewer) for one in own]
    last, reading = own[-1], readings[-1]
    measurements.read_cohorts(own)
    ahead = forecasts.rows(last, reading, viewer) if selection.is_everybody and code in viewer.watched else []
    control, signals = (None, []) if reading.hidden else _control(own, viewer, selection)
    cohorts, note = _cohorts(last, selection, viewer, hidden=reading.hidden)
    late = [names.agents.get(one, one) for one in last.details["late_agents"] if viewer.may_name(one)]
    return Evidence(
        target=last.target,
        label=label_of(last.target),
        reading=reading,
        trajectory=target_charts.trajectory(last, readings, ahead) if ahead else _trajectory(last.target, readings),
        agents=_comparison(last, selection, viewer, names.agents, agent_of, "agent", hidden=reading.hidden),
        funnel=None if reading.hidden else _funnel(last, selection, viewer, names.agents),
        segments=_comparison(last, selection, viewer, names.segments, segment_of, "segment", hidden=reading.hidden),
        control=control,
        signals=signals,
        curve=None if reading.hidden else target_charts.curve(own, viewer, selection),
        cohorts=cohorts,
        cohorts_note=note,
        denominators=_denominators(last, reading, selection, viewer),
        not_due=last.details.get("not_due", 0) if selection.is_everybody and viewer.sees_small else 0,
        late_agents=late,
    )


def _control(
    own: Sequence[Measurement], viewer: Audience, selection: Selection
) -> tuple[charts.Chart | None, list[str]]:
    """Against their own average: months of start for a rate; for a number, the periods in which nobody was late."""
    counted = [(one.period.code, one.numerator) for one in own if not one.details.get("late_agents")]
    return target_charts.control_chart(own[-1], counted, viewer, selection)


def _unit(target: Target) -> Unit:
    return "percent" if target.measure == Target.Measure.RATE else "count"


def _trajectory(target: Target, readings: Sequence[Reading]) -> charts.Chart:
    points = [
        charts.Point(
            one.period, one.actual, one.low, one.high, one.expected, one.minimum, note=MARK if one.hidden else ""
        )
        for one in readings
    ]
    off = sum(one.status == "red" for one in readings)
    summary = f"{off} of {len(readings)} periods off track. The band is the 95% interval."
    axis = "Share of the cohorts judged" if target.measure == Target.Measure.RATE else "Number in the period"
    return charts.trajectory(
        title="Target against actual", summary=summary, points=points, unit=_unit(target), axis=axis
    )


def _comparison(
    last: Measurement,
    selection: Selection,
    viewer: Audience,
    names: Mapping[str, str],
    name_of: Callable[[Cell], str],
    kind: str,
    *,
    hidden: bool,
) -> charts.Chart | None:
    """Bars of the agents or segments within the selection, each with its interval and what was expected of it."""
    if hidden:
        return None
    part = [cell for cell in cells_of(last) if selection.takes(cell)]
    group = figures_by(part, name_of)
    if not group:
        return None
    withheld = frozenset() if viewer.sees_small else _withheld(last, group, name_of, selection, viewer)
    rule = _rule(last, viewer)
    matured: dict[str, float] = defaultdict(float)
    for cell in part:
        matured[name_of(cell)] += cell.matured
    bars = [
        charts.Bar(names.get(code, code or "No segment"), None, note=MARK)
        if code in withheld
        else _bar(names.get(code, code or "No segment"), figure, last.target, matured[code], rule)
        for code, figure in group.items()
    ]
    is_rate = last.target.measure == Target.Measure.RATE
    people = "people of the closed cohorts" if is_rate else "number in the period"
    return charts.horizontal_bars(
        title=f"By {kind}, {last.period.code}",
        summary=f"Each {kind}’s {people}, with its 95% interval. {MARKERS[kind]}",
        items=bars,
        unit=_unit(last.target),
        group_name=kind.title(),
        axis="Share of the people in closed cohorts" if is_rate else "Number in the period",
    )


def _funnel(last: Measurement, selection: Selection, viewer: Audience, names: Mapping[str, str]) -> charts.Chart | None:
    """All agents against their average, for those who may see all of them; within a segment where one is chosen."""
    if selection.agents is not None:
        return None
    part = [cell for cell in cells_of(last) if selection.takes(cell)]
    group = figures_by(part, agent_of)
    withheld = frozenset() if viewer.sees_small else _withheld(last, group, agent_of, selection, viewer)
    return findings_funnel.funnel(
        part,
        names,
        withheld,
        _rule(last, viewer),
        target=last.target,
        period=last.period.code,
        by_segment=viewer.sees_small,
    )


def _withheld(
    last: Measurement,
    group: dict[str, Figure],
    name_of: Callable[[Cell], str],
    selection: Selection,
    viewer: Audience,
) -> frozenset[str]:
    """The bars that are hidden: as the view narrowed to each of them would be."""

    def narrowed(code: str) -> Selection:
        if name_of is agent_of:
            return dataclasses.replace(selection, agents=frozenset({code}))
        return dataclasses.replace(selection, segment=code)

    return frozenset(code for code in group if is_hidden(last, narrowed(code), viewer))


def _rule(last: Measurement, viewer: Audience) -> Rule:
    """How counts are rounded for the viewer: not at all for those who may see rows."""
    return WHOLE_NUMBERS if viewer.sees_small else viewer.hidden.rules.of(last.target.outcome.code)


def _bar(name: str, figure: Figure, target: Target, matured: float, rule: Rule) -> charts.Bar:
    if target.measure == Target.Measure.COUNT:
        achieved = rule.rounded(figure.achieved)
        interval = stats.poisson_interval(achieved)
        return charts.Bar(name, achieved, None, interval.low, interval.high)
    if not figure.people:
        return charts.Bar(name, None, note="Nobody judged")
    wilson = stats.wilson(figure.achieved, figure.people)
    expected = float(target.value) * matured / figure.people
    return charts.Bar(name, figure.achieved / figure.people, expected, wilson.low, wilson.high)


def _denominators(last: Measurement, reading: Reading, selection: Selection, viewer: Audience) -> Denominators | None:
    """Both denominators of a rate for everybody; a part has no count of the period's starts stored."""
    if last.target.measure != Target.Measure.RATE or not selection.is_everybody or reading.people is None:
        return None
    starts, achieved = int(last.details["period_starts"]), int(last.details["period_achieved"])
    rule = _rule(last, viewer)
    told = (starts, achieved, int(last.details.get("not_due", 0)), int(last.details.get("late", 0)))
    if not viewer.sees_small and (last.pk not in viewer.hidden.beside or any(map(rule.is_small, told))):
        return None
    return Denominators(reading.people, reading.achieved or 0, rule.rounded(starts), rule.rounded(achieved))


def _cohorts(
    last: Measurement, selection: Selection, viewer: Audience, *, hidden: bool
) -> tuple[tuple[tuple[str, ...], ...], str]:
    """The closed cohorts judged, month by month of start, and a note on what is left out."""
    if last.target.measure != Target.Measure.RATE:
        return (), ""
    if hidden:
        return (), NOT_SHOWN
    if not viewer.sees_small and not selection.is_everybody:
        return (), "The months of start are shown for all agents and segments together only, to protect small counts."
    if not viewer.sees_small and last.pk not in viewer.hidden.months:
        return (), "The months of start are not shown: too few people started, or achieved it, in one of them."
    sums: dict[str, Figure] = defaultdict(lambda: NOBODY)
    matured: dict[str, float] = defaultdict(float)
    for month, agent, segment, people, achieved, share in last.cohorts:
        if selection.takes(Cell(agent, segment, people, achieved, share)):
            sums[month] += Figure(people, achieved)
            matured[month] += share
    value, rule = float(last.target.value), _rule(last, viewer)
    rows = [_cohort_row(_month(month), sums[month], value * matured[month], rule) for month in sorted(sums)]
    if sums:
        total = sum(sums.values(), NOBODY)
        rows.append(_cohort_row("All cohorts judged", total, value * sum(matured.values()), rule))
    return tuple(rows), ""


def _month(month: str) -> str:
    year, number = month.split("-")
    return formats.month(date(int(year), int(number), 1))


def _cohort_row(name: str, figure: Figure, expected: float, rule: Rule) -> tuple[str, ...]:
    interval = stats.wilson(figure.achieved, figure.people)
    return (
        name,
        formats.count(rule.rounded(figure.people)),
        formats.count(rule.rounded(figure.achieved)),
        formats.percent(figure.achieved / figure.people, 1),
        f"{formats.percent(interval.low, 1)} to {formats.percent(interval.high, 1)}",
        formats.percent(expected / figure.people, 1),
    )
