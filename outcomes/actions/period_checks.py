"""Rows whose day lies in a period that takes none now: its window is not open, or over, or the period was closed.

What was received before is a duplicate and harmless, so that a whole file may be sent again; only new rows are refused.
"""

import dataclasses
import json
from datetime import date

from django.db import connection
from psycopg import sql

from outcomes.actions import staging
from outcomes.domain import windows
from outcomes.models import Submission
from outcomes.selectors import periods

REFUSED = """
    CREATE TEMP TABLE refused ON COMMIT DROP AS
    SELECT c.row_number, r.code, r.period, r.day
      FROM checked c
      JOIN jsonb_to_recordset(%(spans)s::jsonb) AS r (code text, period text, starts_on date, ends_on date, day date)
        ON c.{column} BETWEEN r.starts_on AND r.ends_on
     WHERE c.fate <> 'duplicate'
"""
PROBLEMS = """
    INSERT INTO {problems} (row_number, field, code, d0, d1)
    SELECT row_number, %(field)s, code, period, to_char(day, 'FMDD FMMonth YYYY') FROM refused
"""
FATE = "UPDATE checked c SET fate = 'reject' FROM refused r WHERE r.row_number = c.row_number"


def refuse(submission: Submission, *, column: str, field: str, today: date) -> None:
    """Refuse the rows of `checked` whose day (`column`) lies in such a period, with a problem beside the `field`."""
    spans = windows.refusals(periods.standings(submission.programme, submission.agent), today)
    if not spans:
        return
    names = {"problems": staging.problems_table(submission), "column": sql.Identifier(column)}
    values = {"spans": json.dumps([dataclasses.asdict(span) for span in spans], default=date.isoformat)}
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(REFUSED).format(**names), values)
        cursor.execute(sql.SQL(PROBLEMS).format(**names), {"field": field})
        cursor.execute(FATE)
        cursor.execute("DROP TABLE refused")
