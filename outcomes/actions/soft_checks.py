"""What is unusual in rows that are good: questions over the whole set, asked once.

`checked` holds the rows with their fate, `history` the earlier claims of their participants; both belong to
`outcomes.actions.outcome_checks`. A question that was answered for a participant is kept with that answer, and
so is one that was answered in the same words about the claim that is amended.
"""

import dataclasses
import json
from datetime import date
from typing import Any

from django.db import connection

from outcomes.domain.questions import UNUSUAL
from outcomes.models import Submission
from outcomes.selectors import standing

LIMITS = {
    "long": 730,  # days after the start
    "many": 20,  # outcomes on one day, at least, and
    "times": 5,  # as many times as on a usual day, where
    "fewest_days": 5,  # the file has as many days
    "bunch": 10,  # rows at the end of a window or of a period, at least, and
    "bunch_times": 3,  # as many times as would be usual
    "fewest_values": 20,  # among which a value can be far from the others
    "earlier_values": 10_000,
    "spreads": 3,  # times the distance between the quartiles, or a tenth of the upper one where that is more
}

ASKED = """
    CREATE TEMP TABLE asked (row_number bigint NOT NULL, code text NOT NULL, d0 text, d1 text) ON COMMIT DROP
"""
# One scan, from which most checks see whether there is anything to look for.
DAYS = """
    CREATE TEMP TABLE days ON COMMIT DROP AS
    SELECT outcome, version_id, event_date, count(*) AS found,
           count(*) FILTER (WHERE last_day - event_date < 7) AS late, max(last_day - started_on) AS window_days,
           bool_or(key_date <> DATE 'epoch' AND event_date > started_on + %(long)s) AS has_long,
           count(short) > 0 AS has_short
      FROM checked WHERE fate = 'accept' GROUP BY 1, 2, 3
"""
LONG = """
    INSERT INTO asked
    SELECT row_number, 'long_after_start', (event_date - started_on)::text, to_char(started_on, 'FMDD FMMonth YYYY')
      FROM checked
     WHERE EXISTS (SELECT FROM days WHERE has_long)
       AND fate = 'accept' AND key_date <> DATE 'epoch' AND event_date > started_on + %(long)s
"""
# Two different outcomes on one day are usual, twice the same one or three of any kind are not.
SEVERAL = """
    INSERT INTO asked
    WITH every AS NOT MATERIALIZED (
        SELECT participant_id, event_date, outcome FROM checked WHERE fate = 'accept'
         UNION ALL
        SELECT participant_id, event_date, outcome FROM history WHERE NOT withdrawn
    ), shared AS (
        SELECT participant_id, event_date FROM every GROUP BY 1, 2 HAVING count(*) > 1
    ), unusual AS (
        SELECT participant_id, event_date, count(*) AS times
          FROM every JOIN shared USING (participant_id, event_date) GROUP BY 1, 2
        HAVING count(*) > 2 OR (count(*) = 2 AND min(outcome) = max(outcome))
    )
    SELECT c.row_number, 'several_on_one_date', u.times::text, to_char(c.event_date, 'FMDD FMMonth YYYY')
      FROM checked c JOIN unusual u USING (participant_id, event_date) WHERE c.fate = 'accept'
"""
MANY_ON_ONE_DAY = """
    INSERT INTO asked
    WITH each_day AS (
        SELECT outcome, event_date, sum(found) AS found FROM days GROUP BY 1, 2
    ), usual AS (
        SELECT outcome, percentile_disc(0.5) WITHIN GROUP (ORDER BY found) AS middle
          FROM each_day GROUP BY 1 HAVING count(*) >= %(fewest_days)s
    ), crowded AS (
        SELECT outcome, event_date, found, middle FROM each_day JOIN usual USING (outcome)
         WHERE found >= %(many)s AND found > %(times)s * middle
    )
    SELECT c.row_number, 'many_on_one_day', d.found::text, d.middle::text
      FROM checked c JOIN crowded d USING (outcome, event_date) WHERE c.fate = 'accept'
"""
# Values are sorted as ten-thousandths, whole numbers, which is faster and loses nothing.
VALUES = f"""
    INSERT INTO asked
    WITH every AS (
        SELECT outcome, (value * 10000)::bigint AS value, true AS here
          FROM checked WHERE fate = 'accept' AND value IS NOT NULL
         UNION ALL
        (SELECT outcome, (value * 10000)::bigint, false FROM outcomes_claim
          WHERE programme_id = %(programme)s AND agent_id = %(agent)s
          AND {standing.condition("outcomes_claim.id")}
          AND event_date > %(today)s - 730 AND value IS NOT NULL ORDER BY event_date DESC LIMIT %(earlier_values)s)
    ), places AS (
        SELECT outcome, percentile_disc(ARRAY[0.25, 0.75]) WITHIN GROUP (ORDER BY value) AS q,
               min(value) FILTER (WHERE here) / 10000.0 AS least, max(value) FILTER (WHERE here) / 10000.0 AS largest
          FROM every GROUP BY 1 HAVING count(*) >= %(fewest_values)s
    ), quartiles AS (
        SELECT outcome, q[1] / 10000.0 AS lower, q[2] / 10000.0 AS upper, least, largest FROM places
    ), bounds AS (
        SELECT outcome, lower, upper, least, largest,
               lower - greatest(upper - lower, abs(upper) / 10) * %(spreads)s AS lowest,
               upper + greatest(upper - lower, abs(upper) / 10) * %(spreads)s AS highest
          FROM quartiles
    ), exceeded AS MATERIALIZED (
        SELECT * FROM bounds WHERE least < lowest OR largest > highest
    )
    SELECT c.row_number, 'value_unusual', trim_scale(c.value)::text,
           CASE WHEN b.lower = b.upper THEN 'at ' || trim_scale(b.lower)
                ELSE 'between ' || trim_scale(b.lower) || ' and ' || trim_scale(b.upper) END
      FROM checked c JOIN exceeded b USING (outcome)
     WHERE c.fate = 'accept' AND c.value NOT BETWEEN b.lowest AND b.highest
"""  # noqa: S608 - the parts are constants
BUNCHED = """
    INSERT INTO asked
    WITH late AS (
        SELECT outcome, version_id, sum(late) AS found,
               ceil(sum(found) * 7.0 / greatest(max(window_days) + 1, 7)) AS usual
          FROM days WHERE window_days IS NOT NULL GROUP BY 1, 2
    ), bunched AS (
        SELECT * FROM late WHERE found >= %(bunch)s AND found > %(bunch_times)s * usual
    )
    SELECT c.row_number, 'bunched_in_window', l.found::text, l.usual::text
      FROM checked c JOIN bunched l USING (outcome, version_id)
     WHERE c.fate = 'accept' AND c.last_day - c.event_date < 7
"""
PERIOD_ENDS = """
    INSERT INTO asked
    WITH late AS (
        SELECT p.id, p.code, p.ends_on, sum(d.found) AS every,
               coalesce(sum(d.found) FILTER (WHERE d.event_date > p.ends_on - 5), 0) AS found,
               5.0 / (p.ends_on - p.starts_on + 1) AS share
          FROM days d
          JOIN contracts_period p ON p.programme_id = %(programme)s AND d.event_date BETWEEN p.starts_on AND p.ends_on
         WHERE p.ends_on < %(today)s - 14
         GROUP BY p.id
    ), bunched AS (
        SELECT * FROM late WHERE found >= %(bunch)s AND found > %(bunch_times)s * every * share
    )
    SELECT c.row_number, 'late_at_period_end', l.code, l.found || ' of ' || l.every
      FROM checked c JOIN bunched l ON c.event_date > l.ends_on - 5 AND c.event_date <= l.ends_on
     WHERE c.fate = 'accept'
"""
EVIDENCE = """
    INSERT INTO asked
    WITH several AS (
        SELECT evidence_ref COLLATE "C" AS evidence_ref FROM checked
         WHERE fate = 'accept' AND evidence_ref <> '' GROUP BY 1 HAVING min(participant_id) <> max(participant_id)
    ), shared AS (
        SELECT s.evidence_ref, count(DISTINCT c.participant_id) AS people
          FROM several s JOIN checked c ON c.evidence_ref COLLATE "C" = s.evidence_ref
         WHERE c.fate = 'accept' GROUP BY 1
    )
    SELECT c.row_number, 'shared_evidence', c.evidence_ref, s.people::text
      FROM checked c JOIN shared s ON s.evidence_ref = c.evidence_ref COLLATE "C" WHERE c.fate = 'accept'
"""
SHORT = """
    INSERT INTO asked
    SELECT row_number, 'short_row', short::text, %(width)s::text FROM checked
     WHERE EXISTS (SELECT FROM days WHERE has_short)
       AND fate = 'accept' AND short IS NOT NULL AND (value IS NOT NULL OR sequence > 1 OR evidence_kind <> ''
                                                      OR evidence_ref <> '')
"""
KEEP = """
    INSERT INTO outcomes_question (submission_id, claim_id, participant_id, row_number, code, sentence, asked_at,
                                   answer_id)
    SELECT %(submission)s, claim.id, c.participant_id, a.row_number, a.code, said.sentence, %(received_at)s,
           coalesce(known.id, amended.answer_id)
      FROM asked a
      JOIN checked c USING (row_number)
      LEFT JOIN replaced USING (row_number)
      JOIN jsonb_to_recordset(%(sentences)s::jsonb) AS t (code text, sentence text) USING (code)
     CROSS JOIN LATERAL (
          SELECT replace(replace(t.sentence, '{0}', coalesce(a.d0, '')), '{1}', coalesce(a.d1, '')) AS sentence) said
      LEFT JOIN outcomes_claim claim
             ON %(taken)s AND claim.submission_id = %(submission)s
            AND claim.participant_id = c.participant_id AND claim.outcome = c.outcome
            AND claim.event_date = c.event_date AND claim.sequence = c.sequence
      LEFT JOIN LATERAL (
          SELECT answer.id FROM outcomes_answer answer
           WHERE answer.scope = 'participant' AND answer.participant_id = c.participant_id AND answer.code = a.code
           ORDER BY answer.id DESC LIMIT 1) known ON true
      LEFT JOIN LATERAL (
          SELECT earlier.answer_id FROM outcomes_question earlier
           WHERE earlier.claim_id = replaced.claim_id AND earlier.code = a.code AND earlier.sentence = said.sentence
             AND earlier.answer_id IS NOT NULL
           LIMIT 1) amended ON true
     ORDER BY a.row_number
"""
CHECKS = (DAYS, "ANALYZE days", LONG, SEVERAL, MANY_ON_ONE_DAY, VALUES, BUNCHED, PERIOD_ENDS, EVIDENCE, SHORT)


def ask(submission: Submission, *, today: date) -> None:
    """Find what is unusual among the rows of `checked` that are good."""
    values: dict[str, Any] = {
        "programme": submission.programme_id,
        "agent": submission.agent_id,
        "today": today,
        "width": len(submission.columns),
        **LIMITS,
    }
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS asked, days")
        cursor.execute(ASKED)
        for check in CHECKS:
            cursor.execute(check, values if "%(" in check else None)


def keep(submission: Submission, *, taken: bool) -> None:
    """Store the questions beside the claims that were taken, and count those that nobody has answered yet."""
    values: dict[str, Any] = {
        "submission": submission.pk,
        "received_at": submission.submitted_at,
        "sentences": json.dumps([dataclasses.asdict(unusual) for unusual in UNUSUAL]),
        "taken": taken,
    }
    with connection.cursor() as cursor:
        cursor.execute(KEEP, values)
        cursor.execute(
            "SELECT count(*) FROM outcomes_question WHERE submission_id = %s AND answer_id IS NULL", [submission.pk]
        )
        submission.questions = cursor.fetchone()[0]
        cursor.execute("DROP TABLE asked, days")
