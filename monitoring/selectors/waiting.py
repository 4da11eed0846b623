"""Who waits for a key worker, of many programmes at once, where key workers are recorded."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta

from django.db import connection

from contracts.domain.clauses import MONDAY_TO_FRIDAY, Calendar
from contracts.models import ContractVersion
from monitoring.domain.starts import Waiting

WAITING = """
    SELECT p.programme_id, o.code, count(*), count(*) FILTER (WHERE w.waits), min(p.started_on) FILTER (WHERE w.waits)
    FROM unnest(%(programmes)s::bigint[], %(days)s::date[]) AS asked (programme_id, day)
    JOIN delivery_participant p ON p.programme_id = asked.programme_id AND p.started_on <= asked.day
    JOIN accounts_organisation o ON o.id = p.agent_id
    CROSS JOIN LATERAL (
        SELECT NOT EXISTS (
                SELECT FROM delivery_assignment a WHERE a.participant_id = p.id AND a.from_date <= asked.day
            ) AND NOT EXISTS (
                SELECT FROM delivery_exit e
                WHERE e.participant_id = p.id AND e.exited_on <= asked.day AND e.reason <> 'returned'
            ) AS waits
    ) AS w
    WHERE EXISTS (SELECT FROM delivery_assignment a WHERE a.programme_id = asked.programme_id)
    GROUP BY 1, 2"""


def load(days: Mapping[int, date], versions: Mapping[int, ContractVersion]) -> dict[int, list[Waiting]]:
    """By programme, as they stood on its day: the waiting of each agent, in working days of the version given."""
    found: dict[int, list[Waiting]] = defaultdict(list)
    if not days:
        return found
    with connection.cursor() as cursor:
        cursor.execute(WAITING, {"programmes": list(days), "days": list(days.values())})
        for programme, agent, started, waiting, since in cursor.fetchall():
            longest = _working_days(calendar(versions[programme]), since, days[programme]) if since else 0
            found[programme].append(Waiting(agent, started, waiting, longest))
    return found


def calendar(version: ContractVersion) -> Calendar:
    """The working days that the version agrees."""
    holidays = tuple(date.fromisoformat(day) for day in version.bank_holidays)
    return Calendar(tuple(version.working_weekdays or MONDAY_TO_FRIDAY), holidays)


def _working_days(days: Calendar, since: date, until: date) -> int:
    return sum(days.is_working(since + timedelta(days=passed)) for passed in range(1, (until - since).days + 1))
