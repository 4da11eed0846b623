"""The frozen evidence of a finding: figures, series, segments and agents, with small counts left out for good.

Everybody who reads the finding reads the same evidence, so that the programme's suppression threshold holds in it.
"""

from datetime import date

from accounts.models import Organisation
from contracts.models import Segment
from monitoring.actions.judging import METHODS
from monitoring.domain import disclosure, stats
from monitoring.domain.evidence import Cell
from monitoring.domain.parking import Parked, SegmentRecord
from monitoring.models import Measurement
from monitoring.selectors.briefs import Brief

Row = dict[str, object]


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _point(one: Measurement) -> Row:
    return {
        "period": one.period.code,
        "status": one.status,
        "people": one.denominator,
        "achieved": one.numerator,
        "actual": _text(one.actual),
        "low": _text(one.low),
        "high": _text(one.high),
        "expected": _text(one.expected),
        "minimum": _text(one.minimum),
    }


def off_track(brief: Brief, last: Measurement, history: list[Measurement], as_of: date) -> Row:
    """What was seen when a target was found off track."""
    target, threshold = last.target, brief.programme.suppression_threshold
    cells = [Cell(*cell) for cell in last.details["cells"]]
    agents = dict(Organisation.objects.filter(code__in={cell.agent for cell in cells}).values_list("code", "name"))
    segments = dict(Segment.objects.filter(version=target.version_id).values_list("code", "name"))
    is_rate = target.measure == "rate"
    return {
        "kind": "off_track",
        "target": target.code,
        "outcome": target.outcome.name,
        "measure": target.measure,
        "value": _text(target.value),
        "as_of": as_of.isoformat(),
        **_point(last),
        "probability": _text(last.probability),
        "reason": last.reason,
        "method": METHODS[target.measure],
        "denominators": {
            "cohort": last.denominator,
            "period_starts": last.details.get("period_starts"),
            "period_achieved": last.details.get("period_achieved"),
            "not_due": last.details.get("not_due"),
        },
        "late_agents": last.details.get("late_agents", []),
        "series": [_point(one) for one in history],
        "segments": _group(cells, 1, segments, float(target.value), threshold, is_rate),
        "agents": _group(cells, 0, agents, float(target.value), threshold, is_rate),
    }


def _group(
    cells: list[Cell], place: int, names: dict[str, str], value: float, threshold: int, is_rate: bool
) -> list[Row]:
    """The cells summed by agent (place 0) or segment (place 1), with the small ones hidden."""
    sums: dict[str, tuple[int, int, float]] = {}
    for cell in cells:
        code = cell.segment if place else cell.agent
        people, achieved, matured = sums.get(code, (0, 0, 0.0))
        sums[code] = (people + cell.people, achieved + cell.achieved, matured + cell.matured)
    ordered = sorted(sums.items())
    small = disclosure.hidden([achieved for _code, (_people, achieved, _matured) in ordered], threshold)
    few = disclosure.hidden([people for _code, (people, _achieved, _matured) in ordered], threshold)
    rows: list[Row] = []
    for (code, (people, achieved, matured)), hide, hide_people in zip(ordered, small, few, strict=True):
        row: Row = {"code": code, "name": names.get(code, code or "No segment")}
        if hide or hide_people:
            rows.append(row | {"hidden": True})
            continue
        row |= {"people": people, "achieved": achieved}
        if is_rate and people:
            interval = stats.wilson(achieved, people)
            row |= {
                "actual": f"{achieved / people:.6f}",
                "low": f"{interval.low:.6f}",
                "high": f"{interval.high:.6f}",
                "expected": f"{value * matured / people:.6f}",
            }
        rows.append(row)
    return rows


def parking(
    brief: Brief, measurement: Measurement, period: str, one: Parked, records: list[SegmentRecord], as_of: date
) -> Row:
    """What was seen when a segment was found far below the others."""
    small = disclosure.hidden([record.achieved for record in records], brief.programme.suppression_threshold)
    return {
        "kind": "parking",
        "target": measurement.target.code,
        "outcome": measurement.target.outcome.name,
        "segment": one.code,
        "period": period,
        "as_of": as_of.isoformat(),
        "ratio": f"{one.ratio:.4f}",
        "low": f"{one.low:.4f}",
        "high": f"{one.high:.4f}",
        "probability": f"{one.probability:.6f}",
        "reason": one.reason,
        "method": (
            "Achievements of each segment against its own expected level, relative to the other segments. Interval: "
            "Wilson, of the segment's share of all achievements. Probability: exact binomial."
        ),
        "segments": [
            {"code": record.code, "name": record.name, "hidden": True}
            if hide
            else {
                "code": record.code,
                "name": record.name,
                "people": record.people,
                "achieved": record.achieved,
                "expected": f"{record.expected:.1f}",
                "has_own_level": record.informed,
            }
            for record, hide in zip(records, small, strict=True)
        ],
    }
