"""From measurements to flags. A flag is raised once for each subject and period."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.urls import reverse

from accounts.actions import copying
from contracts.models import Period
from govuk import formats
from monitoring.actions import early_signs, raising
from monitoring.actions.judging import Judging
from monitoring.actions.raising import Moment, Raised
from monitoring.domain import tracking
from monitoring.domain.evidence import Span
from monitoring.domain.parking import Parked, SegmentRecord
from monitoring.domain.tracking import Status
from monitoring.models import Flag, Measurement
from monitoring.selectors import parking, past, questions
from monitoring.selectors.past import Past, Said
from notifications.actions import events
from notifications.domain import kinds
from stages.models import Finding


def follow_up(judgings: Sequence[Judging], now: Moment) -> dict[int, Raised]:
    """Raise what the new measurements of each programme call for; by programme. Nothing is raised twice."""
    changed = [one for one in judgings if one.changed]
    telling = {
        (one.brief.programme.pk, measurement.target.code)
        for one in changed
        for measurement in one.measurements
        if measurement.status == Status.RED or early_signs.has_too_few(measurement, one)
    }
    before = past.load(telling, {one.brief.programme.pk for one in changed})
    raised = {one.brief.programme.pk: Raised(one, now.as_of) for one in judgings}
    flags: list[Flag] = []
    waiting = early_signs.waiting_people(judgings, now.as_of)
    for one in judgings:
        own = raised[one.brief.programme.pk]
        found = _late_data(one, now.as_of) + waiting[one.brief.programme.pk]
        if one.changed:
            found += _off_track(one, before, own, now) + _parking(one, before, own, now)
        if one.changed and one.changed[-1] == one.brief.spans[-1]:
            found += early_signs.signals(one, before) + early_signs.too_few_starts(one, before, own, now)
            found += early_signs.too_few_people(one, before, own, now)
        for flag in found:
            flag.programme, flag.raised_at = one.brief.programme, now.at
        flags += found
    if flags:
        _save(flags, raised, now)
    return raised


def _save(flags: list[Flag], raised: dict[int, Raised], now: Moment) -> None:
    """Write the flags that are not there yet; periods belong to one programme each."""
    there = set(
        Flag.objects.filter(period__in={flag.period_id for flag in flags}).values_list("kind", "subject", "period_id")
    )
    new = [flag for flag in flags if (flag.kind, flag.subject, flag.period_id) not in there]
    copying.write(new)
    _tell(new, now)
    for flag in new:
        raised[flag.programme_id].flags.add((flag.kind, flag.subject, flag.period_id))


def _tell(new: Sequence[Flag], now: Moment) -> None:
    """One event for each flag, of the period alone: what it is about, and how bad it is, may tell of few people."""
    periods = dict(Period.objects.filter(pk__in={flag.period_id for flag in new}).values_list("pk", "code"))
    paths = {slug: reverse("monitoring:flag_list", args=[slug]) for slug in {flag.programme.slug for flag in new}}
    events.record_many(
        events.new(
            kind=kinds.FLAG_RAISED, programme=flag.programme.slug, by=now.by, at=now.at,
            data={"period": periods[flag.period_id]},
            path=paths[flag.programme.slug],
        )
        for flag in new
    )  # fmt: skip


def _late_data(judging: Judging, as_of: date) -> list[Flag]:
    """Agents who sent nothing within the days that the contract gives them: a question of data, not of results."""
    if not judging.brief.spans:
        return []
    span = judging.brief.spans[-1]
    if not judging.targets or (as_of - span.ends_on).days < judging.brief.rules_for(span).late_days:
        return []
    return [
        Flag(
            kind=Flag.Kind.LATE_DATA,
            subject=agent,
            period_id=span.key,
            severity=Flag.Severity.AMBER,
            reason=f"{judging.brief.names([agent])} has sent no outcomes since {span.code} ended on "
            f"{formats.uk_date(span.ends_on)}. "
            "Its results are not judged until they come.",
            stages=list(questions.LATE_STAGES),
        )
        for agent in sorted(judging.evidence.late(span))
    ]


def _off_track(judging: Judging, before: Past, raised: Raised, now: Moment) -> list[Flag]:
    by_code: dict[str, list[Measurement]] = defaultdict(list)
    for measurement in judging.measurements:
        if measurement.status in (Status.AMBER, Status.RED):
            by_code[measurement.target.code].append(measurement)
    flags = []
    for code, found in by_code.items():
        has_red = any(one.status == Status.RED for one in found)
        finding = raising.off_track(judging, code, before, raised, now) if has_red else None
        said = before.said.get((judging.brief.programme.pk, code), [])
        flags += [_flag(one, finding, said) for one in found]
    return flags


def _flag(one: Measurement, finding: Finding | None, said: list[Said]) -> Flag:
    """Linked to the finding where it belongs to the row of red periods with which the history ends."""
    in_row = tracking.red_run([(str(before.period), before.status) for before in said])
    severity = Flag.Severity.CRITICAL if one.is_critical else Flag.Severity(one.status)
    by_forecast = bool(one.details.get("by_forecast"))
    return Flag(
        kind=Flag.Kind.FORECAST if by_forecast else Flag.Kind.OFF_TRACK,
        target=one.target,
        subject=one.target.code,
        period_id=one.period_id,
        severity=severity,
        reason=one.reason,
        stages=[stage for stage, _why in questions.stages_of(one.target)],
        probability=_missing(one) if by_forecast else one.probability,
        finding=finding if str(one.period_id) in in_row else None,
    )


def _missing(one: Measurement) -> Decimal:
    """The larger chance of missing the target."""
    chance = max(ahead["missing"] for ahead in one.details["forecast"])
    return Decimal(repr(chance)).quantize(Decimal("0.000001"))


def _parking(judging: Judging, before: Past, raised: Raised, now: Moment) -> list[Flag]:
    """A flag for each segment and target; of a segment the clearest case in the latest period becomes a question."""
    flags: list[Flag] = []
    clearest: dict[str, tuple[Parked, list[SegmentRecord], Measurement]] = {}
    spans = {span.key: span for span in judging.changed}
    latest, watched = judging.changed[-1], judging.brief.watched
    for measurement in judging.measurements:
        for one, records in parking.parked(judging.brief, spans[measurement.period_id], measurement):
            flags.append(_parking_flag(measurement, one))
            now_clearest = clearest.get(one.code)
            is_watched = measurement.period_id == latest.key and measurement.target.code in watched
            if is_watched and (now_clearest is None or one.probability < now_clearest[0].probability):
                clearest[one.code] = (one, records, measurement)
    for code, (one, records, measurement) in clearest.items():
        finding = raising.parking(one, records, measurement, latest, before, raised, now)
        _link(flags, code, latest, finding)
    return flags


def _link(flags: list[Flag], segment: str, latest: Span, finding: Finding | None) -> None:
    for flag in flags:
        if flag.period_id == latest.key and flag.subject.startswith(f"{segment} · "):
            flag.finding = finding


def _parking_flag(measurement: Measurement, one: Parked) -> Flag:
    return Flag(
        kind=Flag.Kind.PARKING,
        target=measurement.target,
        subject=f"{one.code} · {measurement.target.code}",
        period_id=measurement.period_id,
        severity=Flag.Severity.AMBER,
        reason=one.reason,
        stages=[stage for stage, _why in questions.PARKING_STAGES],
        probability=Decimal(repr(one.probability)).quantize(Decimal("0.000001")),
    )
