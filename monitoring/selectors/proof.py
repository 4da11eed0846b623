"""The evidence of a finding, in words that anybody can read: figures, series, segments and agents.

What is frozen is read by everybody who reads the finding, so it holds what those who may not see rows are shown on the
day on which it is raised, by the one decision for small counts; the rest is left out of it for good. Those who may see
rows are shown the same, exactly, beside it (see `behind`).
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from accounts.models import Organisation
from contracts.models import Segment
from delivery.domain.suppression import NOT_SHOWN
from monitoring.domain.diagnosis import Diagnosis
from monitoring.domain.evidence import Cell
from monitoring.domain.parking import Parked, SegmentRecord
from monitoring.domain.starts import Plan
from monitoring.models import Measurement
from monitoring.selectors import beside, figures, shown, told
from monitoring.selectors.figures import EVERYBODY, Audience, Selection
from stages.models import Programme

Row = dict[str, object]
METHODS = {
    "rate": (
        "Closed cohorts of start against the target's maturity curve. Interval: 95% Wilson score interval on the "
        "people judged. Probability: exact binomial chance of a result as low if on profile."
    ),
    "count": (
        "Number in the period. Interval: exact 95% Poisson interval (Garwood). Probability: exact Poisson chance of a "
        "result as low if on profile. Too narrow where outcomes come in clusters."
    ),
}


def percent(value: float | Decimal | None) -> str | None:
    return None if value is None else f"{100 * float(value):.1f}%"


def _level(one: Measurement, value: Decimal | float | None) -> str | None:
    """A figure of a target in its unit: a percentage of people, or a number in the period."""
    if value is None:
        return None
    return percent(value) if one.target.measure == "rate" else f"{float(value):,.1f}".removesuffix(".0")


def chance(probability: Decimal | float | None) -> str | None:
    """A probability in words: "0.4%", or "less than 0.1%"."""
    if probability is None:
        return None
    return "less than 0.1%" if probability < Decimal("0.001") else percent(probability)


def outsider(programme: Programme) -> Audience:
    """Somebody who may not see rows: whoever reads a finding is shown what they are shown."""
    return Audience(programme, None, sees_small=False)


def reason(last: Measurement, viewer: Audience) -> str:
    """What was judged, in words, as far as it may be told."""
    return figures.read(last, EVERYBODY, viewer).reason


def _point(one: Measurement, viewer: Audience) -> Row:
    row: Row = {"period": one.period.code}
    if told.is_told(one, viewer):
        row["status"] = one.get_status_display()
    seen = figures.read(one, EVERYBODY, viewer)
    if seen.hidden:
        return row | {"achieved": NOT_SHOWN}
    row["achieved"] = seen.achieved
    if seen.people is not None:
        row["people"] = seen.people
    levels = {
        "actual": seen.actual,
        "low": seen.low,
        "high": seen.high,
        "expected": one.expected,
        "minimum": one.minimum,
    }
    return row | {name: _level(one, value) for name, value in levels.items()}


def off_track(last: Measurement, history: Sequence[Measurement], viewer: Audience) -> Row:
    """What was seen when a target was found off track, as the viewer is shown it."""
    target = last.target
    cells = [Cell(*cell) for cell in last.details["cells"]]
    codes = {cell.agent for cell in cells} | set(last.details["late_agents"])
    agents = dict(Organisation.objects.filter(code__in=codes).values_list("code", "name"))
    segments = dict(Segment.objects.filter(version=target.version_id).values_list("code", "name"))
    return {
        "outcome": target.outcome.name,
        "target": target.code,
        "target_name": figures.label_of(target),
        **_point(last, viewer),
        "chance_of_so_low_a_result_if_on_profile": chance(figures.read(last, EVERYBODY, viewer).probability),
        **_denominators(last, agents, viewer),
        "method": METHODS[target.measure],
        "periods": [_point(one, viewer) for one in history],
        "segments": _group(last, {cell: cell.segment for cell in cells}, segments, viewer, _of_segment),
        "agents": _group(last, {cell: cell.agent for cell in cells}, agents, viewer, _of_agent),
    }


def _denominators(last: Measurement, agents: Mapping[str, str], viewer: Audience) -> Row:
    """Both denominators, each by name, and whoever was left out."""
    details = last.details
    found: Row = {}
    if last.target.measure == "rate":
        counted = {
            "people_who_started_in_the_period": details["period_starts"] or 0,
            "people_who_first_achieved_it_in_the_period": details["period_achieved"] or 0,
            "people_not_due_yet": details["not_due"] or 0,
        }
        found["people_in_the_closed_cohorts"] = figures.read(last, EVERYBODY, viewer).people or NOT_SHOWN
        found |= counted if viewer.sees_small else _beside(last, counted, viewer)
    if details["late_agents"]:
        found["agents_whose_data_are_late"] = ", ".join(agents.get(code, code) for code in details["late_agents"])
    return found


def _beside(last: Measurement, counted: Mapping[str, int], viewer: Audience) -> Row:
    """Numbers that stand beside the table, for those who may not see rows: all of them or none."""
    rule = viewer.hidden.rules.of(last.target.outcome.code)
    is_whole = last.pk in viewer.hidden.beside and not figures.is_hidden(last, EVERYBODY, viewer)
    is_told = is_whole and not rule.is_small(last.details.get("late", 0))
    is_told = is_told and beside.stand_apart(counted.values(), rule, viewer)
    return {name: rule.rounded(number) if is_told else NOT_SHOWN for name, number in counted.items()}


def hidden_names(last: Measurement, viewer: Audience) -> list[str]:
    """The agents and segments of the target whose figures are not shown, as people know them."""
    cells = figures.cells_of(last)
    agents = {cell.agent for cell in cells if figures.is_hidden(last, _of_agent(cell.agent), viewer)}
    segments = {cell.segment for cell in cells if figures.is_hidden(last, _of_segment(cell.segment), viewer)}
    known = Segment.objects.filter(version=last.target.version_id, code__in=segments).values_list("name", flat=True)
    return [*Organisation.objects.filter(code__in=agents).values_list("name", flat=True), *known]


def _of_agent(code: str) -> Selection:
    return Selection(agents=frozenset({code}))


def _of_segment(code: str) -> Selection:
    return Selection(segment=code)


def _group(
    last: Measurement,
    names_of: dict[Cell, str],
    names: dict[str, str],
    viewer: Audience,
    narrowed: Callable[[str], Selection],
) -> list[Row]:
    """Each agent, or each segment, as the view that is narrowed to it is shown."""
    rows: list[Row] = []
    for code in sorted(set(names_of.values())):
        row: Row = {"name": names.get(code, code or "No segment")}
        seen = figures.read(last, narrowed(code), viewer)
        if seen.hidden:
            rows.append(row | {"people": NOT_SHOWN})
            continue
        row |= {"people": seen.people, "achieved": seen.achieved}
        if last.target.measure == "rate" and seen.people:
            row |= {name: percent(getattr(seen, name)) for name in ("actual", "low", "high", "expected")}
        rows.append(row)
    return rows


def starts(plans: Sequence[Plan], viewer: Audience) -> Row:
    """The starts of each period against the plan. Where one of them could tell of few people, they all go."""
    rule = viewer.hidden.rules.other
    few = not beside.stand_apart(shown.runs([one.started for one in plans]), rule, viewer)
    return {
        "method": "Starts of each period and of all up to its end, against the plan that the contract states. No "
        "interval: a plan is missed or it is not.",
        "periods": [
            {
                "period": one.period,
                "planned": f"{one.planned:,.0f}",
                "started": NOT_SHOWN if few else rule.rounded(one.started),
                "planned_so_far": f"{one.planned_so_far:,.0f}",
                "started_so_far": NOT_SHOWN if few else rule.rounded(one.started_so_far),
            }
            for one in plans
        ],
    }


def too_few(programme: Programme, long: Sequence[tuple[Measurement, list[str]]]) -> Row:
    """Since when there are too few people to judge, by target; no counts."""
    return {
        "fewest_people": programme.suppression_threshold,
        "targets": [
            {
                "outcome": one.target.outcome.name,
                "target": one.target.code,
                "target_name": figures.label_of(one.target),
                "since": run[0],
                "periods": len(run),
            }
            for one, run in long
        ],
    }


def pattern(found: Sequence[Diagnosis]) -> Row:
    """What the pattern suggests, and which stages it questions; empty where nothing stands out."""
    rows = [
        {"what_is_seen": one.seen, "stage": str(where.stage), "why_it_is_questioned": where.why}
        for one in found
        for where in one.where
    ]
    return {"what_the_pattern_suggests": rows} if rows else {}


def parking(measurement: Measurement, one: Parked, records: Sequence[SegmentRecord], viewer: Audience) -> Row:
    """What was seen when a segment was found far below the others, as the viewer is shown it."""
    return {
        "outcome": measurement.target.outcome.name,
        "target": measurement.target.code,
        "target_name": figures.label_of(measurement.target),
        "segment": one.name,
        "period": measurement.period.code,
        **_compared(measurement, one, viewer),
        "method": (
            "Achievements of each segment against its own expected level, relative to the other segments. Interval: "
            "Wilson, of the segment's share of all achievements. Probability: exact binomial."
        ),
        "segments": [_segment(record, _is_hidden(measurement, record, viewer)) for record in records],
    }


def _compared(measurement: Measurement, one: Parked, viewer: Audience) -> Row:
    """How far the segment is below the others; from it and the totals its own achievements can be worked out."""
    if not told.may_compare(one.code, measurement, viewer):
        return {"achieved_compared_with_the_other_segments": NOT_SHOWN}
    return {
        "achieved_compared_with_the_other_segments": percent(one.ratio),
        "low": percent(one.low),
        "high": percent(one.high),
        "chance_of_so_low_a_result_if_treated_alike": chance(one.probability),
    }


def _is_hidden(measurement: Measurement, record: SegmentRecord, viewer: Audience) -> bool:
    """The segment as the view narrowed to it; where counts are rounded, its exact ones are not told either."""
    if viewer.sees_small:
        return False
    rule = viewer.hidden.rules.of(measurement.target.outcome.code)
    return rule.base > 1 or figures.is_hidden(measurement, _of_segment(record.code), viewer)


def _segment(record: SegmentRecord, is_hidden: bool) -> Row:
    if is_hidden:
        return {"name": record.name, "people": NOT_SHOWN}
    return {
        "name": record.name,
        "people": record.people,
        "achieved": record.achieved,
        "expected_by_now": f"{record.expected:,.0f}",
        "measured_against": "Its own level" if record.informed else "The common level",
    }
