"""From counts to measurements: each target of the version in force, for each period whose inputs have changed."""

import hashlib
import json
from collections.abc import Set
from dataclasses import dataclass
from decimal import Decimal

from contracts.models import Target
from monitoring.actions import forecasting
from monitoring.actions.forecasting import Ahead
from monitoring.domain import maturity, tracking
from monitoring.domain.evidence import NOTHING, Cell, Evidence, Scope, Span
from monitoring.domain.tracking import Judged, Judgement, Status
from monitoring.models import Measurement
from monitoring.selectors.briefs import Brief

PLACES = Decimal("0.000001")


@dataclass(frozen=True)
class Judging:
    """What became of one programme: the measurements to be written, and the digest of each period's inputs."""

    brief: Brief
    evidence: Evidence
    judged: dict[str, str]
    changed: list[Span]
    measurements: list[Measurement]
    targets: int


def judge(brief: Brief, evidence: Evidence | None) -> Judging:
    """Judge the periods whose inputs are not those on which they were judged last. Writes nothing."""
    counted = (evidence or NOTHING).until(brief.agents_who_left(), brief.longest_window)
    before = brief.last_run.judged if brief.last_run else {}
    spans = [span for span in brief.spans if brief.targets_for(span)]
    digests = counted.digests(spans)
    judged = {str(span.key): _inputs(brief, span, digests[span.key]) for span in spans}
    changed = [span for span in spans if before.get(str(span.key)) != judged[str(span.key)]]
    measurements = [
        _measure(brief, counted, span, target, judged[str(span.key)])
        for span in changed
        for target in brief.targets_for(span)
    ]
    targets = len(brief.targets_for(spans[-1])) if spans else 0
    return Judging(brief, counted, judged, changed, measurements, targets)


def _inputs(brief: Brief, span: Span, counted: str) -> str:
    """The digest of all on which a period's judgement rests: counts, targets, threshold, edition of the rules."""
    version = brief.version_on(span.ends_on)
    parts: list[object] = [
        tracking.METHOD,
        counted,
        version.pk if version else None,
        [target.pk for target in brief.targets_for(span)],
        brief.programme.suppression_threshold,
    ]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _measure(brief: Brief, evidence: Evidence, span: Span, target: Target, inputs: str) -> Measurement:
    scope = Scope(target.segment.code if target.segment else None, target.agent.code if target.agent else None)
    late = evidence.late(span)
    if target.measure == Target.Measure.COUNT:
        found = _count(brief, evidence, span, target, scope, late)
    else:
        found = _rate(brief, evidence, span, target, scope, late)
    found.target, found.inputs, found.period_id, found.agent = target, inputs, span.key, target.agent
    return found


def _rate(brief: Brief, evidence: Evidence, span: Span, target: Target, scope: Scope, late: Set[str]) -> Measurement:
    curve = maturity.curve(target.maturity, target.outcome.window_days)
    cohorts = evidence.cohorts(target.outcome.code, span, scope, late)
    judged, not_due = tracking.judged_cohorts(cohorts, curve, span.starts_on.toordinal(), span.ends_on.toordinal())
    cells = _by_cell(judged)
    people, achieved = sum(cell.people for cell in cells), sum(cell.achieved for cell in cells)
    late_agents = sorted(agent for agent in late if scope.agent in (None, agent))
    judgement = (
        _no_data(brief.names(late_agents), achieved, people)
        if late_agents and not people
        else tracking.judge_rate(
            people=people,
            achieved=achieved,
            matured=sum(cell.matured for cell in cells),
            value=float(target.value),
            minimum=None if target.minimum is None else float(target.minimum),
            fewest=brief.programme.suppression_threshold,
            higher_is_better=target.outcome.direction == "higher",
            lines=brief.rules_for(span),
        )
    )
    looks_ahead = span == brief.spans[-1] and not target.period
    ahead = forecasting.rate(brief, evidence, span, target, scope, cohorts) if looks_ahead else []
    judgement, by_forecast = _with_forecast(judgement, ahead, brief, span)
    started, first_achieved = evidence.in_period(target.outcome.code, span, scope)
    details = {
        "cells": cells,
        "not_due": not_due,
        "late_agents": late_agents,
        "late": sum(one.people for one in evidence.starts if one.edge <= span.edge and one.agent in late_agents),
        "period_starts": started,
        "period_achieved": first_achieved,
        **_told(ahead, by_forecast),
    }
    months = [
        [one.cohort.month, one.cohort.agent, one.cohort.segment, one.cohort.people, one.cohort.achieved,
         round(one.matured, 3)]
        for one in sorted(judged, key=lambda one: (one.cohort.month, one.cohort.agent, one.cohort.segment))
    ]  # fmt: skip
    return _measurement(judgement, details, months)


def _count(brief: Brief, evidence: Evidence, span: Span, target: Target, scope: Scope, late: Set[str]) -> Measurement:
    """A number cannot be judged while part of it is still to come: data that are late give no verdict."""
    cells = evidence.counted(target.outcome.code, span, scope)
    events, people = sum(cell.achieved for cell in cells), sum(cell.people for cell in cells)
    late_agents = sorted(agent for agent in late if scope.agent in (None, agent))
    judgement = (
        _no_data(brief.names(late_agents), events, None, float(target.value))
        if late_agents
        else tracking.judge_count(
            events=events,
            people=people,
            value=float(target.value),
            minimum=None if target.minimum is None else float(target.minimum),
            fewest=brief.programme.suppression_threshold,
            higher_is_better=target.outcome.direction == "higher",
            lines=brief.rules_for(span),
        )
    )
    looks_ahead = span == brief.spans[-1] and not target.period
    ahead = forecasting.count(brief, evidence, span, target, scope) if looks_ahead else []
    judgement, by_forecast = _with_forecast(judgement, ahead, brief, span)
    late_people = sum(cell.people for cell in cells if cell.agent in late_agents)
    details = {
        "cells": cells,
        "late_agents": late_agents,
        "late": late_people,
        "period_achieved": events,
        **_told(ahead, by_forecast),
    }
    return _measurement(judgement, details, [])


def _with_forecast(judgement: Judgement, ahead: list[Ahead], brief: Brief, span: Span) -> tuple[Judgement, bool]:
    """On track so far, but likely to be missed: at risk. The second value says that the forecast made the status."""
    worst = forecasting.most_likely_missed(ahead)
    if worst is None or judgement.status is not Status.ON_TRACK:
        return judgement, False
    if worst.found.missing < float(brief.rules_for(span).forecast_chance):
        return judgement, False
    return tracking.likely_missed(judgement, worst.found.missing, worst.by), True


def _told(ahead: list[Ahead], by_forecast: bool) -> dict[str, object]:
    if not ahead:
        return {}
    return {"forecast": [one.document() for one in ahead], "by_forecast": by_forecast}


def _no_data(late_agents: str, numerator: int, people: int | None, expected: float = 0.0) -> Judgement:
    return tracking.too_few(
        numerator,
        people,
        expected,
        None,
        f"No data: {late_agents} sent no outcomes after the period ended. Late data is not low performance.",
    )


def _by_cell(judged: list[Judged]) -> list[Cell]:
    found: dict[tuple[str, str], tuple[int, int, float]] = {}
    for cohort, matured in judged:
        key = (cohort.agent, cohort.segment)
        people, achieved, share = found.get(key, (0, 0, 0.0))
        found[key] = (people + cohort.people, achieved + cohort.achieved, share + matured)
    return [Cell(*key, people, achieved, round(share, 3)) for key, (people, achieved, share) in sorted(found.items())]


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(repr(value)).quantize(PLACES)


def _measurement(judgement: Judgement, details: dict[str, object], cohorts: list[list[object]]) -> Measurement:
    return Measurement(
        numerator=judgement.numerator,
        denominator=judgement.denominator,
        actual=_decimal(judgement.actual),
        low=_decimal(judgement.low),
        high=_decimal(judgement.high),
        expected=_decimal(judgement.expected) or Decimal(0),
        minimum=_decimal(judgement.minimum),
        probability=_decimal(judgement.probability),
        status=judgement.status.value,
        is_critical=judgement.critical,
        reason=judgement.reason,
        details=details,
        cohorts=cohorts,
    )
