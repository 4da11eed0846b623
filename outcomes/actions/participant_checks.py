"""Staged rows of participants against those already on the programme, as statements over the whole set.

The contract version and the segment were found while the rows were read; see `outcomes.domain.rows`.
"""

from datetime import date

from django.db import connection
from psycopg import sql

from outcomes.actions import holdings, period_checks, staging
from outcomes.models import Submission
from stages.domain import sandboxes

CHECKED = """
    CREATE TEMP TABLE checked ON COMMIT DROP AS
    SELECT s.row_number, s.participant AS reference, s.started_on, coalesce(s.attributes, '{{}}') AS attributes,
           coalesce(s.segment, '') AS segment, s.version_id,
           CASE WHEN s.flawed OR s.started_on > %(today)s THEN 'reject' ELSE 'accept' END AS fate
      FROM {rows} s
"""
FUTURE = """
    INSERT INTO {problems} (row_number, field, code, d0, d1)
    SELECT row_number, 'started_on', 'date_future', to_char(started_on, 'FMDD FMMonth YYYY'),
           to_char(%(today)s, 'FMDD FMMonth YYYY')
      FROM checked WHERE started_on > %(today)s
"""
TWICE = """
    CREATE TEMP TABLE twice ON COMMIT DROP AS
    SELECT reference, min(row_number) AS first, (array_agg(row_number ORDER BY row_number))[2] AS second,
           count(DISTINCT (started_on, attributes)) = 1 AS alike
      FROM checked WHERE fate = 'accept' GROUP BY reference HAVING count(*) > 1
"""
TWICE_DIFFERENT = """
    INSERT INTO {problems} (row_number, field, code, value, d0)
    SELECT c.row_number, 'participant', 'same_participant_in_file', c.reference,
           CASE WHEN c.row_number = t.first THEN t.second ELSE t.first END::text
      FROM checked c JOIN twice t USING (reference) WHERE c.fate = 'accept' AND NOT t.alike
"""
TWICE_FATE = """
    UPDATE checked c SET fate = CASE WHEN t.alike THEN 'duplicate' ELSE 'reject' END
      FROM twice t
     WHERE t.reference = c.reference AND c.fate = 'accept' AND (NOT t.alike OR c.row_number <> t.first)
"""
KNOWN = """
    CREATE TEMP TABLE known ON COMMIT DROP AS
    SELECT c.row_number, c.reference, p.started_on, p.segment,
           p.started_on = c.started_on AND p.segment = c.segment AND p.attributes @> c.attributes AS alike
      FROM checked c
      JOIN delivery_participant p
        ON p.programme_id = %(programme)s AND p.agent_id = %(agent)s AND p.reference = c.reference
     WHERE c.fate = 'accept' AND NOT EXISTS (SELECT FROM held WHERE held.reference = c.reference)
    UNION ALL
    SELECT c.row_number, c.reference, held.started_on, held.segment,
           held.started_on = c.started_on AND held.segment = c.segment AND held.attributes @> c.attributes
      FROM checked c JOIN held ON held.reference = c.reference
     WHERE c.fate = 'accept'
"""
KNOWN_DIFFERENT = """
    INSERT INTO {problems} (row_number, field, code, value, d0, d1)
    SELECT row_number, 'participant', 'already_started', reference, to_char(started_on, 'FMDD FMMonth YYYY'),
           CASE WHEN segment = '' THEN '' ELSE ', segment ' || segment END
      FROM known WHERE NOT alike
"""
KNOWN_FATE = """
    UPDATE checked c SET fate = CASE WHEN k.alike THEN 'duplicate' ELSE 'reject' END
      FROM known k WHERE k.row_number = c.row_number
"""
# An agent whom a later version names no more goes on claiming for its people, and takes on nobody new.
NO_AGENT = """
    INSERT INTO {problems} (row_number, field, code, d0, d1)
    SELECT c.row_number, 'started_on', 'agent_not_in_version', %(agent_name)s,
           to_char(c.started_on, 'FMDD FMMonth YYYY')
      FROM checked c
     WHERE c.fate = 'accept'
       AND NOT EXISTS (SELECT FROM contracts_party p
                        WHERE p.version_id = c.version_id AND p.organisation_id = %(agent)s AND p.role = 'agent')
"""
NO_AGENT_FATE = """
    UPDATE checked c SET fate = 'reject'
      FROM {problems} p WHERE p.row_number = c.row_number AND p.code = 'agent_not_in_version'
"""
# Of those who started on one day, one whose reference people would hold for that of another, here or before.
ALIKE = """
    INSERT INTO {problems} (row_number, field, code, value, d0)
    WITH mine AS (
        SELECT row_number, reference, started_on, {folded} AS folded
          FROM checked WHERE fate = 'accept'
    ), everybody AS (
        SELECT row_number, reference, started_on, folded FROM mine
         UNION ALL
        SELECT 0, reference, started_on, {folded}
          FROM delivery_participant WHERE programme_id = %(programme)s AND agent_id = %(agent)s
    )
    SELECT m.row_number, 'participant', 'reference_alike', m.reference, min(o.reference)
      FROM mine m
      JOIN everybody o ON o.folded = m.folded AND o.started_on = m.started_on AND o.reference <> m.reference
                      AND o.row_number < m.row_number
     GROUP BY 1, 4
"""
ALIKE_FATE = """
    UPDATE checked c SET fate = 'reject'
      FROM {problems} p WHERE p.row_number = c.row_number AND p.code = 'reference_alike'
"""
ACCEPT = """
    INSERT INTO delivery_participant (programme_id, agent_id, reference, started_on, segment, attributes, version_id,
                                      received_at)
    SELECT %(programme)s, %(agent)s, reference, started_on, segment, attributes, version_id, %(received_at)s
      FROM checked WHERE fate = 'accept'
        ON CONFLICT (programme_id, agent_id, reference) DO NOTHING
"""
NOT_INVENTED = """
    INSERT INTO {problems} (row_number, field, code, value)
    SELECT c.row_number, 'participant', 'not_invented', c.reference
      FROM checked c
     WHERE c.fate = 'accept' AND NOT starts_with(c.reference, %(invented)s)
"""
NOT_INVENTED_FATE = """
    UPDATE checked c SET fate = 'reject'
      FROM {problems} p WHERE p.row_number = c.row_number AND p.code = 'not_invented'
"""
STEPS = (
    FUTURE, TWICE, TWICE_DIFFERENT, TWICE_FATE, KNOWN, KNOWN_DIFFERENT, KNOWN_FATE, NO_AGENT, NO_AGENT_FATE, ALIKE,
    ALIKE_FATE,
)  # fmt: skip


def accept(submission: Submission, *, today: date) -> int:
    """Check every staged row, add the problems found, store the participants if they are to be taken. Returns how many.

    `today` is the day on which the file was sent: later starts are in the future.
    """
    names = {
        "rows": staging.rows_table(submission),
        "problems": staging.problems_table(submission),
        "folded": sql.SQL(holdings.FOLDED.format("reference")),
    }
    values = {**staging.parameters(submission), "today": today, "invented": sandboxes.INVENTED}
    with connection.cursor() as cursor:
        cursor.execute(holdings.HELD, values)
        cursor.execute(sql.SQL("ANALYZE {rows}").format(**names))
        cursor.execute(sql.SQL(CHECKED).format(**names), values)
        cursor.execute("ANALYZE checked")
        for step in (*((NOT_INVENTED, NOT_INVENTED_FATE) if submission.programme.is_sandbox else ()), *STEPS):
            cursor.execute(sql.SQL(step).format(**names), values if "%(" in step else None)
        period_checks.refuse(submission, column="started_on", field="started_on", today=today)
        accepted = 0
        if staging.decide(submission):
            cursor.execute(sql.SQL(ACCEPT), values)
            accepted = cursor.rowcount
        cursor.execute("DROP TABLE held, checked, twice, known")
    return accepted
