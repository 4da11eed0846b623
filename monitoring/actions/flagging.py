"""From measurements to flags, from flags to findings, and from findings back to the stages that they question."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from accounts.models import User
from monitoring.actions import proof
from monitoring.actions.judging import Judging
from monitoring.domain import tracking
from monitoring.domain.evidence import Span
from monitoring.domain.parking import Parked, SegmentRecord
from monitoring.domain.tracking import Status
from monitoring.models import Flag, Measurement
from monitoring.selectors import measurements as measured
from monitoring.selectors import parking, questions
from stages.actions import findings
from stages.models import Finding, Programme, StageVisit

LATE_AFTER = timedelta(days=30)
PARKING_STAGES = (
    (1, "Service users of this segment should be heard: are they being served?"),
    (4, "The price of this segment may not follow how hard it is to help."),
    (5, "Caseloads may leave too little time for this segment."),
)
LATE_STAGES = (6,)


@dataclass
class Raised:
    """What a run raised in one programme; flags by kind, subject and period."""

    flags: set[tuple[str, str, int]] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    reopened: list[tuple[StageVisit, Finding]] = field(default_factory=list)


def follow_up(judging: Judging, as_of: date, by: User, at: datetime) -> Raised:
    """Raise what the programme's new measurements call for. Nothing is raised twice."""
    raised = Raised()
    flags = _late_data(judging, as_of)
    if judging.changed:
        flags += _off_track(judging, raised, as_of, by, at) + _parking(judging, raised, as_of, by, at)
    if flags:
        _save(judging.brief.programme, flags, raised, at)
    return raised


def _save(programme: Programme, flags: list[Flag], raised: Raised, at: datetime) -> None:
    there = set(
        Flag.objects.filter(programme=programme, period__in={flag.period_id for flag in flags}).values_list(
            "kind", "subject", "period_id"
        )
    )
    new = [flag for flag in flags if (flag.kind, flag.subject, flag.period_id) not in there]
    for flag in new:
        flag.programme, flag.raised_at = programme, at
    Flag.objects.bulk_create(new)
    raised.flags = {(flag.kind, flag.subject, flag.period_id) for flag in new}


def _late_data(judging: Judging, as_of: date) -> list[Flag]:
    """Agents who sent nothing within 30 days of the latest complete period: a question of data, not of results."""
    if not judging.brief.spans:
        return []
    span = judging.brief.spans[-1]
    if not judging.targets or as_of - span.ends_on < LATE_AFTER:
        return []
    return [
        Flag(
            kind=Flag.Kind.LATE_DATA,
            subject=agent,
            period_id=span.key,
            severity=Flag.Severity.AMBER,
            reason=f"{agent} has sent no outcomes since {span.code} ended on {span.ends_on:%d/%m/%Y}. "
            "Its results are not judged until they come.",
            stages=list(LATE_STAGES),
        )
        for agent in sorted(judging.evidence.late(span))
    ]


# Off track --------------------------------------------------------------------------------------------------------


def _off_track(judging: Judging, raised: Raised, as_of: date, by: User, at: datetime) -> list[Flag]:
    by_code: dict[str, list[Measurement]] = defaultdict(list)
    for measurement in judging.measurements:
        if measurement.status in (Status.AMBER, Status.RED):
            by_code[measurement.target.code].append(measurement)
    red = {code for code, found in by_code.items() if any(one.status == Status.RED for one in found)}
    history = measured.history(judging.brief.programme, red) if red else {}
    flags = []
    for code, found in by_code.items():
        finding = _finding_of(judging, code, history[code], raised, as_of, by, at) if code in red else None
        flags += [_flag(one, finding, history.get(code, [])) for one in found]
    return flags


def _flag(one: Measurement, finding: Finding | None, history: list[Measurement]) -> Flag:
    """Linked to the finding where it belongs to the row of red periods with which the history ends."""
    in_row = set(tracking.red_run([(str(m.period_id), Status(m.status)) for m in history]))
    severity = Flag.Severity.CRITICAL if one.is_critical else Flag.Severity(one.status)
    return Flag(
        kind=Flag.Kind.OFF_TRACK,
        target=one.target,
        subject=one.target.code,
        period_id=one.period_id,
        severity=severity,
        reason=one.reason,
        stages=[stage for stage, _why in questions.stages_of(one.target)],
        probability=one.probability,
        finding=finding if str(one.period_id) in in_row else None,
    )


def _finding_of(
    judging: Judging, code: str, history: list[Measurement], raised: Raised, as_of: date, by: User, at: datetime
) -> Finding | None:
    """The open finding on the target, or a new one if its history calls for it.

    After a finding was closed only the periods that ended later count, so that an old shortfall is not raised again.
    """
    programme = judging.brief.programme
    earlier = _earlier(programme, f"{Flag.Kind.OFF_TRACK}:{code}:")
    if earlier and earlier.closed_at is None:
        return earlier
    since = [one for one in history if not earlier or one.period.ends_on > _closed_on(earlier)]
    row = [(one.period.code, Status(one.status)) for one in since]
    first = tracking.calls_for_finding(row, any(one.is_critical for one in since[-1:]))
    if first is None:
        return None
    last = next(one for one in reversed(since) if one.status == Status.RED)
    return _raise(
        programme,
        f"{Flag.Kind.OFF_TRACK}:{code}:{first}",
        f"{last.target.outcome.name} is off track",
        f"Target {code} in {last.period.code}: {last.reason}",
        Finding.Severity.CRITICAL if last.is_critical else Finding.Severity.RED,
        proof.off_track(judging.brief, last, history, as_of),
        questions.stages_of(last.target),
        raised,
        by,
        at,
    )


def _closed_on(finding: Finding) -> date:
    return finding.closed_at.date() if finding.closed_at else date.max


def _earlier(programme: Programme, prefix: str) -> Finding | None:
    """The last finding on the same matter."""
    return Finding.objects.filter(programme=programme, key__startswith=prefix).order_by("-number").first()


def _raise(
    programme: Programme,
    key: str,
    title: str,
    summary: str,
    severity: Finding.Severity,
    evidence: dict[str, object],
    stages: list[tuple[int, str]],
    raised: Raised,
    by: User,
    at: datetime,
) -> Finding:
    """Raise the finding; under the automatic policy one that is not only a question reopens the stages it names."""
    finding, created = findings.raise_finding(
        programme=programme,
        key=key,
        title=title[:200],
        summary=summary,
        source=Finding.Source.MONITORING,
        severity=severity,
        evidence=evidence,
        stages=stages,
        by=by,
        at=at,
    )
    if not created:
        return finding
    raised.findings.append(finding)
    automatic = programme.reopening_policy == Programme.ReopeningPolicy.AUTOMATIC
    if automatic and severity != Finding.Severity.AMBER:
        opened = findings.reopen_questioned(finding, by, at).opened
        raised.reopened += [(visit, finding) for visit in opened]
    return finding


# Parking ----------------------------------------------------------------------------------------------------------


def _parking(judging: Judging, raised: Raised, as_of: date, by: User, at: datetime) -> list[Flag]:
    flags: list[Flag] = []
    strongest: dict[str, tuple[Parked, list[SegmentRecord], Measurement]] = {}
    latest = judging.changed[-1]
    for measurement in judging.measurements:
        for one, records in parking.parked(judging.brief, _span(judging, measurement), measurement):
            flags.append(_parking_flag(measurement, one.code, one.reason, one.probability))
            now = strongest.get(one.code)
            if measurement.period_id == latest.key and (now is None or one.probability < now[0].probability):
                strongest[one.code] = (one, records, measurement)
    for code, (one, records, measurement) in strongest.items():
        earlier = _earlier(judging.brief.programme, f"{Flag.Kind.PARKING}:{code}:")
        if earlier and (earlier.closed_at is None or latest.ends_on <= _closed_on(earlier)):
            continue
        finding = _raise(
            judging.brief.programme,
            f"{Flag.Kind.PARKING}:{code}:{latest.code}",
            f"Is the segment “{one.name}” being parked?",
            f"{measurement.target.outcome.name}, {latest.code}: {one.reason}",
            Finding.Severity.AMBER,
            proof.parking(judging.brief, measurement, latest.code, one, records, as_of),
            list(PARKING_STAGES),
            raised,
            by,
            at,
        )
        for flag in flags:
            if flag.period_id == latest.key and flag.subject.startswith(f"{code} · "):
                flag.finding = finding
    return flags


def _span(judging: Judging, measurement: Measurement) -> Span:
    return next(span for span in judging.changed if span.key == measurement.period_id)


def _parking_flag(measurement: Measurement, segment: str, reason: str, probability: float) -> Flag:
    return Flag(
        kind=Flag.Kind.PARKING,
        target=measurement.target,
        subject=f"{segment} · {measurement.target.code}",
        period_id=measurement.period_id,
        severity=Flag.Severity.AMBER,
        reason=reason,
        stages=[stage for stage, _why in PARKING_STAGES],
        probability=Decimal(repr(probability)).quantize(Decimal("0.000001")),
    )
