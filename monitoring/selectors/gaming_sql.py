"""The queries behind the questions about results and claims; see `gaming_counts`.

Each gives rows of programme, agent, subject, period and the counts of its indicator, for all programmes at once.
"""

from outcomes.selectors import standing

OVER = """
    p.programme_id = ANY(%(programmes)s) AND p.ends_on <= %(as_of)s AND p.ends_on > %(from)s
"""
HEARD = """
    SELECT programme_id, agent_id, max(day), max(day) FILTER (WHERE of_outcomes) FROM (
        SELECT programme_id, agent_id, max(received_at)::date AS day, true AS of_outcomes FROM outcomes_claim
         WHERE programme_id = ANY(%(programmes)s) AND received_at > %(from)s GROUP BY 1, 2
        UNION ALL
        SELECT programme_id, agent_id, max(received_at)::date, false FROM delivery_participant
         WHERE programme_id = ANY(%(programmes)s) AND received_at > %(from)s GROUP BY 1, 2
        UNION ALL
        SELECT programme_id, agent_id, submitted_at::date, kind = 'outcomes' FROM outcomes_submission
         WHERE programme_id = ANY(%(programmes)s) AND status IN ('accepted', 'partly')
    ) AS sent GROUP BY 1, 2
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
    WITH edited AS (
        SELECT h.programme_id, h.agent_id, h.outcome, p.id AS period, h.id, old.id AS before,
               (h.value > old.value OR (
                   h.value IS NOT DISTINCT FROM old.value AND h.event_date < old.event_date)) AS raises,
               (h.value < old.value OR (
                   h.value IS NOT DISTINCT FROM old.value AND h.event_date > old.event_date)) AS lowers
          FROM contracts_period p
          JOIN outcomes_claim h ON h.programme_id = p.programme_id AND h.amends_id IS NOT NULL
           AND h.received_at::date BETWEEN p.starts_on AND p.ends_on
          JOIN outcomes_claim old ON old.id = h.amends_id
         WHERE {over}
    ), stated AS (
        SELECT l.claim_id, sum(l.net) AS net, sum(l.net) FILTER (WHERE l.net > 0) AS risen
          FROM payments_ledgerentry l
         WHERE l.claim_id IN (SELECT id FROM edited UNION ALL SELECT before FROM edited)
         GROUP BY l.claim_id
    )
    SELECT e.programme_id, e.agent_id, e.outcome, e.period, count(*) FILTER (WHERE e.raises),
           count(*) FILTER (WHERE e.lowers), coalesce(sum(now.net - coalesce(was.risen, 0)), 0)
      FROM edited e LEFT JOIN (stated now JOIN stated was ON true) ON now.claim_id = e.id AND was.claim_id = e.before
     WHERE e.raises OR e.lowers
     GROUP BY e.programme_id, e.agent_id, e.outcome, e.period
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
    WITH held AS (
        SELECT a.claim_id, a.file_id
          FROM outcomes_attachment a JOIN outcomes_claim h ON h.id = a.claim_id
         WHERE h.programme_id = ANY(%(programmes)s) AND h.event_date > %(from)s
           AND NOT EXISTS (SELECT FROM outcomes_attachmentwithdrawal w WHERE w.attachment_id = a.id)
    ), named AS (
        SELECT h.id, h.programme_id, h.agent_id, h.participant_id, h.event_date, h.evidence_kind, h.evidence_ref
          FROM outcomes_claim h
         WHERE h.programme_id = ANY(%(programmes)s) AND h.event_date > %(from)s
           AND (h.evidence_ref <> '' OR h.id IN (SELECT claim_id FROM held)) AND {standing}
    ), shared AS (
        SELECT programme_id, evidence_kind, evidence_ref FROM named WHERE evidence_ref <> ''
         GROUP BY programme_id, evidence_kind, evidence_ref HAVING count(DISTINCT participant_id) > 1
    ), files AS (
        SELECT n.programme_id, held.file_id FROM held JOIN named n ON n.id = held.claim_id
         GROUP BY n.programme_id, held.file_id HAVING count(DISTINCT n.participant_id) > 1
    ), same_file AS (
        SELECT DISTINCT held.claim_id
          FROM held JOIN named n ON n.id = held.claim_id JOIN files USING (programme_id, file_id)
    )
    SELECT n.programme_id, n.agent_id, '', p.id,
           count(*) FILTER (WHERE s.evidence_ref IS NOT NULL OR f.claim_id IS NOT NULL), count(*)
      FROM named n LEFT JOIN shared s USING (programme_id, evidence_kind, evidence_ref)
      LEFT JOIN same_file f ON f.claim_id = n.id
      JOIN contracts_period p ON p.programme_id = n.programme_id AND n.event_date BETWEEN p.starts_on AND p.ends_on
     WHERE {over}
     GROUP BY n.programme_id, n.agent_id, p.id
"""
FREQUENCY_TRADE = """
    WITH whole AS (
        SELECT d.programme_id, d.agent_id, o.code, p.id AS period,
               d.started_on + o.window_days >= p.starts_on AS is_now,
               (SELECT count(*) FROM outcomes_claim h WHERE h.participant_id = d.id AND h.outcome = o.code
                   AND h.event_date <= d.started_on + o.window_days AND {standing}) AS events
          FROM contracts_period p
          JOIN contracts_contractversion v ON v.programme_id = p.programme_id AND v.agreed_at IS NOT NULL
          JOIN contracts_outcomedefinition o ON o.version_id = v.id AND o.window_days IS NOT NULL
           AND o.direction = 'lower' AND o.max_per_participant > 1
          JOIN delivery_participant d ON d.programme_id = p.programme_id AND d.version_id = v.id
           AND (d.started_on BETWEEN p.starts_on - o.window_days AND p.ends_on - o.window_days
             OR d.started_on BETWEEN p.starts_on - o.window_days - 364 AND p.ends_on - o.window_days - 364)
         WHERE {over} AND p.ends_on - p.starts_on < 364
    )
    SELECT programme_id, agent_id, code, period,
           count(*) FILTER (WHERE is_now AND events > 0), count(*) FILTER (WHERE is_now),
           coalesce(sum(events) FILTER (WHERE is_now), 0), count(*) FILTER (WHERE NOT is_now AND events > 0),
           count(*) FILTER (WHERE NOT is_now), coalesce(sum(events) FILTER (WHERE NOT is_now), 0)
      FROM whole GROUP BY programme_id, agent_id, code, period
"""
PROXY_DRIFT = """
    WITH whole AS (
        SELECT d.programme_id, d.agent_id, m.code || ':' || o.code AS subject, p.id AS period,
               d.started_on + o.window_days >= p.starts_on AS is_now,
               EXISTS (SELECT FROM outcomes_claim h WHERE h.participant_id = d.id AND h.outcome = o.code
                          AND h.event_date <= d.started_on + o.window_days AND {standing}) AS led
          FROM contracts_period p
          JOIN contracts_contractversion v ON v.programme_id = p.programme_id AND v.agreed_at IS NOT NULL
          JOIN contracts_outcomedefinition m ON m.version_id = v.id AND m.kind = 'milestone'
          JOIN contracts_outcomedefinition o ON o.version_id = v.id AND o.kind <> 'milestone'
           AND o.window_days IS NOT NULL AND o.direction = 'higher'
          JOIN delivery_participant d ON d.programme_id = p.programme_id AND d.version_id = v.id
           AND (d.started_on BETWEEN p.starts_on - o.window_days AND p.ends_on - o.window_days
             OR d.started_on BETWEEN p.starts_on - o.window_days - 364 AND p.ends_on - o.window_days - 364)
         WHERE {over} AND p.ends_on - p.starts_on < 364
           AND EXISTS (SELECT FROM outcomes_claim h WHERE h.participant_id = d.id AND h.outcome = m.code
                          AND h.event_date <= d.started_on + o.window_days AND {standing})
    )
    SELECT programme_id, agent_id, subject, period,
           count(*) FILTER (WHERE led AND NOT is_now), count(*) FILTER (WHERE NOT is_now),
           count(*) FILTER (WHERE led AND is_now), count(*) FILTER (WHERE is_now)
      FROM whole GROUP BY programme_id, agent_id, subject, period
"""
UNDER_CLAIMING = """
    WITH results AS (
        SELECT DISTINCT d.programme_id, d.agent_id, d.id, r.outcome, r.event_date, o.max_per_participant
          FROM outcomes_registerextract x
          JOIN outcomes_registerrow r ON r.extract_id = x.id AND r.match = 'matched'
          JOIN delivery_participant d ON d.id = r.participant_id
          JOIN contracts_outcomedefinition o ON o.version_id = d.version_id AND o.code = r.outcome
           AND o.direction = 'higher'
         WHERE x.programme_id = ANY(%(programmes)s) AND r.event_date > %(from)s::date - 90
           AND r.event_date BETWEEN d.started_on AND coalesce(d.started_on + o.window_days, 'infinity')
           AND NOT EXISTS (SELECT FROM outcomes_notanoutcome n
                            WHERE n.participant_id = d.id AND n.outcome = r.outcome AND n.day = r.event_date)
    ), worth AS (
        SELECT l.programme_id, l.outcome, sum(l.net) / count(DISTINCT l.claim_id) AS each
          FROM payments_ledgerentry l
         WHERE l.programme_id IN (SELECT programme_id FROM results) AND l.claim_id IS NOT NULL
         GROUP BY l.programme_id, l.outcome
    ), compared AS (
        SELECT r.*, NOT EXISTS (
                   SELECT FROM outcomes_claim h WHERE h.participant_id = r.id AND h.outcome = r.outcome
                      AND (r.max_per_participant = 1 OR abs(h.event_date - r.event_date) <= 31)) AS missed
          FROM results r
    )
    SELECT c.programme_id, c.agent_id, c.outcome, p.id, count(*) FILTER (WHERE c.missed), count(*),
           coalesce(sum(w.each) FILTER (WHERE c.missed), 0)
      FROM compared c LEFT JOIN worth w USING (programme_id, outcome)
      JOIN contracts_period p ON p.programme_id = c.programme_id
       AND c.event_date + 90 BETWEEN p.starts_on AND p.ends_on
     WHERE {over}
     GROUP BY c.programme_id, c.agent_id, c.outcome, p.id
"""


def whole(query: str) -> str:
    """The query with the parts that queries share."""
    parts = {"{in_steps}": PAID_IN_STEPS, "{over}": OVER, "{standing}": standing.condition("h.id")}
    for name, part in parts.items():
        query = query.replace(name, part)
    return query


QUERIES = {
    "threshold_bunching": whole(BUNCHING),
    "sustainment_cliff": whole(CLIFF),
    "claim_clustering": whole(CLUSTERING),
    "near_perfect": whole(NEAR_PERFECT),
    "frequency_trade": whole(FREQUENCY_TRADE),
    "proxy_drift": whole(PROXY_DRIFT),
    "under_claiming": whole(UNDER_CLAIMING),
    "re_referral": whole(RE_REFERRAL),
    "late_edits": whole(LATE_EDITS),
    "double_claims": whole(DOUBLE_CLAIMS),
    "duplicate_evidence": whole(DUPLICATE_EVIDENCE),
}
