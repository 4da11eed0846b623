"""Outcomes that look earned and were not claimed: from registers, and from what was claimed of a sustained outcome.

A question to the agent, not a finding. What the agent has said is no outcome is not shown again.
"""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.http import Http404
from django.urls import reverse
from django.utils.http import urlencode
from psycopg import sql

from accounts.models import Organisation, User
from contracts.domain.rules import SustainmentFee
from contracts.models import PaymentRule
from delivery.models import ENDS_CLAIMS
from delivery.selectors import contract as contracts
from delivery.selectors import participants
from outcomes.selectors import eligibility, standing
from stages.models import Programme

PAGE = 50
WHY = {
    "register": "A register has it: {}",
    "gap": "A later step was claimed, and this one was not",
    "next": "The next step would be over by now",
}


@dataclasses.dataclass(frozen=True)
class Unclaimed:
    """One outcome that may be claimed: whose, what, on which day, and what makes it look earned."""

    participant: int
    reference: str
    agent: str
    outcome: str
    name: str
    day: date
    sequence: int
    why: str
    claim_url: str
    answer_url: str


@dataclasses.dataclass(frozen=True)
class Page:
    rows: list[Unclaimed]
    number: int
    has_more: bool


def page(programme: Programme, viewer: User, agent: str, today: date, number: int) -> Page:
    """A page of what the agents whose rows the viewer may see have not claimed, the oldest day first."""
    agents = [one for one in participants.agents(viewer, programme) if agent in {"", one.code}]
    found = rows(programme, agents, today, limit=PAGE + 1, offset=(number - 1) * PAGE)
    return Page(found[:PAGE], number, len(found) > PAGE)


def counts(agents: Mapping[int, Iterable[int]], today: date) -> dict[int, int]:
    """How many there are by programme, of the agents that are given for each; without those that have none."""
    if not agents:
        return {}
    with connection.cursor() as cursor:
        whole = sql.SQL("SELECT programme_id, count(*) FROM ({}) AS found GROUP BY 1").format(sql.SQL(FOUND))
        cursor.execute(whole, _values(agents, today))
        return dict(cursor.fetchall())


def rows(
    programme: Programme,
    agents: Sequence[Organisation],
    today: date,
    *,
    of: int | None = None,
    limit: int = 1000,
    offset: int = 0,
) -> list[Unclaimed]:
    """Those of the agents, the oldest day first; of one participant when `of` gives its key."""
    names = contracts.of(programme).outcome_names
    by_key = {agent.pk: agent for agent in agents}
    values = {**_values({programme.pk: by_key}, today), "of": of, "limit": limit, "offset": offset}
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("{} {}").format(sql.SQL(FOUND), sql.SQL(ORDERED)), values)
        found = cursor.fetchall()
    return [_row(programme, names, by_key, *one) for one in found]


def find(programme: Programme, viewer: User, pk: int, outcome: str, day: str, sequence: int, today: date) -> Unclaimed:
    """The one that an address names, if it is still open and the viewer may see it."""
    participant = participants.find(viewer, programme, pk)
    agents = participants.agents(viewer, programme)
    for one in rows(programme, agents, today, of=participant.pk):
        if (one.outcome, str(one.day), one.sequence) == (outcome, day, sequence):
            return one
    raise Http404("No such outcome")


def _row(
    programme: Programme, names: dict[str, str], agents: dict[int, Organisation], _: int, participant: int,
    reference: str, agent: int, outcome: str, day: date, sequence: int, why: str, register: str,
) -> Unclaimed:  # fmt: skip
    fields: dict[str, str | int] = {
        "agent": agents[agent].code, "participant": reference, "outcome": outcome, "achieved_on": day.isoformat(),
        "sequence": sequence,
    }  # fmt: skip
    return Unclaimed(
        participant, reference, agents[agent].name, outcome, names.get(outcome, outcome), day, sequence,
        WHY[why].format(register), f"{reverse('outcomes:claim_new', args=[programme.slug])}?{urlencode(fields)}",
        reverse("outcomes:unclaimed_answer", args=[programme.slug, participant, outcome, day.isoformat(), sequence]),
    )  # fmt: skip


def _values(agents: Mapping[int, Iterable[int]], today: date) -> dict[str, Any]:
    """`agents` by programme. `steps`: of each sustained outcome that is paid in steps, the weeks of a step and the most
    steps."""
    rules = PaymentRule.objects.filter(
        version__programme__in=list(agents), version__agreed_at__isnull=False, kind=SustainmentFee.kind
    ).order_by("version__number")
    steps = {
        (programme, code): (int(params["every_weeks"]), max(int(one["steps"]) for one in params["max_steps"]))
        for programme, code, params in rules.values_list("version__programme", "outcome__code", "params")
    }
    held = [(programme, agent) for programme, found in agents.items() for agent in found]
    return {
        "programmes": list(agents), "held_in": [programme for programme, _ in held],
        "agents": [agent for _, agent in held], "today": today, "ends": list(ENDS_CLAIMS),
        "stepped_in": [programme for programme, _ in steps], "codes": [code for _, code in steps],
        "weeks": [weeks for weeks, _ in steps.values()], "most": [most for _, most in steps.values()],
    }  # fmt: skip


FOUND = """
    WITH stepped AS (
        SELECT * FROM unnest(%(stepped_in)s::bigint[], %(codes)s::text[], %(weeks)s::int[], %(most)s::int[])
                      AS t (programme_id, outcome, weeks, most)
    ), standing AS (
        SELECT h.programme_id, h.participant_id, h.outcome, h.event_date, h.sequence::int AS sequence
          FROM outcomes_claim h
         WHERE h.programme_id = ANY(%(programmes)s) AND h.outcome = ANY(%(codes)s) AND {standing}
    ), registered AS (
        SELECT DISTINCT ON (r.participant_id, r.outcome, r.event_date)
               r.participant_id, r.outcome, r.event_date AS day, 1 AS sequence, 'register' AS why, e.name AS register
          FROM outcomes_registerrow r
          JOIN outcomes_registerextract e ON e.id = r.extract_id AND e.programme_id = ANY(%(programmes)s)
          JOIN delivery_participant p ON p.id = r.participant_id
          JOIN contracts_contractversion v ON v.programme_id = e.programme_id AND v.agreed_at IS NOT NULL
           AND r.event_date BETWEEN v.effective_from AND coalesce(v.effective_to, 'infinity')
          JOIN contracts_outcomedefinition o ON o.version_id = v.id AND o.code = r.outcome
         WHERE r.event_date BETWEEN p.started_on
                                AND least(%(today)s, coalesce(p.started_on + o.window_days, 'infinity'))
           AND {can_achieve}
           AND (SELECT count(*) FROM outcomes_claim h
                 WHERE h.participant_id = r.participant_id AND h.outcome = r.outcome AND {standing})
               < o.max_per_participant
           AND NOT EXISTS (SELECT FROM outcomes_claim h
                            WHERE h.participant_id = r.participant_id AND h.outcome = r.outcome
                              AND h.event_date = r.event_date AND {standing})
         ORDER BY r.participant_id, r.outcome, r.event_date, e.id DESC
    ), climbed AS (
        SELECT programme_id, participant_id, outcome, max(event_date) AS last_day, max(sequence) AS last,
               array_agg(sequence) AS steps
          FROM standing GROUP BY programme_id, participant_id, outcome
    ), gaps AS (
        SELECT c.participant_id, c.outcome, c.last_day - (c.last - step) * t.weeks * 7 AS day, step AS sequence,
               'gap' AS why
          FROM climbed c JOIN stepped t USING (programme_id, outcome)
         CROSS JOIN LATERAL generate_series(1, c.last - 1) AS step
         WHERE cardinality(c.steps) < c.last AND step <> ALL (c.steps)
    ), following AS (
        SELECT c.participant_id, c.outcome, c.last_day + t.weeks * 7 AS day, c.last + 1 AS sequence, 'next' AS why,
               t.most
          FROM climbed c JOIN stepped t USING (programme_id, outcome)
    ), together AS (
        SELECT participant_id, outcome, day, sequence, why, register FROM registered
        UNION ALL
        SELECT participant_id, outcome, day, sequence, why, '' FROM gaps
        UNION ALL
        SELECT participant_id, outcome, day, sequence, why, '' FROM following
         WHERE day <= %(today)s AND sequence <= most
    ), placed AS (
        SELECT t.*, p.programme_id, coalesce(theirs.to_agent_id, p.agent_id) AS holder,
               coalesce(theirs.reference, p.reference) AS reference
          FROM together t
          JOIN delivery_participant p ON p.id = t.participant_id
          LEFT JOIN LATERAL (
               SELECT moved.to_agent_id, moved.reference
                 FROM delivery_transfer moved
                 JOIN delivery_transferanswer said ON said.transfer_id = moved.id AND said.kind = 'confirmed'
                WHERE moved.participant_id = t.participant_id AND moved.from_date <= t.day
                ORDER BY moved.from_date DESC, moved.id DESC LIMIT 1) theirs ON true
    )
    SELECT placed.programme_id, placed.participant_id, placed.reference, placed.holder, placed.outcome, placed.day,
           placed.sequence::int, placed.why, placed.register
      FROM placed
     WHERE (placed.programme_id, placed.holder)
           IN (SELECT * FROM unnest(%(held_in)s::bigint[], %(agents)s::bigint[]))
       AND NOT EXISTS (SELECT FROM outcomes_notanoutcome n
                        WHERE n.participant_id = placed.participant_id AND n.outcome = placed.outcome
                          AND n.day = placed.day AND n.sequence = placed.sequence)
       AND NOT EXISTS (SELECT FROM delivery_exit e
                        WHERE e.participant_id = placed.participant_id AND placed.day > e.exited_on
                          AND e.reason = ANY(%(ends)s)
                          AND NOT EXISTS (SELECT FROM delivery_exit l
                                           WHERE l.participant_id = e.participant_id AND l.id > e.id))
""".replace("{standing}", standing.condition("h.id")).replace("{can_achieve}", eligibility.can_achieve("p.attributes"))
ORDERED = """
    AND coalesce(placed.participant_id = %(of)s, true)
  ORDER BY day, participant_id, outcome, sequence LIMIT %(limit)s OFFSET %(offset)s
"""
