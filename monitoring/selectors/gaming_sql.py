"""The queries behind the questions about gaming; see `gaming_counts`.

Each gives rows of programme, agent, subject, period and the counts of its indicator, for all programmes at once.
"""

STANDING = """
    coalesce((SELECT s.state FROM outcomes_claimstate s WHERE s.claim_id = h.id ORDER BY s.id DESC LIMIT 1), '')
    NOT IN ('failed', 'withdrawn')
"""
OVER = """
    p.programme_id = ANY(%(programmes)s) AND p.ends_on <= %(as_of)s AND p.ends_on > %(from)s
"""
CLUSTERING = """
    SELECT h.programme_id, h.agent_id, h.outcome, p.id, count(*) FILTER (WHERE h.event_date > p.ends_on - 5), count(*),
           count(*) * 5.0 / (p.ends_on - p.starts_on + 1)
      FROM contracts_period p
      JOIN outcomes_claim h ON h.programme_id = p.programme_id AND h.event_date BETWEEN p.starts_on AND p.ends_on
     WHERE {over} AND p.ends_on - p.starts_on >= 20 AND {standing}
     GROUP BY h.programme_id, h.agent_id, h.outcome, p.id
"""
NEAR_PERFECT = """
    SELECT d.programme_id, d.agent_id, o.code, p.id,
           count(*) FILTER (WHERE EXISTS (
               SELECT FROM outcomes_claim h WHERE h.participant_id = d.id AND h.outcome = o.code
                  AND h.event_date <= d.started_on + o.window_days AND {standing})),
           count(*)
      FROM contracts_period p
      JOIN contracts_contractversion v ON v.programme_id = p.programme_id AND v.agreed_at IS NOT NULL
      JOIN contracts_outcomedefinition o ON o.version_id = v.id AND o.window_days IS NOT NULL AND o.direction = 'higher'
      JOIN delivery_participant d ON d.programme_id = p.programme_id AND d.version_id = v.id
       AND d.started_on BETWEEN p.starts_on - o.window_days AND p.ends_on - o.window_days
     WHERE {over}
     GROUP BY d.programme_id, d.agent_id, o.code, p.id
"""
RE_REFERRAL = """
    SELECT d.programme_id, d.agent_id, '', p.id,
           count(*) FILTER (WHERE EXISTS (
               SELECT FROM outcomes_personquestion q
                WHERE q.participant_id = d.id AND q.kind = 'started_again')),
           count(*)
      FROM contracts_period p
      JOIN delivery_participant d ON d.programme_id = p.programme_id
       AND d.started_on BETWEEN p.starts_on AND p.ends_on
     WHERE {over}
     GROUP BY d.programme_id, d.agent_id, p.id
"""
LATE_EDITS = """
    SELECT * FROM (
        SELECT h.programme_id, h.agent_id, h.outcome, p.id,
               count(*) FILTER (WHERE h.value > old.value OR (
                   h.value IS NOT DISTINCT FROM old.value AND h.event_date < old.event_date)) AS raising,
               count(*) FILTER (WHERE h.value < old.value OR (
                   h.value IS NOT DISTINCT FROM old.value AND h.event_date > old.event_date)) AS lowering
          FROM contracts_period p
          JOIN outcomes_claim h ON h.programme_id = p.programme_id AND h.amends_id IS NOT NULL
           AND h.received_at::date BETWEEN p.starts_on AND p.ends_on
          JOIN outcomes_claim old ON old.id = h.amends_id
         WHERE {over}
         GROUP BY h.programme_id, h.agent_id, h.outcome, p.id
    ) AS edited WHERE raising + lowering > 0
"""
PAID_IN_STEPS = """
    WITH stepped AS (
        SELECT * FROM unnest(%(of)s::bigint[], %(outcomes)s::text[], %(segments)s::text[], %(weeks)s::int[],
                             %(most)s::int[]) AS t (programme_id, outcome, segment, weeks, most)
    ), held AS (
        SELECT h.programme_id, h.participant_id, d.agent_id, h.outcome, t.weeks * 7 AS days, t.most,
               min(h.event_date - (h.sequence - 1) * t.weeks * 7) AS began
          FROM stepped t JOIN outcomes_claim h USING (programme_id, outcome)
          JOIN delivery_participant d ON d.id = h.participant_id AND t.segment IN ('', d.segment)
         WHERE {standing}
         GROUP BY h.programme_id, h.participant_id, d.agent_id, h.outcome, t.weeks, t.most
    ), lost AS (
        SELECT e.participant_id, e.exited_on
          FROM (SELECT DISTINCT ON (x.participant_id) x.participant_id, x.exited_on, x.reason
                  FROM delivery_exit x WHERE x.participant_id IN (SELECT participant_id FROM held)
                 ORDER BY x.participant_id, x.id DESC) e
         WHERE e.reason = ANY(%(losses)s)
    )
"""
BUNCHING = """{in_steps}
    SELECT held.programme_id, held.agent_id, held.outcome, p.id,
           count(*) FILTER (WHERE lost.exited_on >= held.began + step * held.days),
           count(*) FILTER (WHERE lost.exited_on < held.began + step * held.days)
      FROM held JOIN lost USING (participant_id)
      JOIN LATERAL generate_series(1, held.most - 1) AS step
        ON lost.exited_on BETWEEN held.began + step * held.days - 7 AND held.began + step * held.days + 6
      JOIN contracts_period p ON p.programme_id = held.programme_id
       AND lost.exited_on BETWEEN p.starts_on AND p.ends_on
     WHERE {over}
     GROUP BY held.programme_id, held.agent_id, held.outcome, p.id
"""
CLIFF = """{in_steps}, ended AS (
        SELECT held.*, held.began + (held.most - 1) * held.days AS line FROM held WHERE held.most > 1
    )
    SELECT ended.programme_id, ended.agent_id, ended.outcome, p.id,
           count(*) FILTER (WHERE lost.exited_on BETWEEN line AND line + 27),
           count(*) FILTER (WHERE coalesce(lost.exited_on >= line, true)),
           count(*) FILTER (WHERE lost.exited_on BETWEEN line - 28 AND line - 1),
           count(*) FILTER (WHERE coalesce(lost.exited_on >= line - 28, true))
      FROM ended LEFT JOIN lost USING (participant_id)
      JOIN contracts_period p ON p.programme_id = ended.programme_id AND line + 27 BETWEEN p.starts_on AND p.ends_on
     WHERE {over}
     GROUP BY ended.programme_id, ended.agent_id, ended.outcome, p.id
"""

DOUBLE_CLAIMS = """
    SELECT h.programme_id, h.agent_id, '', p.id,
           count(*) FILTER (WHERE EXISTS (
               SELECT FROM outcomes_personquestion q
                WHERE q.participant_id = h.participant_id AND q.kind = 'paid_elsewhere' AND q.outcome = h.outcome
                  AND q.day = h.event_date)),
           count(*)
      FROM contracts_period p
      JOIN outcomes_claim h ON h.programme_id = p.programme_id AND h.event_date BETWEEN p.starts_on AND p.ends_on
     WHERE {over} AND {standing}
     GROUP BY h.programme_id, h.agent_id, p.id
"""
DUPLICATE_EVIDENCE = """
    WITH named AS (
        SELECT h.programme_id, h.agent_id, h.participant_id, h.event_date, h.evidence_kind, h.evidence_ref
          FROM outcomes_claim h
         WHERE h.programme_id = ANY(%(programmes)s) AND h.event_date > %(from)s AND h.evidence_ref <> '' AND {standing}
    ), shared AS (
        SELECT programme_id, evidence_kind, evidence_ref FROM named
         GROUP BY programme_id, evidence_kind, evidence_ref HAVING count(DISTINCT participant_id) > 1
    )
    SELECT n.programme_id, n.agent_id, '', p.id, count(s.evidence_ref), count(*)
      FROM named n LEFT JOIN shared s USING (programme_id, evidence_kind, evidence_ref)
      JOIN contracts_period p ON p.programme_id = n.programme_id AND n.event_date BETWEEN p.starts_on AND p.ends_on
     WHERE {over}
     GROUP BY n.programme_id, n.agent_id, p.id
"""
PARKING = """
    WITH whole AS (
        SELECT d.programme_id, d.agent_id, o.code, d.segment, p.id AS period,
               count(*) FILTER (WHERE EXISTS (
                   SELECT FROM outcomes_claim h WHERE h.participant_id = d.id AND h.outcome = o.code
                      AND h.event_date <= d.started_on + o.window_days AND {standing})) AS achieved,
               sum(s.baseline) AS expected, count(*) AS people
          FROM contracts_period p
          JOIN contracts_contractversion v ON v.programme_id = p.programme_id AND v.agreed_at IS NOT NULL
          JOIN contracts_outcomedefinition o ON o.version_id = v.id AND o.window_days IS NOT NULL
           AND o.direction = 'higher' AND o.max_per_participant = 1
          JOIN contracts_segment s ON s.version_id = v.id AND s.baseline > 0
          JOIN delivery_participant d ON d.programme_id = p.programme_id AND d.version_id = v.id AND d.segment = s.code
           AND d.started_on BETWEEN p.starts_on - o.window_days AND p.ends_on - o.window_days
         WHERE {over}
         GROUP BY d.programme_id, d.agent_id, o.code, d.segment, p.id
    )
    SELECT programme_id, agent_id, segment || ':' || code, period, achieved, expected,
           sum(achieved) OVER every - achieved, sum(expected) OVER every - expected, people
      FROM whole WINDOW every AS (PARTITION BY programme_id, agent_id, code, period)
"""
CREAMING = """
    SELECT p.programme_id, d.agent_id, s.code, p.id, count(*) FILTER (WHERE d.segment = s.code), count(*),
           sum(s.planned_share)
      FROM contracts_period p
      JOIN delivery_participant d ON d.programme_id = p.programme_id AND d.started_on BETWEEN p.starts_on AND p.ends_on
      JOIN contracts_segment s ON s.version_id = d.version_id AND s.planned_share > 0
     WHERE {over}
     GROUP BY p.programme_id, d.agent_id, s.code, p.id
"""
ATTRITION = """
    WITH whole AS (
        SELECT d.programme_id, d.agent_id, d.segment, p.id AS period,
               count(*) FILTER (WHERE EXISTS (
                   SELECT FROM delivery_exit e
                    WHERE e.participant_id = d.id AND e.reason IN ('left_early', 'lost_contact')
                      AND e.exited_on <= d.started_on + 180
                      AND NOT EXISTS (SELECT FROM delivery_exit l
                                       WHERE l.participant_id = e.participant_id AND l.id > e.id))) AS lost,
               count(*) AS people
          FROM contracts_period p
          JOIN delivery_participant d ON d.programme_id = p.programme_id
           AND d.started_on BETWEEN p.starts_on - 180 AND p.ends_on - 180
         WHERE {over} AND d.segment <> ''
         GROUP BY d.programme_id, d.agent_id, d.segment, p.id
    )
    SELECT programme_id, agent_id, segment, period, lost, people, sum(lost) OVER every - lost,
           sum(people) OVER every - people
      FROM whole WINDOW every AS (PARTITION BY programme_id, agent_id, period)
"""
RISK_DUMPING = """
    SELECT a.programme_id, a.agent_id, '', p.id,
           count(*) FILTER (WHERE t.share_by_results > own.share_by_results OR t.payment_days > own.payment_days),
           count(*)
      FROM contracts_period p
      JOIN delivery_partner a ON a.programme_id = p.programme_id
      JOIN delivery_partnerterms t ON t.partner_id = a.id AND t.from_date BETWEEN p.starts_on AND p.ends_on
      JOIN LATERAL (
           SELECT l.share_by_results, l.payment_days FROM delivery_leadterms l
            WHERE l.programme_id = a.programme_id AND l.agent_id = a.agent_id ORDER BY l.stated_at DESC, l.id DESC
            LIMIT 1) own ON true
     WHERE {over}
     GROUP BY a.programme_id, a.agent_id, p.id
"""


def _whole(query: str) -> str:
    parts = {"{in_steps}": PAID_IN_STEPS, "{over}": OVER, "{standing}": STANDING}
    for name, part in parts.items():
        query = query.replace(name, part)
    return query


QUERIES = {
    "threshold_bunching": _whole(BUNCHING),
    "sustainment_cliff": _whole(CLIFF),
    "claim_clustering": _whole(CLUSTERING),
    "near_perfect": _whole(NEAR_PERFECT),
    "re_referral": _whole(RE_REFERRAL),
    "late_edits": _whole(LATE_EDITS),
    "double_claims": _whole(DOUBLE_CLAIMS),
    "duplicate_evidence": _whole(DUPLICATE_EVIDENCE),
    "parking": _whole(PARKING),
    "creaming": _whole(CREAMING),
    "differential_attrition": _whole(ATTRITION),
    "risk_dumping": _whole(RISK_DUMPING),
}
