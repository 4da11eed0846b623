"""The people of a registered comparison, counted by kind in one query; who has sent results; figures of others."""

from datetime import date
from typing import Any

from django.db import connection

from contracts.domain import comparisons
from contracts.domain.comparisons import Comparison
from monitoring.domain.evidence import Span
from monitoring.domain.people import Kind
from outcomes.selectors import measurements, standing
from stages.models import Programme

KINDS = f"""
    WITH void AS MATERIALIZED (
        {standing.fallen("= %(programme)s")}
    ), achieved AS MATERIALIZED (
        SELECT c.participant_id,
               count(*) FILTER (WHERE c.outcome = %(outcome)s) AS events,
               count(*) FILTER (WHERE c.outcome = %(paired)s) AS paired,
               (array_agg(c.value ORDER BY c.event_date DESC, c.id DESC)
                FILTER (WHERE c.outcome = %(outcome)s AND %(moves)s))[1] AS moved
        FROM outcomes_claim c JOIN delivery_participant p ON p.id = c.participant_id
        WHERE c.programme_id = %(programme)s AND c.outcome IN (%(outcome)s, %(paired)s)
          AND c.event_date <= p.started_on + %(days)s
          AND NOT EXISTS (SELECT FROM void WHERE void.claim_id = c.id)
        GROUP BY c.participant_id
    )
    SELECT e.code, o.code, p.segment, coalesce(a.events, 0), coalesce(a.paired, 0), a.moved,
           ARRAY(SELECT p.attributes ->> name FROM unnest(%(names)s::text[]) WITH ORDINALITY AS n(name, place)
                 ORDER BY place),
           count(*)
    FROM delivery_participant p
    JOIN contracts_period e ON e.programme_id = p.programme_id AND p.started_on BETWEEN e.starts_on AND e.ends_on
    JOIN accounts_organisation o ON o.id = p.agent_id
    LEFT JOIN achieved a ON a.participant_id = p.id
    WHERE p.programme_id = %(programme)s AND e.code = ANY(%(periods)s)
    GROUP BY 1, 2, 3, 4, 5, 6, 7
    ORDER BY 1, 2, 3, 4, 5, 6, 7"""  # noqa: S608 - the parts are constants

HEARD = """
    SELECT o.code, max(day) FROM (
        SELECT agent_id, received_at::date AS day FROM outcomes_claim
        WHERE programme_id = %(programme)s
        UNION ALL
        SELECT agent_id, submitted_at::date FROM outcomes_submission
        WHERE programme_id = %(programme)s AND kind = 'outcomes' AND status IN ('accepted', 'partly')
    ) AS sent JOIN accounts_organisation o ON o.id = sent.agent_id GROUP BY 1"""


def kinds(programme: Programme, asked: Comparison, spans: list[Span]) -> list[Kind]:
    """People who started in the periods, by all that the comparison asks of them.

    A claim that failed verification or was withdrawn does not count, nor one after the window. An attribute that is no
    number is not known.
    """
    names = [name for name, _weight in asked.model.terms] if asked.model else []
    given: dict[str, Any] = {
        "programme": programme.pk,
        "outcome": asked.outcome,
        "paired": asked.paired.outcome if asked.paired else "",
        "moves": asked.measure == comparisons.IMPROVED,
        "days": asked.window_days,
        "names": names,
        "periods": [span.code for span in spans],
    }
    return [
        Kind(
            period=period,
            agent=agent,
            segment=segment,
            events=events,
            paired=paired,
            moved=None if moved is None else float(moved),
            values=tuple((name, _number(value)) for name, value in zip(names, values, strict=True)),
            people=people,
        )
        for period, agent, segment, events, paired, moved, values, people in _rows(KINDS, given)
    ]


def heard(programme: Programme) -> dict[str, date]:
    """The last day on which each agent sent outcomes, by the agent's code."""
    return dict(_rows(HEARD, {"programme": programme.pk}))


def others(programme: Programme, metric: str) -> dict[str, tuple[int, int]]:
    """Successes and people of those measured beside the people of each period: confirmed figures of whole people."""
    found = {}
    for one in measurements.counting(programme):
        if one.metric == metric and one.agent_id is None and one.numerator is not None and one.denominator is not None:
            achieved, people = int(one.numerator), int(one.denominator)
            if 0 <= achieved <= people:
                found[one.covers] = (achieved, people)
    return found


def places(programme: Programme, asked: Comparison) -> dict[str, tuple[float, float]]:
    """The confirmed figures of a panel, counted and of how many, by what each covers. Of a share, no more than all."""
    found = {
        one.covers: (float(one.numerator), float(one.denominator))
        for one in measurements.counting(programme)
        if one.metric == asked.metric and one.agent_id is None
        if one.numerator is not None and one.denominator is not None and one.numerator >= 0
    }
    if asked.measure == comparisons.EVENTS:
        return found
    return {covers: (counted, people) for covers, (counted, people) in found.items() if counted <= people}


def _number(text: str | None) -> float | None:
    try:
        return None if text is None else float(text)
    except ValueError:
        return None


def _rows(query: str, given: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, given)
        return list(cursor.fetchall())
