"""Counts of starts and outcomes of many programmes at once, by sets: a few aggregate queries and no row a person."""

import functools
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection, transaction

from monitoring.domain.evidence import Events, Evidence, Firsts, Starts
from outcomes.selectors import standing

EPOCH = date(2000, 1, 1).toordinal()

EDGES = """
    edges AS MATERIALIZED (
        SELECT programme_id, array_agg(day ORDER BY day) AS days FROM (
            SELECT programme_id, starts_on AS day FROM contracts_period
            WHERE programme_id = ANY(%(programmes)s) AND ends_on <= %(as_of)s
            UNION ALL
            SELECT programme_id, ends_on + 1 FROM contracts_period
            WHERE programme_id = ANY(%(programmes)s) AND ends_on <= %(as_of)s
        ) AS day_of_each GROUP BY programme_id
    )"""

VOID = f"""
    void AS MATERIALIZED (
        {standing.fallen("= ANY(%(programmes)s)")}
    )"""

STARTS = f"""
    WITH {EDGES}
    SELECT p.programme_id, p.agent_id, p.segment, date_trunc('month', p.started_on::timestamp)::date,
           width_bucket(p.started_on, e.days), count(*), avg(p.started_on - DATE '2000-01-01')::float8,
           max(p.received_at)::date
    FROM delivery_participant p JOIN edges e USING (programme_id)
    WHERE p.programme_id = ANY(%(programmes)s) AND p.started_on < e.days[cardinality(e.days)]
    GROUP BY 1, 2, 3, 4, 5"""  # noqa: S608 - the parts are the constants above

FIRSTS = f"""
    WITH {EDGES}, {VOID}
    SELECT f.programme_id, p.agent_id, p.segment, date_trunc('month', p.started_on::timestamp)::date,
           width_bucket(p.started_on, e.days), f.outcome, width_bucket(f.first_on, e.days), count(*),
           max(f.received)::date
    FROM (
        SELECT c.programme_id, c.participant_id, c.outcome,
               min(c.event_date) AS first_on, max(c.received_at) AS received
        FROM outcomes_claim c
        WHERE c.programme_id = ANY(%(programmes)s) AND c.outcome = ANY(%(outcomes)s)
          AND NOT EXISTS (SELECT FROM void WHERE void.claim_id = c.id)
        GROUP BY c.programme_id, c.participant_id, c.outcome
    ) AS f
    JOIN delivery_participant p ON p.id = f.participant_id
    JOIN edges e ON e.programme_id = f.programme_id
    WHERE p.programme_id = ANY(%(programmes)s)
    GROUP BY 1, 2, 3, 4, 5, 6, 7"""  # noqa: S608 - the parts are the constants above

ONCE = f"""
    WITH {EDGES}, {VOID}
    SELECT c.programme_id, p.agent_id, p.segment, date_trunc('month', p.started_on::timestamp)::date,
           width_bucket(p.started_on, e.days), c.outcome, width_bucket(c.event_date, e.days), count(*),
           max(c.received_at)::date
    FROM outcomes_claim c
    JOIN delivery_participant p ON p.id = c.participant_id
    JOIN edges e ON e.programme_id = c.programme_id
    WHERE p.programme_id = ANY(%(programmes)s) AND c.programme_id = ANY(%(programmes)s)
      AND c.outcome = ANY(%(outcomes)s) AND NOT EXISTS (SELECT FROM void WHERE void.claim_id = c.id)
    GROUP BY 1, 2, 3, 4, 5, 6, 7"""  # noqa: S608 - the parts are the constants above

EVENTS = f"""
    WITH {EDGES}, {VOID}
    SELECT c.programme_id, p.agent_id, p.segment, c.outcome, width_bucket(c.event_date, e.days), count(*),
           max(c.received_at)::date
    FROM outcomes_claim c
    JOIN delivery_participant p ON p.id = c.participant_id
    JOIN edges e ON e.programme_id = c.programme_id
    WHERE p.programme_id = ANY(%(programmes)s) AND c.programme_id = ANY(%(programmes)s)
      AND c.outcome = ANY(%(outcomes)s) AND NOT EXISTS (SELECT FROM void WHERE void.claim_id = c.id)
    GROUP BY 1, 2, 3, 4, 5"""  # noqa: S608 - the parts are the constants above

SENT = """
    SELECT programme_id, agent_id, max(submitted_at)::date, (max(submitted_at) FILTER (WHERE kind = 'outcomes'))::date
    FROM outcomes_submission
    WHERE programme_id = ANY(%(programmes)s) AND status IN ('accepted', 'partly')
    GROUP BY 1, 2"""


@dataclass
class _Gathered:
    starts: list[Starts] = field(default_factory=list)
    firsts: list[Firsts] = field(default_factory=list)
    events: list[Events] = field(default_factory=list)
    received: dict[str, date] = field(default_factory=dict)
    sent: dict[str, date] = field(default_factory=dict)

    def heard(self, agent: str, day: date) -> None:
        self.received[agent] = max(day, self.received.get(agent, day))
        self.heard_anything(agent, day)

    def heard_anything(self, agent: str, day: date) -> None:
        self.sent[agent] = max(day, self.sent.get(agent, day))


@dataclass(frozen=True)
class Wanted:
    """The outcomes that the targets of each programme name.

    As a rate of people: `once` where the contract lets a person achieve it once only, so that every claim that was
    accepted is the person's first, `firsts` where a person may achieve it again. As a number: `events`.
    """

    once: dict[int, frozenset[str]]
    firsts: dict[int, frozenset[str]]
    events: dict[int, frozenset[str]]


def load(programmes: Sequence[int], as_of: date, agents: dict[int, str], wanted: Wanted) -> dict[int, Evidence]:
    """What happened in each programme, for its periods complete by `as_of`. `agents` gives organisations' codes by key.

    A claim whose last state is failed or withdrawn does not count. Outcomes without a target are not read.
    """
    found: dict[int, _Gathered] = defaultdict(_Gathered)
    given: dict[str, Any] = {"programmes": list(programmes), "as_of": as_of}
    for programme, agent, segment, month, edge, people, days, received in _rows(STARTS, given):
        found[programme].heard_anything(agents[agent], received)
        started = Starts(agents[agent], segment, _month(month), edge, people, round(EPOCH + days, 3))
        found[programme].starts.append(started)
    for query, outcomes in ((ONCE, wanted.once), (FIRSTS, wanted.firsts)):
        for row in _of_outcomes(query, outcomes, as_of):
            programme, agent, segment, month, start_edge, outcome, edge, people, received = row
            if outcome in outcomes[programme]:
                first = Firsts(agents[agent], segment, _month(month), start_edge, outcome, edge, people)
                found[programme].firsts.append(first)
                found[programme].heard(agents[agent], received)
    for programme, agent, segment, outcome, edge, number, received in _of_outcomes(EVENTS, wanted.events, as_of):
        if outcome in wanted.events[programme]:
            found[programme].events.append(Events(agents[agent], segment, outcome, edge, number))
            found[programme].heard(agents[agent], received)
    for programme, agent, sent, received in _rows(SENT, given):
        found[programme].heard_anything(agents[agent], sent)
        if received is not None:
            found[programme].heard(agents[agent], received)
    return {
        programme: Evidence(tuple(one.starts), tuple(one.firsts), tuple(one.events), one.received, one.sent)
        for programme, one in found.items()
    }


@functools.cache
def _month(first: date) -> str:
    return f"{first:%Y-%m}"


def _of_outcomes(query: str, wanted: dict[int, frozenset[str]], as_of: date) -> list[tuple[Any, ...]]:
    """The rows of the programmes that want any outcome, for all outcomes that one of them wants."""
    programmes = [programme for programme, outcomes in wanted.items() if outcomes]
    if not programmes:
        return []
    outcomes = sorted(frozenset().union(*wanted.values()))
    return _rows(query, {"programmes": programmes, "as_of": as_of, "outcomes": outcomes})


def _rows(query: str, given: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Counted by hashing: how few groups there are cannot be foreseen, and to sort all claims takes twice as long."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_sort = off")
        cursor.execute(query, given)
        found = list(cursor.fetchall())
        cursor.execute("SET LOCAL enable_sort TO DEFAULT")
    return found
