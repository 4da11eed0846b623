"""Whether it may be said of figures that are not shown what they were judged to be: off track, or far below others.

“Off track” bounds the number of those who achieved, and “below the minimum” bounds it more closely. To those who may
not see rows such words are told of hidden figures only where they would be the same with as many people more, and
fewer, as the rule hides. Then whoever knows all shown figures, and the words, learns of no hidden one that it is small.
"""

import dataclasses
import itertools
from collections.abc import Iterator
from datetime import date
from typing import Any

from contracts.domain import monitoring_rules
from contracts.models import Target
from monitoring.domain import parking, tracking
from monitoring.domain.parking import Parked, SegmentRecord
from monitoring.models import Measurement
from monitoring.selectors import briefs, figures
from monitoring.selectors import parking as parked_segments
from monitoring.selectors.figures import EVERYBODY, Audience, Selection

Standing = tuple[str, bool]
"""A status, and whether it is critical."""


def is_told(one: Measurement, viewer: Audience) -> bool:
    """Whether the viewer may know the status of the target, even where its figures are hidden."""
    if viewer.sees_small or not figures.is_hidden(one, EVERYBODY, viewer):
        return True
    if one.details.get("by_forecast") or one.status == tracking.Status.TOO_FEW:
        return False
    people = sum(cell.people for cell in figures.cells_of(one))
    threshold = viewer.hidden.rules.of(one.target.outcome.code).threshold
    stands = (one.status, one.is_critical)
    around = _around(people, one.numerator, threshold, _counts_people(one))
    return all(_judged(one, *case, viewer.programme.suppression_threshold) == stands for case in around)


def _counts_people(one: Measurement) -> bool:
    return one.target.measure == Target.Measure.RATE


def _around(people: int, achieved: int, threshold: int, is_share: bool) -> Iterator[tuple[int, int]]:
    """The figure itself, and every corner that is `threshold` away from it."""
    steps = (-threshold, 0, threshold)
    for more, further in itertools.product(steps if is_share else (0,), steps):
        whole = max(0, people + more)
        part = max(0, achieved + further)
        yield whole, min(part, whole) if is_share else part


def _judged(one: Measurement, people: int, achieved: int, fewest: int) -> Standing:
    """What would have been said of as many people who achieved as often."""
    target = one.target
    known = sum(cell.people for cell in figures.cells_of(one))
    given: dict[str, Any] = {
        "people": people,
        "value": float(target.value),
        "minimum": None if target.minimum is None else float(target.minimum),
        "fewest": fewest,
        "higher_is_better": target.outcome.direction == "higher",
        "lines": monitoring_rules.of_document(target.version.monitoring_rules),
    }
    if not _counts_people(one):
        found = tracking.judge_count(events=achieved, **given)
    else:
        share = sum(cell.matured for cell in figures.cells_of(one)) / known if known else 0.0
        found = tracking.judge_rate(achieved=achieved, matured=share * people, **given)
    return found.status.value, found.critical


def may_compare(code: str, one: Measurement, viewer: Audience) -> bool:
    """What a segment achieved beside the others tells of all of them, so both must be shown, exactly."""
    if viewer.sees_small:
        return True
    hidden = any(figures.is_hidden(one, place, viewer) for place in (EVERYBODY, Selection(segment=code)))
    return not hidden and viewer.hidden.rules.of(one.target.outcome.code).base == 1


def is_told_of_segment(code: str, one: Measurement, viewer: Audience) -> bool:
    """Whether the viewer may know that a segment is far below the others."""
    if may_compare(code, one, viewer):
        return True
    _found, records = compared(code, one, viewer)
    threshold = viewer.hidden.rules.of(one.target.outcome.code).threshold
    steps = (-threshold, 0, threshold)
    cases = itertools.product(steps, steps, steps)
    return bool(records) and all(_is_parked(code, records, *case) for case in cases)


def compared(code: str, one: Measurement, viewer: Audience) -> tuple[Parked | None, list[SegmentRecord]]:
    """The segment beside the others, as the figures stand: None if it is not far below them."""
    brief = briefs.load([viewer.programme], date.max)[viewer.programme.pk]
    span = next((span for span in brief.spans if span.key == one.period_id), None)
    records = parked_segments.records(brief, span, one) if span else []
    found = parking.parked(records, 0 if viewer.sees_small else viewer.programme.suppression_threshold)
    return next((parked for parked in found if parked.code == code), None), records


def _is_parked(code: str, records: list[SegmentRecord], people: int, own: int, others: int) -> bool:
    """Whether it would be said with so many people, and achievements, more or fewer: its own, and the others'."""
    rest = [record for record in records if record.code != code]
    moved = [_moved(record, people, own) for record in records if record.code == code]
    first = max(rest, key=lambda record: record.achieved, default=None)
    moved += [_moved(record, 0, others) if record is first else record for record in rest]
    return any(one.code == code for one in parking.parked(moved))


def _moved(record: SegmentRecord, people: int, achieved: int) -> SegmentRecord:
    whole = max(0, record.people + people)
    expected = record.expected * whole / record.people if record.people else 0.0
    part = min(whole, max(0, record.achieved + achieved))
    return dataclasses.replace(record, people=whole, achieved=part, expected=expected)
