"""The frozen evidence of a finding, in words that anybody can read: figures, series, segments and agents.

Everybody who reads the finding reads the same evidence, so the programme's suppression threshold holds in it: small
counts are left out for good.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from accounts.models import Organisation
from contracts.models import Segment
from monitoring.actions.judging import METHODS
from monitoring.domain import disclosure, stats
from monitoring.domain.diagnosis import Diagnosis
from monitoring.domain.disclosure import NOBODY, Figure
from monitoring.domain.evidence import Cell
from monitoring.domain.parking import Parked, SegmentRecord
from monitoring.domain.starts import Plan
from monitoring.models import Measurement
from monitoring.selectors.briefs import Brief

Row = dict[str, object]


def percent(value: float | Decimal | None) -> str | None:
    return None if value is None else f"{100 * float(value):.1f}%"


def _level(one: Measurement, value: Decimal | None) -> str | None:
    """A figure of a target in its unit: a percentage of people, or a number in the period."""
    if value is None:
        return None
    return percent(value) if one.target.measure == "rate" else f"{float(value):,.1f}".removesuffix(".0")


def chance(probability: Decimal | float | None) -> str | None:
    """A probability in words: "0.4%", or "less than 0.1%"."""
    if probability is None:
        return None
    return "less than 0.1%" if probability < Decimal("0.001") else percent(probability)


def _point(one: Measurement, threshold: int) -> Row:
    row: Row = {"period": one.period.code, "status": one.get_status_display()}
    figure = Figure(one.denominator or 0, one.numerator)
    if disclosure.is_small(figure, threshold):
        return row | {"achieved": "Not shown: too few"}
    row["achieved"] = one.numerator
    if one.denominator is not None:
        row["people"] = one.denominator
    figures = {"actual": one.actual, "low": one.low, "high": one.high, "expected": one.expected, "minimum": one.minimum}
    return row | {name: _level(one, value) for name, value in figures.items()}


def off_track(brief: Brief, last: Measurement, history: list[Measurement], as_of: date) -> Row:
    """What was seen when a target was found off track."""
    target, threshold = last.target, brief.programme.suppression_threshold
    cells = [Cell(*cell) for cell in last.details["cells"]]
    agents = dict(Organisation.objects.filter(code__in={cell.agent for cell in cells}).values_list("code", "name"))
    segments = dict(Segment.objects.filter(version=target.version_id).values_list("code", "name"))
    value = float(target.value) if target.measure == "rate" else None
    return {
        "outcome": target.outcome.name,
        "target": target.code,
        "as_of": f"{as_of:%d/%m/%Y}",
        **_point(last, threshold),
        "chance_of_so_low_a_result_if_on_profile": chance(last.probability),
        **_denominators(last, threshold),
        "method": METHODS[target.measure],
        "periods": [_point(one, threshold) for one in history],
        "segments": _group({cell: cell.segment for cell in cells}, segments, value, threshold),
        "agents": _group({cell: cell.agent for cell in cells}, agents, value, threshold),
    }


def _denominators(last: Measurement, threshold: int) -> Row:
    """Both denominators, each by name, and whoever was left out."""
    details = last.details
    found: Row = {}
    if last.target.measure == "rate":
        counted = {
            "people_in_the_closed_cohorts": last.denominator,
            "people_who_started_in_the_period": details["period_starts"],
            "people_who_first_achieved_it_in_the_period": details["period_achieved"],
            "people_not_due_yet": details["not_due"],
        }
        found = {name: "Not shown: too few" if 0 < (n or 0) < threshold else n for name, n in counted.items()}
    if details["late_agents"]:
        found["agents_whose_data_are_late"] = ", ".join(details["late_agents"])
    return found


def _group(names_of: dict[Cell, str], names: dict[str, str], value: float | None, threshold: int) -> list[Row]:
    """The cells summed by the name that each belongs to, with the small ones hidden."""
    sums: dict[str, Figure] = {}
    matured: dict[str, float] = {}
    for cell, code in names_of.items():
        sums[code] = sums.get(code, NOBODY) + Figure(cell.people, cell.achieved)
        matured[code] = matured.get(code, 0.0) + cell.matured
    hidden = disclosure.hidden_names(sums, threshold)
    rows: list[Row] = []
    for code, figure in sorted(sums.items()):
        row: Row = {"name": names.get(code, code or "No segment")}
        if code in hidden:
            rows.append(row | {"people": "Not shown: too few"})
            continue
        row |= {"people": figure.people, "achieved": figure.achieved}
        if value is not None and figure.people:
            interval = stats.wilson(figure.achieved, figure.people)
            row |= {
                "actual": percent(figure.achieved / figure.people),
                "low": percent(interval.low),
                "high": percent(interval.high),
                "expected": percent(value * matured[code] / figure.people),
            }
        rows.append(row)
    return rows


def starts(brief: Brief, plans: Sequence[Plan], as_of: date) -> Row:
    """The starts of each period against the plan."""
    threshold = brief.programme.suppression_threshold
    return {
        "as_of": f"{as_of:%d/%m/%Y}",
        "method": "Starts of each period and of all up to its end, against the plan that the contract states. No "
        "interval: a plan is missed or it is not.",
        "periods": [
            {
                "period": one.period,
                "planned": f"{one.planned:,.0f}",
                "started": _number(one.started, threshold),
                "planned_so_far": f"{one.planned_so_far:,.0f}",
                "started_so_far": _number(one.started_so_far, threshold),
            }
            for one in plans
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


def _number(number: int, threshold: int) -> int | str:
    return "Not shown: too few" if 0 < number < threshold else number


def parking(
    brief: Brief, measurement: Measurement, period: str, one: Parked, records: list[SegmentRecord], as_of: date
) -> Row:
    """What was seen when a segment was found far below the others."""
    figures = {record.code: Figure(record.people, record.achieved) for record in records}
    hidden = disclosure.hidden_names(figures, brief.programme.suppression_threshold)
    return {
        "outcome": measurement.target.outcome.name,
        "target": measurement.target.code,
        "segment": one.name,
        "period": period,
        "as_of": f"{as_of:%d/%m/%Y}",
        "achieved_compared_with_the_other_segments": percent(one.ratio),
        "low": percent(one.low),
        "high": percent(one.high),
        "chance_of_so_low_a_result_if_treated_alike": chance(one.probability),
        "method": (
            "Achievements of each segment against its own expected level, relative to the other segments. Interval: "
            "Wilson, of the segment's share of all achievements. Probability: exact binomial."
        ),
        "segments": [_segment(record, record.code in hidden) for record in records],
    }


def _segment(record: SegmentRecord, is_hidden: bool) -> Row:
    if is_hidden:
        return {"name": record.name, "people": "Not shown: too few"}
    return {
        "name": record.name,
        "people": record.people,
        "achieved": record.achieved,
        "expected_by_now": f"{record.expected:,.0f}",
        "measured_against": "Its own level" if record.informed else "The common level",
    }
