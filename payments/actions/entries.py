"""Writes ledger entries in one stream, each under its digest, and the run whose digest covers them all."""

import functools
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from django.db import connection

from accounts.models import User
from payments.domain import ledger
from payments.domain.ledger import Change
from payments.models import PricingRun
from stages.models import Programme

COLUMNS = (
    "run_id", "programme_id", "statement_id", "participant_id", "claim_id", "version_id", "kind", "rule", "outcome",
    "segment", "units", "unit_amount", "gross", "deadweight", "capped", "net", "reason", "explanation", "digest",
    "about",
)  # fmt: skip
COPY = f"COPY payments_ledgerentry ({', '.join(COLUMNS)}) FROM STDIN"
FOUR_PLACES = Decimal("0.0001")
ROWS_AT_ONCE = 1_000


class Entry(NamedTuple):
    """A change with the place that was found for it."""

    change: Change
    statement_id: int
    kind: str
    reason: str


def write(*, programme: Programme, entries: Sequence[Entry], as_of: date, by: User, at: datetime) -> PricingRun:
    """Append the entries as the programme's next run. Its digest chains to that of the run before."""
    last = programme.pricing_runs.order_by("-number").first()
    number = last.number + 1 if last else 1
    previous = last.digest if last else ledger.FIRST_DIGEST
    net = sum((entry.change.net for entry in entries), Decimal(0))
    chain = ledger.Chain(previous, ledger.run_facts(programme.pk, number, as_of, len(entries), net))
    rows = [_row(programme.pk, number, entry) for entry in entries]
    for row in rows:
        chain.add(row[1])
    run = PricingRun.objects.create(
        programme=programme,
        number=number,
        as_of=as_of,
        run_by=by,
        run_at=at,
        entries=len(entries),
        net=net,
        previous_digest=previous,
        digest=chain.digest(),
    )
    _copy(run.pk, rows)
    _add_up(run)
    return run


def _row(programme_id: int, run_number: int, entry: Entry) -> tuple[str, str, str]:
    """The columns from the programme on, as COPY reads them, the entry's digest, and the name of its amount."""
    change = entry.change
    text = ledger.row_text(
        (
            programme_id, entry.statement_id, change.participant, change.claim, change.version, entry.kind,
            change.rule, change.outcome, change.segment, change.units, _four_places(change.unit_amount),
            change.gross, change.deadweight, change.capped, change.net,
        ),
        entry.reason,
        change.explanation,
    )  # fmt: skip
    return text, ledger.entry_digest(run_number, text, change.about), change.about


@functools.lru_cache(maxsize=4096)
def _four_places(amount: Decimal) -> str:
    return str(amount.quantize(FOUR_PLACES))


def _copy(run_id: int, rows: Sequence[tuple[str, str, str]]) -> None:
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for first in range(0, len(rows), ROWS_AT_ONCE):
            batch = rows[first : first + ROWS_AT_ONCE]
            copy.write("".join([f"{run_id}\t{text}\t{digest}\t{about}\n" for text, digest, about in batch]))


def _add_up(run: PricingRun) -> None:
    """Keep what the run entered on each statement, by line."""
    with connection.cursor() as cursor:
        cursor.execute(ADD_UP, [run.pk])


ADD_UP = """
    INSERT INTO payments_statementline (run_id, statement_id, version_id, kind, rule, outcome, segment, unit_amount,
                                        entries, units, gross, deadweight, capped, net)
    SELECT run_id, statement_id, version_id, kind, rule, outcome, segment, unit_amount,
           count(*), sum(units), sum(gross), sum(deadweight), sum(capped), sum(net)
      FROM payments_ledgerentry
     WHERE run_id = %s
     GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
"""
