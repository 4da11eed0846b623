"""Staged rows that amend or withdraw claims: found, judged, and handed on to the checks of every file of outcomes.

`changes` holds each row with the claim that it names, what is to stand instead, and its fate. Rows that amend go on as
`amending`, in the form of rows of outcomes; to the checks the claims in `replaced` are withdrawn already. They really
are once it is known that the rows are taken, all in one transaction.
"""

from typing import Any

from django.db import connection
from psycopg import sql

from outcomes.actions import staging
from outcomes.models import Submission

NAMED = """
    CREATE TEMP TABLE named ON COMMIT DROP AS
    SELECT r.*, coalesce(held.participant_id, p.id) AS participant_id,
           (SELECT h.id FROM outcomes_claim h
             WHERE h.participant_id = coalesce(held.participant_id, p.id) AND h.agent_id = %(agent)s
               AND h.outcome = r.outcome AND h.event_date = r.event_date AND h.sequence = coalesce(r.sequence, 1)
             ORDER BY h.amendment DESC LIMIT 1) AS claim_id
      FROM {rows} r
      LEFT JOIN delivery_participant p
             ON p.programme_id = %(programme)s AND p.agent_id = %(agent)s AND p.reference = r.participant
      LEFT JOIN held ON held.reference = r.participant
"""
# Nobody else amends or withdraws them meanwhile; what was done until now is seen by the next statement.
LOCK = """
    SELECT count(*) FROM (SELECT h.id FROM outcomes_claim h WHERE h.id IN (SELECT claim_id FROM named)
                           ORDER BY h.id FOR NO KEY UPDATE) AS locked
"""
CHANGES = """
    CREATE TEMP TABLE changes ON COMMIT DROP AS
    WITH wanted AS (
        SELECT n.*, num_nonnulls(n.new_date, n.new_sequence, n.new_value, n.new_kind, n.new_ref) > 0 AS says_what,
               h.received_at, coalesce(n.new_date, h.event_date) AS date_then,
               coalesce(n.new_sequence, h.sequence) AS sequence_then, coalesce(n.new_value, h.value) AS value_then,
               coalesce(n.new_kind, h.evidence_kind) AS kind_then, coalesce(n.new_ref, h.evidence_ref) AS ref_then,
               EXISTS (SELECT FROM outcomes_claimstate w WHERE w.claim_id = h.id AND w.state = 'withdrawn') AS gone
          FROM named n LEFT JOIN outcomes_claim h ON h.id = n.claim_id
    ), told AS (
        SELECT w.*, later.id AS later_id, later.received_at AS later_at,
               (date_then, sequence_then, value_then, kind_then, ref_then) IS NOT DISTINCT FROM
               (h.event_date, h.sequence, h.value, h.evidence_kind, h.evidence_ref) AS stands_so,
               (date_then, sequence_then, value_then, kind_then, ref_then) IS NOT DISTINCT FROM
               (later.event_date, later.sequence, later.value, later.evidence_kind, later.evidence_ref) AS done_so
          FROM wanted w
          LEFT JOIN outcomes_claim h ON h.id = w.claim_id
          LEFT JOIN outcomes_claim later ON later.amends_id = w.claim_id
    )
    SELECT told.*,
           CASE WHEN flawed OR participant_id IS NULL THEN 'reject'
                WHEN action = 'amend' AND NOT says_what THEN 'nothing_to_change'
                WHEN action = 'withdraw' AND says_what THEN 'withdraws_and_changes'
                WHEN claim_id IS NULL THEN 'unknown_claim'
                WHEN action = 'withdraw' AND gone AND later_id IS NULL THEN 'duplicate'
                WHEN action = 'amend' AND (stands_so AND NOT gone OR done_so AND gone) THEN 'duplicate'
                WHEN gone AND later_id IS NULL THEN 'withdrawn_before'
                WHEN gone THEN 'changed_since'
                WHEN action = 'amend' AND EXISTS (
                     SELECT FROM outcomes_claim e JOIN outcomes_claimstate w ON w.claim_id = e.id
                      WHERE e.participant_id = told.participant_id AND e.outcome = told.outcome
                        AND e.amends_id IS NOT NULL AND w.state = 'withdrawn'
                        AND (e.event_date, e.sequence, e.value, e.evidence_kind, e.evidence_ref)
                            IS NOT DISTINCT FROM (date_then, sequence_then, value_then, kind_then, ref_then))
                THEN 'changed_back'
                ELSE 'accept' END AS fate
      FROM told
"""
PROBLEMS = """
    INSERT INTO {problems} (row_number, field, code, value, d0, d1)
    SELECT row_number, 'participant', 'unknown_participant', participant, %(agent_name)s, NULL
      FROM changes WHERE participant IS NOT NULL AND participant_id IS NULL
    UNION ALL
    SELECT row_number, CASE WHEN fate IN ('nothing_to_change', 'withdraws_and_changes') THEN 'action'
                            ELSE 'participant' END, fate, participant,
           CASE fate WHEN 'withdrawn_before' THEN to_char(received_at, 'FMDD FMMonth YYYY')
                     WHEN 'changed_since' THEN to_char(later_at, 'FMDD FMMonth YYYY')
                     ELSE to_char(event_date, 'FMDD FMMonth YYYY') END, coalesce(sequence, 1)::text
      FROM changes WHERE fate NOT IN ('accept', 'duplicate', 'reject')
"""
TWICE = """
    CREATE TEMP TABLE named_twice ON COMMIT DROP AS
    SELECT claim_id, min(row_number) AS first, (array_agg(row_number ORDER BY row_number))[2] AS second,
           count(DISTINCT (action, date_then, sequence_then, value_then, kind_then, ref_then)) = 1 AS alike
      FROM changes WHERE fate = 'accept' GROUP BY 1 HAVING count(*) > 1
"""
TWICE_DIFFERENT = """
    INSERT INTO {problems} (row_number, field, code, value, d0)
    SELECT c.row_number, 'participant', 'same_key_in_file', c.participant,
           CASE WHEN c.row_number = t.first THEN t.second ELSE t.first END::text
      FROM changes c JOIN named_twice t USING (claim_id) WHERE c.fate = 'accept' AND NOT t.alike
"""
TWICE_FATE = """
    UPDATE changes c SET fate = CASE WHEN t.alike THEN 'duplicate' ELSE 'reject' END
      FROM named_twice t
     WHERE t.claim_id = c.claim_id AND c.fate = 'accept' AND (NOT t.alike OR c.row_number <> t.first)
"""
AMENDING = """
    CREATE TEMP TABLE amending ON COMMIT DROP AS
    SELECT row_number, participant, outcome, date_then AS event_date, sequence_then AS sequence, value_then AS value,
           nullif(kind_then, '') AS evidence_kind, nullif(ref_then, '') AS evidence_ref, false AS flawed,
           NULL::integer AS short
      FROM changes WHERE fate = 'accept' AND action = 'amend'
"""
REPLACED = """
    CREATE TEMP TABLE replaced ON COMMIT DROP AS SELECT row_number, claim_id FROM changes WHERE fate = 'accept'
"""
# Of a single claim that is amended by its page: the one row of its file.
REPLACED_BY_ONE = """
    CREATE TEMP TABLE replaced ON COMMIT DROP AS
    SELECT row_number, %(amends)s::bigint AS claim_id FROM {rows} WHERE %(amends)s::bigint IS NOT NULL
"""
# What would make of a claim a second one of another that stands.
DOUBLED = """
    WITH doubled AS (UPDATE checked SET fate = 'reject' WHERE fate = 'duplicate' RETURNING row_number, reference)
    INSERT INTO {problems} (row_number, field, code, value)
    SELECT row_number, 'participant', 'claimed_already', reference FROM doubled
"""
# A row that needs the place of a claim whose own amendment was refused, so that it still stands there.
STRANDED = """
    WITH stranded AS (
        UPDATE checked c SET fate = 'reject'
          FROM changes stays JOIN checked refused ON refused.row_number = stays.row_number
         WHERE c.fate = 'accept' AND refused.fate <> 'accept' AND stays.fate = 'accept' AND stays.action = 'amend'
           AND stays.row_number <> c.row_number AND stays.participant_id = c.participant_id
           AND stays.outcome = c.outcome AND coalesce(stays.sequence, 1) = c.sequence
           AND (stays.event_date = c.event_date OR c.key_date = DATE 'epoch')
        RETURNING c.row_number, c.reference, stays.row_number AS other
    )
    INSERT INTO {problems} (row_number, field, code, value, d0)
    SELECT row_number, 'participant', 'place_not_free', reference, other::text FROM stranded
"""
FIELDS = """
    UPDATE {problems} p SET field = CASE WHEN p.field = 'achieved_on' AND c.new_date IS NULL THEN p.field
                                         ELSE 'new_' || p.field END
      FROM changes c JOIN amending a USING (row_number)
     WHERE c.row_number = p.row_number AND p.field IN ('achieved_on', 'sequence', 'value', 'evidence_kind')
"""
WITHDRAWN = """
    SELECT count(*) FROM changes WHERE fate = 'accept' AND action = 'withdraw'
"""
WITHDRAW = """
    INSERT INTO outcomes_claimstate (claim_id, state, reason, changed_by_id, changed_at)
    SELECT c.claim_id, 'withdrawn', CASE c.action WHEN 'amend' THEN 'Amended: ' ELSE '' END || c.reason,
           %(by)s, %(received_at)s
      FROM changes c LEFT JOIN checked k ON k.row_number = c.row_number AND k.fate = 'accept'
     WHERE c.fate = 'accept' AND (c.action = 'withdraw' OR k.row_number IS NOT NULL)
     ORDER BY c.row_number
"""
FINDING = (NAMED, LOCK, CHANGES, PROBLEMS, TWICE, TWICE_DIFFERENT, TWICE_FATE, AMENDING, REPLACED)
TEMPORARY = ("named", "changes", "named_twice", "amending")


def find(submission: Submission, values: dict[str, Any]) -> sql.Identifier:
    """Find the claims that rows change, and judge the rows. Returns where the rows of outcomes to be checked stand.

    `replaced` says afterwards which claim each row takes the place of; of a file that changes none it is empty.
    """
    rows, names = staging.rows_table(submission), _names(submission)
    steps = FINDING if _changes(submission) else (REPLACED_BY_ONE,)
    with connection.cursor() as cursor:
        for step in steps:
            cursor.execute(sql.SQL(step).format(**names), values if "%(" in step else None)
        cursor.execute("ANALYZE replaced")
    return sql.Identifier("amending") if _changes(submission) else rows


def settle(submission: Submission) -> int:
    """Once every row is checked: refuse what only another refused row would have made room for, and name the columns
    as this file has them. Returns how many claims are to be withdrawn without another in their place."""
    if not _changes(submission):
        return 0
    names = _names(submission)
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(DOUBLED).format(**names))
        stranded = 1
        while stranded:
            cursor.execute(sql.SQL(STRANDED).format(**names))
            stranded = cursor.rowcount
        cursor.execute(sql.SQL(FIELDS).format(**names))
        cursor.execute(WITHDRAWN)
        withdrawn: int = cursor.fetchone()[0]
    return withdrawn


def withdraw(submission: Submission, values: dict[str, Any]) -> None:
    """Withdraw the claims of the good rows, each with its reason, before others take their place."""
    if _changes(submission):
        with connection.cursor() as cursor:
            cursor.execute(WITHDRAW, values | {"by": submission.submitted_by_id})


def clear(submission: Submission) -> None:
    """Remove the tables of the transaction."""
    tables = ("replaced", *(TEMPORARY if _changes(submission) else ()))
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {', '.join(tables)}")


def _changes(submission: Submission) -> bool:
    return submission.kind == Submission.Kind.CHANGES


def _names(submission: Submission) -> dict[str, sql.Identifier]:
    return {"rows": staging.rows_table(submission), "problems": staging.problems_table(submission)}
