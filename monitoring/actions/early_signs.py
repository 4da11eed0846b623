"""Signs besides the targets' own: results that do not fit chance, too few starts or people, people who wait."""

from collections.abc import Sequence
from datetime import date

from govuk import formats
from monitoring.actions import plans, raising
from monitoring.actions.judging import Judging
from monitoring.actions.raising import Moment, Raised
from monitoring.domain import control, shifts, starts, tracking
from monitoring.domain.evidence import Scope, Span
from monitoring.domain.shifts import Shift
from monitoring.domain.tracking import Status
from monitoring.models import Flag, Measurement
from monitoring.selectors import past, questions, waiting
from monitoring.selectors.past import Past

EVERYBODY = Scope(None, None)


def signals(judging: Judging, before: Past) -> list[Flag]:
    """The shifts that the control charts of the latest period show and that were not told before, each once.

    Targets of a segment or an agent alone have their charts on their pages, and raise no flag of their own.
    """
    latest = judging.brief.spans[-1]
    if not judging.brief.rules_for(latest).control_charts:
        return []
    return [
        _signal(measurement, shift)
        for measurement in judging.measurements
        if measurement.period_id == latest.key
        and measurement.target.segment_id is None
        and measurement.target.agent_id is None
        for shift in _news(judging, measurement, latest, before)
    ]


def _news(judging: Judging, measurement: Measurement, latest: Span, before: Past) -> list[Shift]:
    points = _points(judging, measurement, latest)
    found = shifts.of(points)
    if not found:
        return []
    told = before.shifts(judging.brief.programme.pk, measurement.target.code)
    return [one for one in found if not shifts.was_told(one, told, points)]


def _points(judging: Judging, measurement: Measurement, latest: Span) -> list[control.Point]:
    target = measurement.target
    if target.measure == "rate":
        return control.of_months(control.by_month(measurement.cohorts))
    numbers = judging.evidence.numbers(target.outcome.code, EVERYBODY)
    periods = [
        (span.code, numbers.get(span.edge, 0))
        for span in judging.brief.spans[: latest.place + 1]
        if not judging.evidence.late(span)
    ]
    return control.of_periods(periods)


def _signal(measurement: Measurement, shift: Shift) -> Flag:
    told = "better" if shift.above == (measurement.target.outcome.direction == "higher") else "worse"
    is_of_months = measurement.target.measure == "rate"
    ends = (shift.first,) if shift.first == shift.last else (shift.first, shift.last)
    where = " to ".join(formats.part_date(one) if is_of_months else one for one in ends)
    side = past.ABOVE if shift.above else past.BELOW
    return Flag(
        kind=Flag.Kind.SIGNAL,
        target=measurement.target,
        subject=shift.subject(measurement.target.code),
        period_id=measurement.period_id,
        severity=Flag.Severity.AMBER,
        reason=f"{where}: {side}, and {told} than chance alone makes likely: "
        f"{shift.why('month' if is_of_months else 'period')}. What was different then?",
        stages=[stage for stage, _why in questions.SIGNAL_STAGES],
    )


def too_few_starts(judging: Judging, before: Past, raised: Raised, now: Moment) -> list[Flag]:
    """The latest period against the plan; short so far in two periods running, the plan itself is questioned."""
    planned = plans.of(judging)
    latest, rules = judging.brief.spans[-1], judging.brief.rules_for(judging.brief.spans[-1])
    if not planned or planned[-1].period != latest.code:
        return []
    plan = planned[-1]
    so_far = plan.falls_short_so_far(rules)
    if not so_far and not plan.falls_short(rules):
        return []
    reason = starts.says(plan, rules, judging.brief.programme.suppression_threshold)
    again = len(planned) > 1 and planned[-2].falls_short_so_far(rules)
    finding = raising.starts(judging, planned, reason, before, raised, now) if so_far and again else None
    return [
        Flag(
            kind=Flag.Kind.STARTS,
            subject="starts",
            period_id=latest.key,
            severity=Flag.Severity.RED if so_far else Flag.Severity.AMBER,
            reason=reason,
            stages=[stage for stage, _why in questions.STARTS_STAGES],
            finding=finding,
        )
    ]


def waiting_people(judgings: Sequence[Judging], as_of: date) -> dict[int, list[Flag]]:
    """By programme: agents whose people wait for a key worker, once the records of the latest period should be in."""
    days, versions = {}, {}
    for one in judgings:
        span = one.brief.spans[-1] if one.brief.spans and one.targets else None
        version = one.brief.version_on(span.ends_on) if span else None
        if span and version and (as_of - span.ends_on).days >= one.brief.rules_for(span).late_days:
            days[one.brief.programme.pk], versions[one.brief.programme.pk] = span.ends_on, version
    found = waiting.load(days, versions)
    return {one.brief.programme.pk: _waiting(one, found.get(one.brief.programme.pk, [])) for one in judgings}


def _waiting(judging: Judging, found: Sequence[starts.Waiting]) -> list[Flag]:
    return [
        Flag(
            kind=Flag.Kind.WAITING,
            subject=one.agent,
            period_id=judging.brief.spans[-1].key,
            severity=Flag.Severity.AMBER,
            reason=starts.says_waiting(one, rules, judging.brief.programme.suppression_threshold),
            numbers={"waiting": one.waiting, "started": one.started},
            stages=[stage for stage, _why in questions.WAITING_STAGES],
        )
        for one in found
        for rules in [judging.brief.rules_for(judging.brief.spans[-1])]
        if one.is_backlog(rules) or one.is_too_long(rules)
    ]


def has_too_few(measurement: Measurement, judging: Judging) -> bool:
    """Whether there were too few people to say in the latest period, though all that was due has come."""
    is_latest = measurement.period_id == judging.brief.spans[-1].key
    return is_latest and measurement.status == Status.TOO_FEW and not measurement.details["late_agents"]


def too_few_people(judging: Judging, before: Past, raised: Raised, now: Moment) -> list[Flag]:
    """Targets of which there has been too little to say for as many periods as the contract bears.

    One question for all of them: that cohorts are too small is a matter of the method, not of one target.
    """
    programme, latest = judging.brief.programme, judging.brief.spans[-1]
    bears = judging.brief.rules_for(latest).too_few_periods
    long: list[tuple[Measurement, list[str]]] = []
    for one in judging.measurements:
        if has_too_few(one, judging):
            said = before.said[programme.pk, one.target.code]
            run = tracking.too_few_run(
                [(past.code, past.status is Status.TOO_FEW and not past.is_late) for past in said]
            )
            if len(run) >= bears:
                long.append((one, run))
    if not long:
        return []
    finding = raising.too_few(judging, long, before, raised, now)
    return [
        Flag(
            kind=Flag.Kind.TOO_FEW,
            target=one.target,
            subject=one.target.code,
            period_id=latest.key,
            severity=Flag.Severity.AMBER,
            reason=f"Too few people to say anything since {run[0]}: {len(run)} periods in a row.",
            stages=[stage for stage, _why in questions.too_few_stages()],
            finding=finding,
        )
        for one, run in long
    ]
