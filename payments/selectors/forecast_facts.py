"""What a cash forecast is made from: who is on the way, who got there, what a result brought, and how long money takes.

Rows reach us late. What happened is taken as known up to the day that nine in ten rows of the last year have needed to
arrive; what came in for later days is taken off what is expected for them.
"""

import dataclasses
from collections import defaultdict
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection

from payments.domain.cash_forecast import People, Reached
from stages.models import Programme

MONTH = 30.4375


@dataclasses.dataclass(frozen=True)
class Facts:
    """`values` are pounds for one result of an outcome; `later` pounds that are known for days after `known_until`."""

    known_until: date
    people: list[People]
    reached: list[Reached]
    values: dict[tuple[int, str], float]
    later: dict[tuple[int, str], float]


def of(programme: Programme, at: datetime, as_of: date) -> Facts:
    """What was known at that moment, of the days up to `as_of`. Called inside a transaction."""
    given: dict[str, Any] = {"programme": programme.pk, "at": at, "as_of": as_of, "month": MONTH}
    known_until = as_of - timedelta(days=int(_rows(LATENESS, given)[0][0] or 0))
    given["known"] = known_until
    with connection.cursor() as cursor:
        cursor.execute(STANDING, given)
    people = [People(*row) for row in _rows(PEOPLE, given)]
    reached = [Reached(*row) for row in _rows(REACHED, given)]
    values = _values(_rows(VALUES, given))
    later = {
        (agent, outcome): number * values.get((agent, outcome), 0.0) for agent, outcome, number in _rows(LATER, given)
    }
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE standing")
    return Facts(known_until, people, reached, values, later)


def came(programme: Programme, *, started_by: date, after: date, until: date) -> Decimal:
    """Pounds that the ledger says for results between two days of people who had started by the first."""
    given = {"programme": programme.pk, "started_by": started_by, "after": after, "until": until}
    return Decimal(_rows(CAME, given)[0][0] or 0)


def _values(rows: list[tuple[int, str, int, Any]]) -> dict[tuple[int, str], float]:
    """Pounds for one result of each agent, or of all agents where it has too few."""
    number: defaultdict[str, int] = defaultdict(int)
    pounds: defaultdict[str, float] = defaultdict(float)
    for _, outcome, results, net in rows:
        number[outcome] += results
        pounds[outcome] += float(net)
    found = {}
    for agent, outcome, results, net in rows:
        own = float(net) / results if results >= FEWEST_RESULTS else pounds[outcome] / number[outcome]
        found[agent, outcome] = max(own, 0.0)
    return found


def _rows(statement: str, given: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return list(cursor.fetchall())


FEWEST_RESULTS = 5
LATENESS = """
    SELECT percentile_disc(0.9) WITHIN GROUP (ORDER BY greatest(c.received_at::date - c.event_date, 0))
      FROM outcomes_claim c
     WHERE c.programme_id = %(programme)s AND c.received_at <= %(at)s
       AND c.event_date BETWEEN %(as_of)s - 365 AND %(as_of)s
"""
PEOPLE = """
    SELECT p.agent_id, p.segment, floor(greatest(%(known)s - p.started_on, 0) / %(month)s)::int AS age, count(*)
      FROM delivery_participant p
     WHERE p.programme_id = %(programme)s AND p.started_on <= %(as_of)s AND p.received_at <= %(at)s
     GROUP BY 1, 2, 3
"""
STANDING = """
    CREATE TEMP TABLE standing ON COMMIT DROP AS
    WITH latest AS (
        SELECT DISTINCT ON (s.claim_id) s.claim_id, s.state
          FROM outcomes_claimstate s JOIN outcomes_claim c ON c.id = s.claim_id
         WHERE c.programme_id = %(programme)s AND s.changed_at <= %(at)s
         ORDER BY s.claim_id, s.id DESC
    )
    SELECT c.id, c.agent_id, c.participant_id, c.outcome, c.event_date, c.received_at,
           row_number() OVER (PARTITION BY c.participant_id, c.outcome ORDER BY c.event_date, c.sequence, c.id) AS nth
      FROM outcomes_claim c LEFT JOIN latest ON latest.claim_id = c.id
     WHERE c.programme_id = %(programme)s AND c.received_at <= %(at)s
       AND coalesce(latest.state, '') NOT IN ('failed', 'withdrawn')
"""
REACHED = """
    SELECT c.agent_id, c.outcome, c.nth, p.segment,
           floor(greatest(%(known)s - p.started_on, 0) / %(month)s)::int AS age,
           floor(greatest(c.event_date - p.started_on, 0) / %(month)s)::int AS month, count(*)
      FROM standing c JOIN delivery_participant p ON p.id = c.participant_id
     WHERE c.event_date <= %(known)s
     GROUP BY 1, 2, 3, 4, 5, 6
"""
LATER = "SELECT agent_id, outcome, count(*) FROM standing WHERE event_date > %(known)s GROUP BY 1, 2"
VALUES = """
    WITH paid AS (
        SELECT e.claim_id, sum(e.net) AS net
          FROM payments_ledgerentry e JOIN payments_pricingrun r ON r.id = e.run_id
         WHERE e.programme_id = %(programme)s AND e.claim_id IS NOT NULL AND r.run_at <= %(at)s
         GROUP BY 1
    )
    SELECT c.agent_id, c.outcome, count(*), coalesce(sum(paid.net), 0)
      FROM standing c LEFT JOIN paid ON paid.claim_id = c.id
     WHERE c.event_date <= %(known)s
       AND c.received_at <= (SELECT max(run_at) FROM payments_pricingrun
                              WHERE programme_id = %(programme)s AND run_at <= %(at)s)
     GROUP BY 1, 2
"""
CAME = """
    SELECT sum(e.net)
      FROM payments_ledgerentry e
      JOIN outcomes_claim c ON c.id = e.claim_id
      JOIN delivery_participant p ON p.id = c.participant_id
     WHERE e.programme_id = %(programme)s AND c.event_date > %(after)s AND c.event_date <= %(until)s
       AND p.started_on <= %(started_by)s
"""
