"""Identifiers given for matching: read from a file that is never kept, and stored as keyed hashes alone."""

import dataclasses
from collections.abc import Iterator, Sequence
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import Organisation, User
from delivery import permissions
from delivery.actions import records
from delivery.actions.records import RowsRefused
from delivery.domain import identifiers
from delivery.domain.tables import BadRow
from outcomes.actions import claims, doubles
from outcomes.actions.files import Readable, Spooled, spooled
from outcomes.domain.reading import Row, header_of
from stages.models import Programme

MOST_BAD = 200
NO_KEY = "This system has no key for identifiers, so none can be taken. The administrator sets IDENTIFIER_KEY first."


@dataclasses.dataclass(frozen=True)
class Taken:
    """How many hashes are new, how many were known, and how many claims failed because they turned out to be double."""

    new: int
    known: int
    failed: int

    def __str__(self) -> str:
        said = f"{self.new:,} new hashes are kept, {self.known:,} were known already."
        return said + (f" {self.failed:,} claims failed: the person was claimed for before." if self.failed else "")


def upload(
    *, programme: Programme, agent: Organisation, filename: str, file: Readable, by: User, at: datetime
) -> Taken:
    """Take identifiers of the agent's participants, all rows or none; hashed while they are read.

    Neither the file nor an identifier is kept, shown again or logged. Raises `Forbidden`, `StageClosed`, `FileRefused`,
    `RowsRefused`, or `Refused` when the system has no key.
    """
    permissions.require_to_act_for(by, "delivery.record", programme, agent)
    if programme.is_sandbox:
        raise Refused("This is a sandbox. Nobody in it is real, so nobody is identified in it.")
    if not settings.IDENTIFIER_KEY:
        raise Refused(NO_KEY)
    with spooled(file, filename) as held, transaction.atomic():
        records.begin_event(programme, agent, by)
        claims.hold(programme, [agent.pk])
        doubles.hold(programme)
        read = _stage(held)
        _require_known(programme, agent)
        with connection.cursor() as cursor:
            cursor.execute(KEPT, {"at": at})
            new = cursor.rowcount
            cursor.execute("DROP TABLE given_identities, own_participants")
        failed = doubles.look(programme=programme, at=at)
        facts = {"agent": agent.code, "digest": held.digest, "new": new, "known": read - new, "failed": failed}
        audit.record(
            by=by, at=at, action="outcomes.identities.upload", programme=programme.slug, subject=programme, after=facts
        )
    return Taken(new, read - new, failed)


def _stage(held: Spooled) -> int:
    """Copy the hashes into a table of this transaction; how many there are. Raises `RowsRefused`."""
    stream = held.source().rows()
    _, cells = next(stream, (0, [""]))
    positions = header_of(cells, required=("participant",), optional=identifiers.COLUMNS).positions
    kinds = [kind for kind in identifiers.COLUMNS if kind in positions]
    if not kinds:
        raise Refused(f"The header names no kind of identifier. Use one or more of: {', '.join(identifiers.COLUMNS)}.")
    bad: list[BadRow] = []
    count = 0
    with connection.cursor() as cursor:
        cursor.execute(GIVEN)
        with cursor.copy("COPY given_identities (row_number, reference, kind, digest) FROM STDIN") as copy:
            for line in _hashed(stream, positions["participant"], [(kind, positions[kind]) for kind in kinds], bad):
                copy.write_row(line)
                count += 1
    if bad:
        raise RowsRefused(bad)
    return count


def _hashed(
    rows: Iterator[Row], reference_at: int, kinds: Sequence[tuple[str, int]], bad: list[BadRow]
) -> Iterator[tuple[int, str, str, str]]:
    for number, cells in rows:
        reference = "".join(cells[reference_at : reference_at + 1]).strip()
        for kind, place in kinds:
            text = "".join(cells[place : place + 1]).strip()
            if not text:
                continue
            try:
                digest = identifiers.digest(settings.IDENTIFIER_KEY, kind, text)
            except identifiers.BadIdentifier as wrong:
                bad.append(BadRow(number, kind, "(not shown)", str(wrong)))
            else:
                yield number, reference, kind, digest
        if len(bad) >= MOST_BAD:
            return


def _require_known(programme: Programme, agent: Organisation) -> None:
    with connection.cursor() as cursor:
        cursor.execute(OWN, {"programme": programme.pk, "agent": agent.pk})
        cursor.execute(UNKNOWN, {"most": MOST_BAD})
        bad = [BadRow(*row) for row in cursor.fetchall()]
    if bad:
        raise RowsRefused(bad)


GIVEN = """
    CREATE TEMP TABLE given_identities (row_number bigint, reference text, kind text, digest text) ON COMMIT DROP
"""
# An agent knows those it took on by its own reference, and those it took over by the one that was agreed.
OWN = """
    CREATE TEMP TABLE own_participants ON COMMIT DROP AS
    SELECT id, reference FROM delivery_participant WHERE programme_id = %(programme)s AND agent_id = %(agent)s
     UNION
    SELECT p.id, t.reference
      FROM delivery_transfer t
      JOIN delivery_transferanswer said ON said.transfer_id = t.id AND said.kind = 'confirmed'
      JOIN delivery_participant p ON p.id = t.participant_id AND p.programme_id = %(programme)s
     WHERE t.to_agent_id = %(agent)s
"""
UNKNOWN = """
    SELECT g.row_number, 'participant', left(g.reference, 60),
           CASE WHEN p.id IS NULL
                THEN 'No participant of yours has this reference. Check it, or send the participant first.'
                ELSE 'The participant was given with another identifier of this kind before, or twice in this file.'
           END
      FROM given_identities g
      LEFT JOIN own_participants p ON p.reference = g.reference
      LEFT JOIN delivery_identity i ON i.participant_id = p.id AND i.kind = g.kind
     WHERE p.id IS NULL OR i.digest <> g.digest
        OR EXISTS (SELECT FROM given_identities o
                    WHERE o.reference = g.reference AND o.kind = g.kind AND o.digest <> g.digest)
     ORDER BY g.row_number LIMIT %(most)s
"""
KEPT = """
    INSERT INTO delivery_identity (participant_id, kind, digest, received_at)
    SELECT DISTINCT p.id, g.kind, g.digest, %(at)s::timestamptz
      FROM given_identities g
      JOIN own_participants p ON p.reference = g.reference
        ON CONFLICT (participant_id, kind) DO NOTHING
"""
