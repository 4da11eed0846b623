"""The queries behind the questions about who starts, who is helped and who bears the risk; see `gaming_counts`."""

from monitoring.selectors.gaming_sql import whole

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
ACCESS = """
    WITH first AS (
        SELECT programme_id, agent_id, min(started_on) AS day FROM delivery_participant
         WHERE programme_id = ANY(%(programmes)s) GROUP BY programme_id, agent_id
    )
    SELECT d.programme_id, d.agent_id, '', p.id,
           count(*) FILTER (WHERE d.started_on < p.starts_on), count(*) FILTER (WHERE d.started_on >= p.starts_on)
      FROM contracts_period p
      JOIN delivery_participant d ON d.programme_id = p.programme_id
       AND (d.started_on BETWEEN p.starts_on AND p.ends_on
         OR d.started_on BETWEEN p.starts_on - 364 AND p.ends_on - 364)
      JOIN first ON first.programme_id = d.programme_id AND first.agent_id = d.agent_id
       AND first.day <= p.starts_on - 364
     WHERE {over} AND p.ends_on - p.starts_on < 364
     GROUP BY d.programme_id, d.agent_id, p.id
"""
CONTACTS = """
    WITH recorded AS (
        SELECT programme_id, agent_id, min(day) AS since FROM delivery_activity
         WHERE programme_id = ANY(%(programmes)s) GROUP BY programme_id, agent_id
    ), whole AS (
        SELECT d.programme_id, d.agent_id, d.segment, p.id AS period,
               count(*) FILTER (WHERE NOT EXISTS (
                   SELECT FROM delivery_activity a
                    WHERE a.participant_id = d.id AND a.day BETWEEN d.started_on AND d.started_on + 30 AND a.minutes > 0
                      AND NOT EXISTS (SELECT FROM delivery_activity c WHERE c.corrects_id = a.id))) AS unseen,
               count(*) AS people
          FROM contracts_period p
          JOIN delivery_participant d ON d.programme_id = p.programme_id
           AND d.started_on BETWEEN p.starts_on - 30 AND p.ends_on - 30
          JOIN recorded ON recorded.programme_id = d.programme_id AND recorded.agent_id = d.agent_id
           AND recorded.since <= d.started_on
         WHERE {over} AND d.segment <> ''
         GROUP BY d.programme_id, d.agent_id, d.segment, p.id
    )
    SELECT programme_id, agent_id, segment, period, unseen, people, sum(unseen) OVER every - unseen,
           sum(people) OVER every - people
      FROM whole WINDOW every AS (PARTITION BY programme_id, agent_id, period)
"""
PARTNER_REFERRALS = """
    SELECT a.programme_id, a.agent_id, '', p.id,
           sum(t.promised_a_year * (now.counted_on - coalesce(earlier.counted_on, began.on_day)) / 365.0),
           sum(now.people - coalesce(earlier.people, 0))
      FROM contracts_period p
      JOIN delivery_partner a ON a.programme_id = p.programme_id
      JOIN LATERAL (
           SELECT c.counted_on, c.people FROM delivery_referralcount c
            WHERE c.partner_id = a.id AND c.counted_on BETWEEN p.starts_on AND p.ends_on
            ORDER BY c.counted_on DESC, c.id DESC LIMIT 1) now ON true
      LEFT JOIN LATERAL (
           SELECT c.counted_on, c.people FROM delivery_referralcount c
            WHERE c.partner_id = a.id AND c.counted_on < p.starts_on
            ORDER BY c.counted_on DESC, c.id DESC LIMIT 1) earlier ON true
      JOIN LATERAL (SELECT min(s.from_date) AS on_day FROM delivery_partnerterms s WHERE s.partner_id = a.id) began
        ON began.on_day <= now.counted_on
      JOIN LATERAL (
           SELECT s.promised_a_year FROM delivery_partnerterms s
            WHERE s.partner_id = a.id AND s.from_date <= now.counted_on
            ORDER BY s.from_date DESC, s.id DESC LIMIT 1) t ON t.promised_a_year > 0
     WHERE {over}
     GROUP BY a.programme_id, a.agent_id, p.id
"""
QUERIES = {
    "access_restriction": whole(ACCESS),
    "creaming": whole(CREAMING),
    "parking": whole(PARKING),
    "parking_contacts": whole(CONTACTS),
    "differential_attrition": whole(ATTRITION),
    "risk_dumping": whole(RISK_DUMPING),
    "partner_referrals": whole(PARTNER_REFERRALS),
}
