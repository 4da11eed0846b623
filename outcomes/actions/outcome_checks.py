"""Staged rows of outcomes against participants, contract and history, as statements over the whole set.

`checked` holds each row with what it refers to and its fate: accept, duplicate (identical to a row of the file or of
history: counted, harmless) or reject. Every check that fails adds a problem, so a row shows all that is wrong with it.
"""

from datetime import date

from django.db import connection
from psycopg import sql

from delivery.models import ENDS_CLAIMS
from delivery.selectors import contract as contracts
from outcomes.actions import change_checks, doubles, flawed_rows, holdings, period_checks, soft_checks, staging
from outcomes.models import Submission
from outcomes.selectors import eligibility

# The columns that many checks read come first, and those of one width before the others: that is faster to read.
# What the contract says of an outcome is taken out of its document once, not for every row.
CHECKED = """
    CREATE TEMP TABLE checked ON COMMIT DROP AS
    WITH offered AS MATERIALIZED (
        SELECT d.*, (d.particulars -> 'cohort' ->> 'on')::date AS closed_on,
               (d.particulars -> 'values' ->> 'from')::numeric AS value_from,
               (d.particulars -> 'values' ->> 'below')::numeric AS value_below,
               CASE WHEN d.evidence_kinds <> '[]' THEN ARRAY(SELECT jsonb_array_elements_text(d.evidence_kinds)) END
               AS kinds
          FROM contracts_outcomedefinition d
         WHERE d.version_id IN (SELECT id FROM contracts_contractversion WHERE programme_id = %(programme)s)
    )
    SELECT s.row_number, s.participant_id, v.id AS version_id, o.id AS outcome_id, s.started_on, s.event_date,
           CASE WHEN o.kind = 'sustained' THEN DATE 'epoch' ELSE s.event_date END AS key_date,
           o.max_per_participant AS most, coalesce(s.sequence, 1) AS sequence,
           CASE WHEN NOT s.flawed AND s.participant_id IS NOT NULL AND o.id IS NOT NULL
                 AND s.event_date BETWEEN s.started_on AND least(s.started_on + o.window_days, %(today)s)
                 AND coalesce(s.sequence, 1) <= o.max_per_participant
                 AND (s.evidence_kind IS NULL OR o.kinds IS NULL OR s.evidence_kind = ANY(o.kinds))
                 AND coalesce(s.value >= o.value_from, o.value_from IS NULL)
                 AND coalesce(s.value < o.value_below, o.value_below IS NULL)
                 AND (s.days IS NULL OR s.days @> s.event_date)
                 AND (gone.exited_on IS NULL OR s.event_date <= gone.exited_on)
                 AND (o.closed_on IS NULL OR s.started_on <= o.closed_on)
                 AND {can_achieve}
                THEN 'accept' ELSE 'reject' END AS fate,
           s.outcome, coalesce(s.evidence_ref, '') AS evidence_ref, coalesce(s.evidence_kind, '') AS evidence_kind,
           s.value, s.participant AS reference, s.started_on + o.window_days AS last_day, s.short
      FROM (SELECT r.*, coalesce(held.participant_id, p.id) AS participant_id,
                   coalesce(held.started_on, p.started_on) AS started_on, held.days,
                   coalesce(held.attributes, p.attributes) AS attributes
              FROM {rows} r
              LEFT JOIN delivery_participant p
                     ON p.programme_id = %(programme)s AND p.agent_id = %(agent)s AND p.reference = r.participant
              LEFT JOIN held ON held.reference = r.participant) s
      LEFT JOIN gone ON gone.participant_id = s.participant_id
      LEFT JOIN contracts_contractversion v
             ON v.programme_id = %(programme)s AND v.agreed_at IS NOT NULL
            AND s.event_date BETWEEN v.effective_from AND coalesce(v.effective_to, 'infinity')
      LEFT JOIN offered o ON o.version_id = v.id AND o.code = s.outcome
"""
# Only participants with several rows of an outcome, here or in history, need a closer look.
HISTORY = """
    CREATE TEMP TABLE history ON COMMIT DROP AS
    SELECT h.participant_id, h.outcome, h.event_date, h.sequence, h.value, h.evidence_kind, h.evidence_ref,
           h.received_at,
           h.id IN (SELECT claim_id FROM replaced)
           OR EXISTS (SELECT FROM outcomes_claimstate w WHERE w.claim_id = h.id AND w.state = 'withdrawn') AS withdrawn
      FROM outcomes_claim h
     WHERE h.programme_id = %(programme)s AND h.agent_id = %(agent)s
       AND h.participant_id IN (SELECT participant_id FROM checked WHERE fate = 'accept')
    UNION ALL
    SELECT h.participant_id, h.outcome, h.event_date, h.sequence, h.value, h.evidence_kind, h.evidence_ref,
           h.received_at,
           h.id IN (SELECT claim_id FROM replaced)
           OR EXISTS (SELECT FROM outcomes_claimstate w WHERE w.claim_id = h.id AND w.state = 'withdrawn')
      FROM outcomes_claim h
     WHERE h.participant_id IN (SELECT participant_id FROM held) AND h.agent_id <> %(agent)s
"""
SEVERAL = """
    CREATE TEMP TABLE several ON COMMIT DROP AS
    SELECT participant_id, outcome, max(most) AS most, count(most) AS here, count(*) - count(most) AS before
      FROM (SELECT participant_id, outcome, most FROM checked WHERE fate = 'accept'
             UNION ALL
            SELECT participant_id, outcome, NULL FROM history WHERE NOT withdrawn) AS every
     GROUP BY 1, 2 HAVING count(most) > 1 OR count(*) > max(most)
"""
# Rows of one key. A sustained outcome is told by its sequence alone, every other one by its day as well.
TWICE = """
    CREATE TEMP TABLE twice ON COMMIT DROP AS
    SELECT c.participant_id, c.outcome, c.key_date, c.sequence,
           min(c.row_number) AS first, (array_agg(c.row_number ORDER BY c.row_number))[2] AS second,
           count(DISTINCT (c.event_date, c.value, c.evidence_kind, c.evidence_ref)) = 1 AS alike
      FROM checked c JOIN several s USING (participant_id, outcome)
     WHERE c.fate = 'accept' AND s.here > 1
     GROUP BY 1, 2, 3, 4 HAVING count(*) > 1
"""
TWICE_DIFFERENT = """
    INSERT INTO {problems} (row_number, field, code, value, d0)
    SELECT c.row_number, 'participant', 'same_key_in_file', c.reference,
           CASE WHEN c.row_number = t.first THEN t.second ELSE t.first END::text
      FROM checked c JOIN twice t USING (participant_id, outcome, key_date, sequence)
     WHERE c.fate = 'accept' AND NOT t.alike
"""
TWICE_FATE = """
    UPDATE checked c SET fate = CASE WHEN t.alike THEN 'duplicate' ELSE 'reject' END
      FROM twice t
     WHERE (t.participant_id, t.outcome, t.key_date, t.sequence)
         = (c.participant_id, c.outcome, c.key_date, c.sequence)
       AND c.fate = 'accept' AND (NOT t.alike OR c.row_number <> t.first)
"""
KNOWN = """
    CREATE TEMP TABLE known ON COMMIT DROP AS
    SELECT DISTINCT ON (c.row_number)
           c.row_number, c.reference, to_char(h.received_at, 'FMDD FMMonth YYYY') AS received_on,
           CASE WHEN h.withdrawn THEN 'withdrawn' END AS gone,
           concat_ws(', ', CASE WHEN h.event_date <> c.event_date THEN
                               'the date was ' || to_char(h.event_date, 'FMDD FMMonth YYYY') END,
                           CASE WHEN c.value IS NOT NULL AND c.value IS DISTINCT FROM h.value THEN
                               'the value was ' || coalesce(h.value::text, 'not given') END,
                           CASE WHEN c.evidence_kind <> '' AND c.evidence_kind <> h.evidence_kind THEN
                               'the kind of evidence was ' || coalesce(nullif(h.evidence_kind, ''), 'not given') END,
                           CASE WHEN c.evidence_ref <> '' AND c.evidence_ref <> h.evidence_ref THEN
                               'the reference of the evidence was '
                               || coalesce(nullif(h.evidence_ref, ''), 'not given') END) AS differs
      FROM checked c
      JOIN history h ON h.participant_id = c.participant_id AND h.outcome = c.outcome AND h.sequence = c.sequence
                    AND (h.event_date = c.event_date OR c.key_date = DATE 'epoch')
      LEFT JOIN replaced r ON r.row_number = c.row_number
     WHERE c.fate = 'accept' AND NOT (h.withdrawn AND r.claim_id IS NOT NULL)
     ORDER BY c.row_number, h.withdrawn, h.received_at DESC
"""
KNOWN_DIFFERENT = """
    INSERT INTO {problems} (row_number, field, code, value, d0, d1)
    SELECT row_number, 'participant', CASE WHEN gone IS NULL THEN 'differs_from_history' ELSE 'withdrawn_before' END,
           reference, received_on, differs
      FROM known WHERE gone IS NOT NULL OR differs <> ''
"""
KNOWN_FATE = """
    UPDATE checked c SET fate = CASE WHEN k.gone IS NULL AND k.differs = '' THEN 'duplicate' ELSE 'reject' END
      FROM known k WHERE k.row_number = c.row_number
"""
TOO_MANY = """
    CREATE TEMP TABLE too_many ON COMMIT DROP AS
    WITH full_groups AS (
        SELECT s.participant_id, s.outcome, s.most, s.before,
               (SELECT string_agg(to_char(h.event_date, 'FMDD FMMonth YYYY'), ', ' ORDER BY h.event_date)
                  FROM history h
                 WHERE h.participant_id = s.participant_id AND h.outcome = s.outcome AND NOT h.withdrawn) AS days
          FROM several s WHERE s.here + s.before > s.most
    )
    SELECT ranked.* FROM (
        SELECT c.row_number, c.reference, f.most, f.before, f.days,
               first_value(c.row_number) OVER in_time AS first,
               row_number() OVER in_time AS place
          FROM checked c JOIN full_groups f USING (participant_id, outcome)
         WHERE c.fate = 'accept'
        WINDOW in_time AS (PARTITION BY participant_id, outcome ORDER BY c.event_date, c.sequence, c.row_number)
    ) ranked WHERE ranked.place > ranked.most - ranked.before
"""
TOO_MANY_PROBLEMS = """
    INSERT INTO {problems} (row_number, field, code, value, d0, d1)
    SELECT row_number, 'outcome', 'too_many_times', reference,
           CASE most WHEN 1 THEN 'once' ELSE most || ' times' END,
           concat_ws(', ', CASE WHEN before > 0 THEN 'for ' || days END,
                           CASE WHEN before < most THEN 'in row ' || first || ' of this file' END)
      FROM too_many
"""
TOO_MANY_FATE = "UPDATE checked c SET fate = 'reject' FROM too_many t WHERE t.row_number = c.row_number"
ACCEPT = """
    INSERT INTO outcomes_claim (programme_id, agent_id, participant_id, outcome, event_date, sequence, value,
                                evidence_kind, evidence_ref, version_id, submission_id, row_number, received_at,
                                amends_id, amendment)
    SELECT %(programme)s, %(agent)s, participant_id, outcome, event_date, sequence, value,
           evidence_kind, evidence_ref, version_id, %(submission)s, row_number, %(received_at)s, replaced.claim_id,
           CASE WHEN replaced.claim_id IS NULL THEN 0 ELSE (
               SELECT count(*) FROM outcomes_claim h
                WHERE h.participant_id = checked.participant_id AND h.outcome = checked.outcome
                  AND h.event_date = checked.event_date AND h.sequence = checked.sequence) END
      FROM checked LEFT JOIN replaced USING (row_number)
     WHERE fate = 'accept' ORDER BY participant_id, row_number
"""
OF_HERE = ("checked", "several", "twice", "history", "known", "too_many")
TEMPORARY = (*holdings.TEMPORARY, *flawed_rows.TEMPORARY, *doubles.TEMPORARY, *OF_HERE)
KNOWING = (
    *flawed_rows.STEPS,
    HISTORY,
    "ANALYZE history",
    SEVERAL,
    "ANALYZE several",
    TWICE,
    TWICE_DIFFERENT,
    TWICE_FATE,
    KNOWN,
    KNOWN_DIFFERENT,
    KNOWN_FATE,
)
COUNTING = (TOO_MANY, TOO_MANY_PROBLEMS, TOO_MANY_FATE, *doubles.STEPS)


def accept(submission: Submission, *, today: date) -> int:
    """Check every staged row, add the problems found, store the claims and the changes to claims if they are to be
    taken. Returns how many rows were.

    `today` is the day on which the file was sent: later event dates are in the future.
    """
    names: dict[str, sql.Composable] = {
        "rows": staging.rows_table(submission),
        "problems": staging.problems_table(submission),
        "can_achieve": sql.SQL(_can_achieve(submission)),
        "folded": sql.SQL(holdings.FOLDED.format("reference")),
        "folded_known": sql.SQL(holdings.FOLDED.format("p.reference")),
        "day": sql.SQL("to_char(event_date, 'FMDD FMMonth YYYY')"),
    }
    values = {**staging.parameters(submission), "today": today, "ends": list(ENDS_CLAIMS)}
    with connection.cursor() as cursor:
        for step in holdings.STEPS:
            cursor.execute(step, values if "%(" in step else None)
        cursor.execute(sql.SQL("ANALYZE {rows}").format(**names))
        doubles.take_turn(submission.programme)
        names["rows"] = change_checks.find(submission, values)
        cursor.execute(sql.SQL(CHECKED).format(**names), values)
        cursor.execute("ANALYZE checked")
        for step in KNOWING:
            cursor.execute(sql.SQL(step).format(**names), values if "%(" in step else None)
        # Before rows are counted: one that is refused uses up nothing of what a participant may claim.
        period_checks.refuse(submission, column="event_date", field="achieved_on", today=today)
        for step in COUNTING:
            cursor.execute(sql.SQL(step).format(**names), values if "%(" in step else None)
        withdrawn = change_checks.settle(submission)
        soft_checks.ask(submission, today=today)
        accepted = 0
        if taken := staging.decide(submission, others=withdrawn):
            change_checks.withdraw(submission, values)
            cursor.execute(sql.SQL(ACCEPT), values)
            accepted = cursor.rowcount + withdrawn
            doubles.ask(programme=submission.programme, submission=submission.pk, at=submission.submitted_at)
        soft_checks.keep(submission, taken=taken)
        cursor.execute(f"DROP TABLE {', '.join(TEMPORARY)}")
    change_checks.clear(submission)
    return accepted


def _can_achieve(submission: Submission) -> str:
    """Who can achieve the outcome of a row. Attributes are not even read where no version asks for any."""
    outcomes = [one for version in contracts.of(submission.programme).versions for one in version.outcomes]
    asks = any(not one.eligibility.takes_everybody for one in outcomes)
    return eligibility.can_achieve("s.attributes") if asks else "true"
