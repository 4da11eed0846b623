"""Which segments fall far below the others in a measurement."""

from collections import defaultdict

from monitoring.domain import parking
from monitoring.domain.evidence import Cell, Span
from monitoring.domain.parking import Parked, SegmentRecord
from monitoring.models import Measurement
from monitoring.selectors.briefs import Brief


def levels(brief: Brief, span: Span, measurement: Measurement) -> dict[str, float]:
    """The level expected of each segment: by a target of its own for the same outcome, else by its baseline."""
    version = brief.version_on(span.ends_on)
    if version is None:
        return {}
    found = {
        segment.code: float(segment.baseline)
        for segment in brief.segments[version.pk]
        if segment.baseline is not None and segment.baseline > 0
    }
    for target in brief.targets_for(span):
        own = target.segment and target.agent is None and target.outcome_id == measurement.target.outcome_id
        if own and target.measure == measurement.target.measure and target.segment:
            found[target.segment.code] = float(target.value)
    return found


def records(brief: Brief, span: Span, measurement: Measurement) -> list[SegmentRecord]:
    """Each segment's people, achievements and expectation in a rate target that speaks of everybody."""
    target = measurement.target
    if target.measure != "rate" or target.segment_id or target.agent_id or target.outcome.direction != "higher":
        return []
    version = brief.version_on(span.ends_on)
    names = {segment.code: segment.name for segment in brief.segments[version.pk]} if version else {}
    known = levels(brief, span, measurement)
    sums: dict[str, list[float]] = defaultdict(lambda: [0, 0, 0.0])
    for cell in (Cell(*cell) for cell in measurement.details["cells"]):
        total = sums[cell.segment]
        total[0] += cell.people
        total[1] += cell.achieved
        total[2] += cell.matured
    common = float(target.value)
    return [
        SegmentRecord(
            code,
            names.get(code, code or "No segment"),
            int(people),
            int(achieved),
            matured * known.get(code, common),
            code in known,
        )
        for code, (people, achieved, matured) in sorted(sums.items())
    ]


def parked(brief: Brief, span: Span, measurement: Measurement) -> list[tuple[Parked, list[SegmentRecord]]]:
    """The parked segments, each with the records of all segments that it was compared with."""
    found = records(brief, span, measurement)
    return [(one, found) for one in parking.parked(found, brief.programme.suppression_threshold)]
