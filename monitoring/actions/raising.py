"""From flags to findings, and from findings back to the stages that they question."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeGuard

from django.utils.timezone import localdate

from accounts.models import User
from monitoring.actions import plans
from monitoring.actions.judging import Judging
from monitoring.domain import tracking
from monitoring.domain.diagnosis import diagnose
from monitoring.domain.evidence import Span
from monitoring.domain.parking import Parked, SegmentRecord
from monitoring.domain.starts import Plan
from monitoring.domain.tracking import Status
from monitoring.models import Flag, Measurement
from monitoring.selectors import diagnosis, figures, finding_words, flag_words, measurements, proof, questions
from monitoring.selectors.diagnosis import Surroundings
from monitoring.selectors.figures import Audience
from monitoring.selectors.past import Past, Said
from stages.actions import findings
from stages.models import Finding, Programme, StageVisit


@dataclass
class Raised:
    """What a run raised in one programme; flags by kind, subject and period.

    What every finding asks of the programme is read once, after the run has written its measurements.
    """

    judging: Judging
    as_of: date
    flags: set[tuple[str, str, int]] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    reopened: list[tuple[StageVisit, Finding]] = field(default_factory=list)

    @property
    def programme(self) -> Programme:
        return self.judging.brief.programme

    @functools.cached_property
    def outsider(self) -> Audience:
        return proof.outsider(self.programme)

    @functools.cached_property
    def history(self) -> dict[str, list[Measurement]]:
        return measurements.history(self.programme)

    @functools.cached_property
    def told(self) -> dict[str, list[Measurement]]:
        return measurements.told_history(self.programme)

    @functools.cached_property
    def around(self) -> Surroundings:
        return Surroundings(self.judging.brief, self.as_of)

    @functools.cached_property
    def plan(self) -> tuple[bool, bool]:
        """Whether fewer have started than the contract lets pass, and whether more than it planned."""
        return plans.fall_short(self.judging), plans.goes_beyond(self.judging)

    def as_anybody(self, finding: Finding) -> Finding:
        return finding_words.as_anybody(finding, self.outsider, self.told)


@dataclass(frozen=True)
class Moment:
    """On whose behalf, when, and up to which day the monitor runs."""

    by: User
    at: datetime
    as_of: date


def _closed_on(finding: Finding) -> date:
    return localdate(finding.closed_at) if finding.closed_at else date.max


def _is_said(earlier: Finding | None, ends_on: date) -> TypeGuard[Finding]:
    """Whether the finding says so already, or was closed since the period ended."""
    return earlier is not None and ends_on <= _closed_on(earlier)


def _if_open(earlier: Finding) -> Finding | None:
    return earlier if earlier.closed_at is None else None


def off_track(judging: Judging, code: str, past: Past, raised: Raised, now: Moment) -> Finding | None:
    """The open finding on the target, or a new one if its history calls for it.

    After a finding was closed only the periods that ended later count, so that an old shortfall is not raised again.
    Of a target that the contract names no longer none is raised: there is nothing left to put right.
    """
    programme = judging.brief.programme
    said = past.said[programme.pk, code]
    earlier = past.last_finding(programme.pk, Flag.Kind.OFF_TRACK, code)
    if earlier and earlier.closed_at is None:
        return earlier
    if code not in judging.brief.watched:
        return None
    target = next(one.target for one in judging.measurements if one.target.code == code)
    rules = judging.brief.rules_for(judging.brief.spans[-1])
    since = [one for one in said if not earlier or one.ends_on > _closed_on(earlier)]
    first = tracking.calls_for_finding(
        [(one.code, one.status) for one in since],
        any(one.is_critical for one in since[-1:]),
        1 if target.period else rules.red_periods,
    )
    return _off_track(judging, code, first, since, raised, now) if first else None


def _off_track(judging: Judging, code: str, first: str, since: Sequence[Said], raised: Raised, now: Moment) -> Finding:
    history = raised.history[code]
    last_red = next(one.code for one in reversed(since) if one.status == Status.RED)
    last = next(one for one in history if one.period.code == last_red)
    same_period = [one for one in judging.measurements if one.period_id == last.period_id]
    short, more = raised.plan
    facts = diagnosis.facts(raised.around, last, same_period, starts_short=short, starts_more=more)
    found, outsider = diagnose(facts), raised.outsider
    return _raise(
        raised,
        now,
        key=f"{Flag.Kind.OFF_TRACK}:{code}:{first}",
        title=f"{figures.name_of(last.target)} is off track",
        summary=f"{figures.name_of(last.target)}, {last.period.code}: {proof.reason(last, outsider)}",
        severity=Finding.Severity.CRITICAL if last.is_critical else Finding.Severity.RED,
        evidence=proof.off_track(last, history, outsider) | proof.pattern(found),
        stages=questions.with_pattern(last.target, found),
    )


def starts(
    judging: Judging, planned: Sequence[Plan], reason: str, past: Past, raised: Raised, now: Moment
) -> Finding | None:
    """Too few have started, in two periods running: unless a finding says so already, or was closed since."""
    latest = judging.brief.spans[-1]
    earlier = past.last_finding(raised.programme.pk, Flag.Kind.STARTS, "all")
    if _is_said(earlier, latest.ends_on):
        return _if_open(earlier)
    return _raise(
        raised,
        now,
        key=f"{Flag.Kind.STARTS}:all:{latest.code}",
        title="Fewer people start than was planned",
        summary=reason,
        severity=Finding.Severity.RED,
        evidence=proof.starts(planned, raised.outsider),
        stages=list(questions.STARTS_STAGES),
    )


def too_few(
    judging: Judging, long: Sequence[tuple[Measurement, list[str]]], past: Past, raised: Raised, now: Moment
) -> Finding | None:
    """Too few people to say for long: a question of method, unless it is asked already or was closed since."""
    programme, latest = judging.brief.programme, judging.brief.spans[-1]
    earlier = past.last_finding(programme.pk, Flag.Kind.TOO_FEW, "all")
    if _is_said(earlier, latest.ends_on):
        return _if_open(earlier)
    names = ", ".join(figures.name_of(one.target) for one, _run in long)
    return _raise(
        raised,
        now,
        key=f"{Flag.Kind.TOO_FEW}:all:{latest.code}",
        title="Too few people to say how it is going",
        summary=f"For as many periods as the contract bears there were too few people to judge: {names}.",
        severity=Finding.Severity.AMBER,
        evidence=proof.too_few(programme, long),
        stages=questions.too_few_stages(),
    )


def parking(
    one: Parked,
    records: list[SegmentRecord],
    measurement: Measurement,
    latest: Span,
    past: Past,
    raised: Raised,
    now: Moment,
) -> Finding | None:
    """A question about the segment, unless one is open or was closed after the period ended."""
    earlier = past.last_finding(raised.programme.pk, Flag.Kind.PARKING, one.code)
    if _is_said(earlier, latest.ends_on):
        return _if_open(earlier)
    told, _is_whole = flag_words.of_segment(one.code, one.name, one.reason, measurement, raised.outsider)
    return _raise(
        raised,
        now,
        key=f"{Flag.Kind.PARKING}:{one.code}:{latest.code}",
        title=f"Is the segment “{one.name}” being parked?",
        summary=f"{measurement.target.outcome.name}, {latest.code}: {told}",
        severity=Finding.Severity.AMBER,
        evidence=proof.parking(measurement, one, records, raised.outsider),
        stages=list(questions.PARKING_STAGES),
    )


def _raise(
    raised: Raised,
    now: Moment,
    *,
    key: str,
    title: str,
    summary: str,
    severity: Finding.Severity,
    evidence: dict[str, object],
    stages: list[tuple[int, str]],
) -> Finding:
    """Raise the finding; under the automatic policy one that is not only a question reopens the stages it names."""
    finding, created = findings.raise_finding(
        programme=raised.programme,
        key=key,
        title=title[:200],
        summary=summary,
        source=Finding.Source.MONITORING,
        severity=severity,
        evidence={"as_of": now.as_of.isoformat()} | evidence,
        stages=stages,
        by=now.by,
        at=now.at,
        as_anybody=raised.as_anybody,
    )
    if not created:
        return finding
    raised.findings.append(finding)
    automatic = raised.programme.reopening_policy == Programme.ReopeningPolicy.AUTOMATIC
    if automatic and severity != Finding.Severity.AMBER:
        opened = findings.reopen_questioned(finding, now.by, now.at, raised.as_anybody).opened
        raised.reopened += [(visit, finding) for visit in opened]
    return finding
