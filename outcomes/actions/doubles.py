"""One person under several references: told by the keyed hashes alone, over sets, so that nothing is paid twice.

In the same programme the later claim is refused when it comes in, or fails when the hash comes later. In another
programme, and when somebody starts again, the agent is asked: others may rightly pay for another share of the result.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection

from accounts.selectors import users
from delivery.models import Identity
from outcomes.actions import telling
from outcomes.selectors import standing
from stages.models import Programme

# Rows of a file for a person for whom the outcome was claimed before under another reference, here or in the same file.
SAME = f"""
    CREATE TEMP TABLE same_person ON COMMIT DROP AS
    WITH wanted AS (
        SELECT c.row_number, c.participant_id, c.outcome, c.event_date, c.sequence, c.key_date, c.most, mine.digest
          FROM checked c JOIN delivery_identity mine ON mine.participant_id = c.participant_id
         WHERE c.fate = 'accept'
    )
    SELECT w.row_number
      FROM wanted w
      JOIN delivery_identity theirs ON theirs.digest = w.digest AND theirs.participant_id <> w.participant_id
      JOIN outcomes_claim h ON h.participant_id = theirs.participant_id AND h.programme_id = %(programme)s
                           AND h.outcome = w.outcome
                           AND (w.most = 1 OR h.event_date = w.event_date
                                OR (w.key_date = DATE 'epoch' AND h.sequence = w.sequence))
     WHERE {standing.condition("h.id")}
    UNION
    SELECT greatest(w.row_number, o.row_number)
      FROM wanted w
      JOIN wanted o ON o.digest = w.digest AND o.participant_id <> w.participant_id AND o.outcome = w.outcome
                   AND (w.most = 1 OR o.event_date = w.event_date
                        OR (w.key_date = DATE 'epoch' AND o.sequence = w.sequence))
"""  # noqa: S608 - the parts are constants
SAME_PROBLEMS = """
    INSERT INTO {problems} (row_number, field, code, value)
    SELECT c.row_number, 'participant', 'person_claimed_before', c.reference
      FROM checked c JOIN same_person USING (row_number)
"""
SAME_FATE = "UPDATE checked c SET fate = 'reject' FROM same_person d WHERE d.row_number = c.row_number"
STEPS = (SAME, SAME_PROBLEMS, SAME_FATE)
TEMPORARY = ("same_person",)

# Claims that stand already and turn out to be the same person's: the first one stays, the later ones fail.
FAIL = f"""
    WITH people AS (
        SELECT i.participant_id, i.digest FROM delivery_identity i
          JOIN delivery_participant p ON p.id = i.participant_id AND p.programme_id = %(programme)s
    ), standing AS (
        SELECT h.id, h.participant_id, h.outcome, h.event_date, h.sequence, people.digest,
               o.max_per_participant AS most, o.kind = 'sustained' AS lasts
          FROM outcomes_claim h
          JOIN people USING (participant_id)
          JOIN contracts_outcomedefinition o ON o.version_id = h.version_id AND o.code = h.outcome
         WHERE {standing.condition("h.id")}
    )
    INSERT INTO outcomes_claimstate (claim_id, state, reason, changed_by_id, changed_at)
    SELECT DISTINCT later.id, 'failed', %(reason)s, %(by)s::bigint, %(at)s::timestamptz
      FROM standing later
      JOIN standing first ON first.digest = later.digest AND first.participant_id <> later.participant_id
                         AND first.outcome = later.outcome
                         AND (later.most = 1 OR first.event_date = later.event_date
                              OR (later.lasts AND first.sequence = later.sequence))
                         AND (first.event_date, first.id) < (later.event_date, later.id)
    RETURNING claim_id
"""  # noqa: S608 - the parts are constants
REASON = "The same person was claimed for before, for this outcome, under another reference"
STARTED_AGAIN = """
    INSERT INTO outcomes_personquestion (participant_id, kind, outcome, day, days_before, asked_at)
    SELECT later.id, 'started_again', '', later.started_on, min(later.started_on - first.started_on), %(at)s
      FROM delivery_participant later
      JOIN delivery_identity mine ON mine.participant_id = later.id
      JOIN delivery_identity theirs ON theirs.digest = mine.digest AND theirs.participant_id <> later.id
      JOIN delivery_participant first ON first.id = theirs.participant_id AND first.programme_id = later.programme_id
     WHERE later.programme_id = %(programme)s AND (first.started_on, first.id) < (later.started_on, later.id)
       AND later.started_on - first.started_on <= %(days)s
     GROUP BY later.id, later.started_on
        ON CONFLICT DO NOTHING
"""
# Both programmes are asked, each about its own claim.
PAID_ELSEWHERE = f"""
    INSERT INTO outcomes_personquestion (participant_id, kind, outcome, day, days_before, asked_at)
    SELECT DISTINCT asked.participant_id, 'paid_elsewhere', asked.outcome, asked.event_date, NULL::int,
           %(at)s::timestamptz
      FROM outcomes_claim here
      JOIN delivery_identity mine ON mine.participant_id = here.participant_id
      JOIN delivery_identity theirs ON theirs.digest = mine.digest AND theirs.participant_id <> here.participant_id
      JOIN outcomes_claim there ON there.participant_id = theirs.participant_id
                               AND there.programme_id <> here.programme_id AND there.outcome = here.outcome
     CROSS JOIN LATERAL (VALUES (here.participant_id, here.outcome, here.event_date),
                                (there.participant_id, there.outcome, there.event_date))
                        AS asked (participant_id, outcome, event_date)
     WHERE here.programme_id = %(programme)s AND (%(submission)s::bigint IS NULL OR here.submission_id = %(submission)s)
       AND abs(here.event_date - there.event_date) <= %(days)s
       AND {standing.condition("here.id")}
       AND {standing.condition("there.id")}
        ON CONFLICT DO NOTHING
"""  # noqa: S608 - the parts are constants


def hold(programme: Programme) -> None:
    """Before new hashes: wait until no claims of the programme are being checked, and keep others waiting."""
    _lock("pg_advisory_xact_lock", "identities", programme)


def take_turn(programme: Programme) -> None:
    """Before claims are checked: no new hashes until the transaction ends; and where there are hashes, one file at a
    time, because two agents may claim for one person at the same moment."""
    _lock("pg_advisory_xact_lock_shared", "identities", programme)
    if Identity.objects.filter(participant__programme=programme).exists():
        _lock("pg_advisory_xact_lock", "doubles", programme)


def _lock(function: str, name: str, programme: Programme) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtextextended(%s, 0))", [f"{name}:{programme.pk}"])


def look(*, programme: Programme, at: datetime) -> int:
    """After new hashes or new claims: fail what was claimed twice, and ask what has to be asked.

    Returns how many claims failed. Running it again changes nothing.
    """
    by = users.system_user("matching")
    values = _values(programme, None, at) | {"reason": REASON, "by": by.pk}
    with connection.cursor() as cursor:
        cursor.execute(FAIL, values)
        failed = [claim for (claim,) in cursor.fetchall()]
        cursor.execute(STARTED_AGAIN, values)
        cursor.execute(PAID_ELSEWHERE, values)
    if failed:
        telling.of_failed(programme, failed, by, at)
    return len(failed)


def ask(*, programme: Programme, submission: int, at: datetime) -> None:
    """Ask about claims of a file whose person is claimed for in another programme too."""
    if Identity.objects.filter(participant__programme=programme).exists():
        with connection.cursor() as cursor:
            cursor.execute(PAID_ELSEWHERE, _values(programme, submission, at))


def _values(programme: Programme, submission: int | None, at: datetime) -> dict[str, Any]:
    return {"programme": programme.pk, "submission": submission, "at": at, "days": settings.RE_REFERRAL_DAYS}
