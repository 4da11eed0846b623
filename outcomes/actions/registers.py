"""Extracts of registers outside the programme, sent by commissioner or verifier: read whole, or not at all."""

import dataclasses
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils.timezone import localdate

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import User
from delivery.actions.records import RowsRefused
from delivery.domain import identifiers
from delivery.selectors import access
from delivery.selectors import contract as contracts
from outcomes import permissions
from outcomes.actions.files import Readable, Spooled, spooled
from outcomes.actions.identities import NO_KEY
from outcomes.domain import register_rows
from outcomes.domain.register_rows import RegisterRows, Stated
from outcomes.models import RegisterExtract
from stages.models import Programme


class ExtractRefused(Refused):
    """The extract cannot be taken; nothing of it was kept."""


def upload(
    *, programme: Programme, stated: Stated, filename: str, file: Readable, by: User, at: datetime
) -> RegisterExtract:
    """Take an extract with all of its rows, matched with the participants of the programme.

    Rows about people who are not on the programme are kept as unknown and counted: a register knows more people than a
    programme. Raises `Forbidden`, `ExtractRefused`, `FileRefused`, or `RowsRefused` with the rows that cannot be read.
    """
    permissions.require(by, "register.upload", programme)
    if stated.covers_until < stated.covers_from:
        raise ExtractRefused("The last day that the extract covers is before the first. Correct one of the two.")
    if stated.covers_until > localdate(at):
        raise ExtractRefused("An extract cannot cover days to come. Enter the last day that it covers.")
    with spooled(file, filename) as held, transaction.atomic():
        _hold(programme)
        known = RegisterExtract.objects.filter(programme=programme, digest=held.digest).first()
        if known is not None:
            raise ExtractRefused(f"This file was received before, as “{known.name}”. Nothing was taken from it again.")
        _stage(programme, held)
        return _keep(programme, stated, filename[-255:], held, by, at)


def _hold(programme: Programme) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"registers:{programme.pk}"])


def _stage(programme: Programme, held: Spooled) -> None:
    """Copy the rows into a table of this transaction. Raises `RowsRefused` when any cannot be read."""
    with connection.cursor() as cursor:
        cursor.execute(STAGED)
    stream = held.source().rows()
    _, cells = next(stream, (0, [""]))
    agents = [agent.code for agent in access.contract_agents(programme)]
    header = register_rows.header(cells)
    if not settings.IDENTIFIER_KEY and set(header.positions) & set(identifiers.COLUMNS):
        raise ExtractRefused(NO_KEY)
    rows = RegisterRows(contracts.of(programme), agents, header, held.reading, settings.IDENTIFIER_KEY)
    try:
        _copy(rows.lines(stream))
    finally:
        stream.close()
    if rows.bad:
        raise RowsRefused(rows.bad)
    if not rows.read:
        raise ExtractRefused("The file has a header but no rows. Add the rows and send it again.")


def _copy(lines: Iterable[tuple[object, ...]]) -> None:
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for line in lines:
            copy.write_row(line)


def _keep(
    programme: Programme, stated: Stated, filename: str, held: Spooled, by: User, at: datetime
) -> RegisterExtract:
    with connection.cursor() as cursor:
        cursor.execute(MATCHED, {"programme": programme.pk})
        cursor.execute("SELECT count(*), count(participant_id) FROM register_matched")
        count, matched = cursor.fetchone()
        extract = RegisterExtract.objects.create(
            programme=programme,
            **dataclasses.asdict(stated),
            filename=filename,
            digest=held.digest,
            size=held.size,
            rows_count=count,
            matched=matched,
            uploaded_by=by,
            uploaded_at=at,
        )
        cursor.execute(KEPT, {"extract": extract.pk})
        cursor.execute("DROP TABLE register_staged, register_matched")
    facts: dict[str, Any] = {"name": extract.name, "digest": held.digest, "rows": count, "matched": matched}
    audit.record(
        by=by, at=at, action="outcomes.register.upload", programme=programme.slug, subject=extract, after=facts
    )
    return extract


STAGED = """
    CREATE TEMP TABLE register_staged (
        row_number bigint NOT NULL, reference text, agent text, outcome text, event_date date, until_date date,
        person text
    ) ON COMMIT DROP
"""
COPY = "COPY register_staged (row_number, reference, agent, outcome, event_date, until_date, person) FROM STDIN"
# A reference is an agent's own: without an agent, a row is matched only when one agent alone has such a participant. By
# the hash of an identifier it is matched with whoever of that person had started last by the day.
MATCHED = """
    CREATE TEMP TABLE register_matched ON COMMIT DROP AS
    WITH known AS (
        SELECT id, agent_id, reference, started_on FROM delivery_participant WHERE programme_id = %(programme)s
         UNION
        SELECT p.id, t.to_agent_id, t.reference, p.started_on
          FROM delivery_transfer t
          JOIN delivery_transferanswer said ON said.transfer_id = t.id AND said.kind = 'confirmed'
          JOIN delivery_participant p ON p.id = t.participant_id AND p.programme_id = %(programme)s
    ), by_reference AS (
        SELECT s.row_number, p.id, p.started_on
          FROM register_staged s
          LEFT JOIN accounts_organisation o ON o.code = s.agent
          JOIN known p ON p.reference = s.reference AND (s.agent IS NULL OR p.agent_id = o.id)
    ), by_person AS (
        SELECT DISTINCT ON (s.row_number) s.row_number, p.id, p.started_on
          FROM register_staged s
          JOIN delivery_identity i ON i.digest = s.person
          JOIN delivery_participant p ON p.id = i.participant_id AND p.programme_id = %(programme)s
         WHERE s.reference IS NULL
         ORDER BY s.row_number, p.started_on <= s.event_date DESC, p.started_on DESC
    ), found AS (
        SELECT row_number, count(*) AS people, min(id) AS participant_id
          FROM (SELECT * FROM by_reference UNION SELECT * FROM by_person) AS either GROUP BY row_number
    )
    SELECT s.row_number, o.id AS agent_id, s.reference, s.person, s.outcome, s.event_date, s.until_date,
           CASE WHEN f.people = 1 THEN f.participant_id END AS participant_id,
           CASE WHEN f.people = 1 THEN 'matched' WHEN f.people > 1 THEN 'ambiguous' ELSE 'unknown' END AS match
      FROM register_staged s
      LEFT JOIN accounts_organisation o ON o.code = s.agent
      LEFT JOIN found f USING (row_number)
"""
KEPT = """
    INSERT INTO outcomes_registerrow (extract_id, row_number, agent_id, reference, person, participant_id, match,
                                      outcome, event_date, until_date)
    SELECT %(extract)s, row_number, agent_id, coalesce(reference, ''), coalesce(person, ''),
           participant_id, match, outcome,
           event_date, until_date
      FROM register_matched ORDER BY row_number
"""
