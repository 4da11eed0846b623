"""Measured figures: reported, corrected, and confirmed by somebody else before anything is paid by them."""

import dataclasses
from collections.abc import Mapping
from datetime import datetime

from django.db import connection, transaction
from django.utils.timezone import localtime

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import Organisation, User
from outcomes import permissions
from outcomes.domain.figures import Key, Statement, Wanted
from outcomes.models import Measurement, MeasurementDecision
from outcomes.selectors import measurements as selectors
from stages.models import Programme

Kind = MeasurementDecision.Kind
MOST_NAMED = 8


class MeasurementRefused(Refused):
    """The figure cannot be taken, or not decided, as things stand."""


@transaction.atomic
def report(
    *,
    programme: Programme,
    metric: str,
    agent: Organisation | None,
    covers: str,
    stated: Statement,
    by: User,
    at: datetime,
) -> Measurement:
    """Report the first figure of a metric for a period, a cohort or an earlier group.

    An agent's people report for their own organisation. Raises `Forbidden` or `MeasurementRefused`.
    """
    permissions.require_may_report(by, programme, agent)
    hold(programme)
    found = _wanted(programme, metric, agent, covers)
    latest = selectors.latest(programme, metric, agent, covers)
    if latest is not None:
        raise MeasurementRefused("This figure has been reported already. Correct it, with the reason.")
    return write(programme, found, agent, stated, by=by, at=at)


@transaction.atomic
def correct(*, measurement: Measurement, stated: Statement, reason: str, by: User, at: datetime) -> Measurement:
    """Put a further figure in the place of the latest one, with the reason. It counts once it is confirmed too.

    What was stated by the earlier figure stays stated; the next pricing adds the difference.
    """
    programme = measurement.programme
    permissions.require_may_report(by, programme, measurement.agent)
    hold(programme)
    found = _wanted(programme, measurement.metric, measurement.agent, measurement.covers)
    if Measurement.objects.filter(supersedes=measurement).exists():
        raise MeasurementRefused("This figure was corrected before. Correct the latest one.")
    if not reason.strip():
        raise MeasurementRefused("Enter why the figure is corrected.")
    return write(
        programme, found, measurement.agent, stated, supersedes=measurement, reason=reason.strip(), by=by, at=at
    )


@transaction.atomic
def decide(*, measurement: Measurement, kind: str, reason: str, by: User, at: datetime) -> MeasurementDecision:
    """Confirm the figure, so that it is priced; or refuse it, with the reason. Once, and never by who reported it."""
    permissions.require_may_decide(by, measurement)
    hold(measurement.programme)
    if kind not in Kind.values:
        raise MeasurementRefused("Choose whether the figure is confirmed or refused.")
    if MeasurementDecision.objects.filter(measurement=measurement).exists():
        raise MeasurementRefused("Somebody has decided on this figure already.")
    if Measurement.objects.filter(supersedes=measurement).exists():
        raise MeasurementRefused("This figure was corrected meanwhile. Decide on the latest one.")
    if kind == Kind.REFUSED and not reason.strip():
        raise MeasurementRefused("Enter why the figure is refused.")
    return write_decision(measurement, kind, reason.strip(), by, at)


def hold(programme: Programme) -> None:
    """One change of the programme's figures at a time, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"measurements:{programme.pk}"])


def _wanted(programme: Programme, metric: str, agent: Organisation | None, covers: str) -> Wanted:
    needed = selectors.wanted(programme)
    found = needed.get((metric, agent.code if agent else None, covers))
    if found is None:
        whose = f" of {agent.code}" if agent else ""
        said = f"No rule of an agreed version looks at “{metric}” for “{covers}”{whose}."
        raise MeasurementRefused(f"{said} {_instead(needed, metric)}")
    return found


def _instead(needed: Mapping[Key, Wanted], metric: str) -> str:
    """For what figures of the metric are needed, by the agreed versions."""
    known = [f"“{covers}”{f' of {agent}' if agent else ''}" for of, agent, covers in needed if of == metric]
    if not known:
        return "Have the version agreed that looks at it, or name another metric."
    more = f" and {len(known) - MOST_NAMED} more" if len(known) > MOST_NAMED else ""
    return f"Figures of it are needed for {', '.join(known[:MOST_NAMED])}{more}."


def write(
    programme: Programme,
    found: Wanted,
    agent: Organisation | None,
    stated: Statement,
    *,
    supersedes: Measurement | None = None,
    reason: str = "",
    by: User,
    at: datetime,
) -> Measurement:
    """Write the figure and its audit row. Permission and lock are the caller's. Raises `MeasurementRefused`."""
    if problem := stated.figures.fit(found.metric):
        raise MeasurementRefused(problem)
    if stated.measured_on > localtime(at).date():
        raise MeasurementRefused("Enter the day on which it was measured. It cannot lie in the future.")
    if not stated.source.strip():
        raise MeasurementRefused("Enter where the figure comes from.")
    made = Measurement.objects.create(
        programme=programme,
        metric=found.metric.code,
        agent=agent,
        covers=found.covers,
        **dataclasses.asdict(stated.figures),
        measured_on=stated.measured_on,
        source=stated.source.strip(),
        evidence=stated.evidence.strip(),
        supersedes=supersedes,
        reason=reason,
        reported_by=by,
        reported_at=at,
    )
    audit.record(
        by=by,
        at=at,
        action=f"outcomes.measurement.{'correct' if supersedes else 'report'}",
        programme=programme.slug,
        subject=made,
        before=selectors.as_facts(supersedes) if supersedes else {},
        after=selectors.as_facts(made),
    )
    return made


def write_decision(measurement: Measurement, kind: str, reason: str, by: User, at: datetime) -> MeasurementDecision:
    """Write the decision and its audit row. Permission and rules are the caller's."""
    made = MeasurementDecision.objects.create(
        measurement=measurement, kind=kind, reason=reason, decided_by=by, decided_at=at
    )
    audit.record(
        by=by,
        at=at,
        action="outcomes.measurement.decide",
        programme=measurement.programme.slug,
        subject=measurement,
        after={"kind": kind, "reason": reason},
    )
    return made
