"""Proof that the ledger is as it was written: every digest is worked out again and compared."""

import dataclasses
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import QuerySet, Sum

from contracts.selectors import versions
from payments.domain import ledger
from payments.models import LedgerEntry, PricingRun, Statement, StatementLine
from payments.selectors import payment_integrity
from stages.models import Programme

FIELDS = (
    "statement_id", "participant_id", "claim_id", "version_id", "kind", "rule", "outcome", "segment", "units",
    "unit_amount", "gross", "deadweight", "capped", "net",
)  # fmt: skip
CHUNK = 5_000


@dataclasses.dataclass(frozen=True)
class Broken:
    """The first thing in the ledger that is not as it was written. `entry` is 0 when a whole run differs,
    `run` as well when the total of a statement does."""

    programme: str
    run: int
    entry: int
    problem: str

    def __str__(self) -> str:
        run = f"run {self.run}: " if self.run else ""
        entry = f"entry {self.entry}, " if self.entry else ""
        return f"{self.programme}: {entry}{run}{self.problem}"


@dataclasses.dataclass(frozen=True)
class Verdict:
    """How much was checked, and the first thing that is broken, if any."""

    runs: int
    entries: int
    broken: Broken | None


def verify() -> Verdict:
    """Check every programme's chain of runs, every entry, the frozen totals of approved statements, what payers bear of
    them, and every payment run with what was paid."""
    runs = entries = 0
    for programme in Programme.objects.order_by("pk"):
        previous = ledger.FIRST_DIGEST
        for expected, run in enumerate(programme.pricing_runs.order_by("number"), 1):
            broken = _check_run(programme, run, expected, previous)
            if broken:
                return Verdict(runs, entries, broken)
            runs, entries, previous = runs + 1, entries + run.entries, run.digest
        if broken := _check_statements(programme) or _check_payers(programme):
            return Verdict(runs, entries, broken)
        if problem := payment_integrity.broken(programme):
            return Verdict(runs, entries, Broken(programme.slug, 0, 0, problem))
    return Verdict(runs, entries, None)


def _check_run(programme: Programme, run: PricingRun, expected: int, previous: str) -> Broken | None:
    """A run follows the one before, and its digest covers its entries as they stand."""

    def broken(problem: str, entry: int = 0) -> Broken:
        return Broken(programme.slug, run.number, entry, problem)

    if run.number != expected or run.previous_digest != previous:
        return broken("it does not follow the run before it")
    chain = ledger.Chain(previous, ledger.run_facts(programme.pk, run.number, run.as_of, run.entries, run.net))
    count, net = 0, Decimal(0)
    for pk, values, reason, explanation, digest, about in _entries(run):
        row = ledger.row_text([programme.pk, *values], reason, explanation)
        if ledger.entry_digest(run.number, row, about) != digest:
            return broken("its digest is not that of its content", pk)
        chain.add(digest)
        count, net = count + 1, net + values[-1]
    if count != run.entries or net != run.net:
        return broken(f"it should hold {run.entries} entries of £{run.net} in all, and holds {count} of £{net}")
    if chain.digest() != run.digest:
        return broken("its digest is not that of its entries in their order")
    return None


def _entries(run: PricingRun) -> Iterator[tuple[int, list[Any], str, dict[str, Any], str, str]]:
    """The entries of a run in the order in which they were written."""
    rows = LedgerEntry.objects.filter(run=run).order_by("pk")
    columns = rows.values_list("pk", *FIELDS, "reason", "explanation", "digest", "about")
    for pk, *values, reason, explanation, digest, about in columns.iterator(chunk_size=CHUNK):
        yield pk, values, reason, explanation, digest, about


def _check_statements(programme: Programme) -> Broken | None:
    """The lines of every statement, and the frozen total of an approved one, are the sum of its entries."""
    entered = _sums(LedgerEntry.objects.filter(programme=programme))
    lines = _sums(StatementLine.objects.filter(statement__programme=programme))
    for statement in Statement.objects.filter(programme=programme).select_related("period", "agent"):
        net = entered.get(statement.pk, Decimal(0))
        stated = statement.total if statement.total is not None else net
        if not net == lines.get(statement.pk, Decimal(0)) == stated:
            name = f"the statement for {statement.period} of {statement.agent}"
            return Broken(programme.slug, 0, 0, f"{name} is not the sum of its entries")
    return None


def _check_payers(programme: Programme) -> Broken | None:
    """Where a principal has a cap of its own, what the entries say that each payer bears adds up to every line."""
    capped = [one.pk for one in versions.all_agreed(programme) if one.payer_caps]
    if not capped:
        return None
    with connection.cursor() as cursor:
        cursor.execute(NOT_BORNE, [programme.pk, capped])
        found = cursor.fetchone()
    if found is None:
        return None
    key, rule, net, borne = found
    statement = Statement.objects.select_related("period", "agent").get(pk=key)
    name = f"a line of the statement for {statement.period} of {statement.agent}, under the rule {rule},"
    return Broken(programme.slug, 0, 0, f"{name} comes to £{net}, and its payers bear £{borne}")


NOT_BORNE = """
    SELECT entry.statement_id, entry.rule, sum(entry.net), sum(coalesce(said.borne, 0))
      FROM payments_ledgerentry entry
      LEFT JOIN LATERAL (
           SELECT sum(part.value::numeric) AS borne
             FROM jsonb_each_text(entry.explanation -> 'who_pays' -> 'payers') part
           ) said ON true
     WHERE entry.programme_id = %s AND entry.version_id = ANY(%s)
     GROUP BY entry.statement_id, entry.kind, entry.rule, entry.outcome, entry.segment, entry.version_id,
              entry.unit_amount
    HAVING sum(entry.net) <> sum(coalesce(said.borne, 0))
     ORDER BY entry.statement_id, entry.rule
     LIMIT 1
"""


def _sums(rows: "QuerySet[LedgerEntry] | QuerySet[StatementLine]") -> dict[int, Decimal]:
    return dict(rows.order_by().values_list("statement").annotate(Sum("net")))
