"""Starts and results of one target by calendar month of the event, in two queries however many people there are.

Counting a million people takes seconds: it is done once for each measurement, after the run that made it or when
somebody first looks, and kept. So the windows stand beside figures of the same run.
"""

import dataclasses
from datetime import date
from typing import Any

from django.core.cache import cache
from django.db import connection

from contracts.models import Target
from monitoring.domain.series import PerPeriod, by_month
from monitoring.models import Measurement
from monitoring.selectors import measurements
from outcomes.selectors import standing
from stages.models import Programme

EDITION = "1"
KEEP_SECONDS = 35 * 24 * 3600
SCOPE = """
    p.programme_id = %(programme)s AND (%(agent)s::bigint IS NULL OR p.agent_id = %(agent)s)
    AND (%(segment)s::text IS NULL OR p.segment = %(segment)s)"""
STARTS = f"""
    SELECT to_char(p.started_on, 'YYYY-MM'), o.code = ANY(%(late)s), count(*)
    FROM delivery_participant p JOIN accounts_organisation o ON o.id = p.agent_id
    WHERE {SCOPE} AND p.started_on <= %(last)s
    GROUP BY 1, 2"""  # noqa: S608 - the parts are the constants above
RESULTS = f"""
    WITH void AS MATERIALIZED (
        {standing.fallen("= %(programme)s")}
    ), happened AS (
        SELECT c.participant_id, c.event_date FROM outcomes_claim c
        WHERE c.programme_id = %(programme)s AND c.outcome = %(outcome)s
          AND NOT EXISTS (SELECT FROM void WHERE void.claim_id = c.id)
    ), counted AS (
        SELECT participant_id, min(event_date) AS day FROM happened WHERE %(once)s GROUP BY 1
        UNION ALL
        SELECT participant_id, event_date FROM happened WHERE NOT %(once)s
    )
    SELECT to_char(e.day, 'YYYY-MM'), o.code = ANY(%(late)s), count(*)
    FROM counted e JOIN delivery_participant p ON p.id = e.participant_id
    JOIN accounts_organisation o ON o.id = p.agent_id
    WHERE {SCOPE} AND e.day <= %(last)s
    GROUP BY 1, 2"""  # noqa: S608 - the parts are the constants above


@dataclasses.dataclass(frozen=True)
class ByMonth:
    """Starts and results of each month up to `last`. `late`: both, of agents whose data are late, who are not counted.

    Of a rate a result is the first of a person, so that everybody counts once; of a number every one counts.
    """

    last: date
    starts: PerPeriod
    achieved: PerPeriod
    late: tuple[int, int]


def of(measured: Measurement) -> ByMonth:
    """The months up to the last day of the measurement's period, for those of whom its target speaks."""
    key = f"months:{EDITION}:{measured.pk}"
    kept: ByMonth | None = cache.get(key)
    if kept is None:
        kept = _count(measured)
        cache.set(key, kept, KEEP_SECONDS)
    return kept


def keep(programme: Programme) -> None:
    """Count for the last measurement of each target, so that nobody who looks at it has to wait."""
    last = {one.target.code: one for one in measurements.standing(programme)}
    for one in last.values():
        of(one)


def _count(measured: Measurement) -> ByMonth:
    target, last = measured.target, measured.period.ends_on
    given: dict[str, Any] = {
        "programme": measured.period.programme_id,
        "agent": target.agent_id,
        "segment": target.segment.code if target.segment else None,
        "outcome": target.outcome.code,
        "once": target.measure == Target.Measure.RATE,
        "late": list(measured.details.get("late_agents", ())),
        "last": last,
    }
    starts, late_starts = _counted(STARTS, given)
    achieved, late_achieved = _counted(RESULTS, given)
    first = min([*starts, *achieved, f"{last:%Y-%m}"])
    return ByMonth(last, by_month(starts, first, last), by_month(achieved, first, last), (late_starts, late_achieved))


def _counted(query: str, given: dict[str, Any]) -> tuple[dict[str, int], int]:
    """By month, of agents whose data are in; and the sum of the others."""
    found: dict[str, int] = {}
    late = 0
    with connection.cursor() as cursor:
        cursor.execute(query, given)
        for month, is_late, number in cursor.fetchall():
            if is_late:
                late += number
            else:
                found[month] = number
    return found, late
