"""Proof that payment runs are as they were made, and that what was paid adds up."""

import hashlib
from collections.abc import Iterator
from decimal import Decimal

from django.db.models import Sum

from payments.domain import ledger, payment_files, payment_runs
from payments.models import Invoice, PaymentOutcome, PaymentRun, PaymentRunEvent, Statement, StatementEvent
from payments.selectors import run_files, runs
from stages.models import Programme

Kind = PaymentRunEvent.Kind


def broken(programme: Programme) -> str:
    """The first thing about the programme's payments that is not as it was written; empty when all is."""
    return next(_problems(programme), "")


def _problems(programme: Programme) -> Iterator[str]:
    previous = ledger.FIRST_DIGEST
    found = PaymentRun.objects.filter(programme=programme).select_related("payer", "programme").order_by("number")
    for expected, run in enumerate(found, 1):
        for problem in _of_run(run, expected, previous):
            yield f"payment run {run.number}: {problem}"
        previous = run.digest
    yield from _of_statements(programme)
    yield from _of_invoices(programme)


def _of_run(run: PaymentRun, expected: int, previous: str) -> Iterator[str]:
    """A run follows the one before; its digest covers its items; it pays what they come to, and nothing else."""
    if run.number != expected or run.previous_digest != previous:
        yield "it does not follow the run before it"
    dues = runs.dues_of(run)
    if payment_runs.digest(previous, run.programme_id, run.number, run.payer_id, run.made_at, dues) != run.digest:
        yield "its digest is not that of its items"
    nets = payment_runs.paid_by_agent(dues)
    if sum(nets.values(), payment_runs.NOUGHT) != run.total:
        yield "its total is not what its items come to"
    events = {event.kind: event for event in run.events.select_related("account")}
    released = events.get(Kind.RELEASED)
    payments = dict(run.payments.values_list("agent", "amount"))
    if payments != (nets if released else {}):
        yield "its payments are not what its items come to"
    if released and released.account and _digest(run, released) != released.digest:
        yield "its payment file is not the one that was released"
    yield from _of_outcomes(run, events.get(Kind.RECONCILED))


def _digest(run: PaymentRun, released: PaymentRunEvent) -> str:
    return hashlib.sha256(payment_files.as_xml(run_files.file_of(run, released))).hexdigest()


def _of_outcomes(run: PaymentRun, reconciled: PaymentRunEvent | None) -> Iterator[str]:
    outcomes = PaymentOutcome.objects.filter(payment__run=run).select_related("payment").order_by("pk")
    for outcome in outcomes:
        if outcome.paid > outcome.payment.amount or (outcome.kind == "paid") != (
            outcome.paid == outcome.payment.amount
        ):
            yield f"the outcome of {outcome.payment} does not go with its amount"
    paid = sum((outcome.paid for outcome in outcomes), Decimal(0))
    if reconciled and reconciled.amount != paid:
        yield "it is reconciled with another sum than was paid"


def _of_statements(programme: Programme) -> Iterator[str]:
    """The shares of a statement add up to its total; it is paid and reconciled when its events say so."""
    course = runs.course(programme)
    shares = dict(
        Statement.objects.filter(pk__in=list(course.of_statements))
        .values_list("pk")
        .annotate(sum=Sum("payment_items__amount"))
    )
    events = set(StatementEvent.objects.filter(statement__programme=programme).values_list("statement", "kind"))
    for statement in Statement.objects.filter(pk__in=list(shares)).select_related("agent", "period").order_by("pk"):
        name = f"the statement for {statement.period} of {statement.agent}"
        keys = course.of_statements[statement.pk]
        if shares[statement.pk] != statement.total:
            yield f"the shares of {name} do not add up to it"
        for kind, holds in (
            (StatementEvent.Kind.PAID, payment_runs.is_settled),
            (StatementEvent.Kind.RECONCILED, payment_runs.is_reconciled),
        ):
            if all(holds(key, course.groups) for key in keys) != ((statement.pk, kind.value) in events):
                yield f"whether {name} is {kind.label.lower()} does not follow from its payments"


def _of_invoices(programme: Programme) -> Iterator[str]:
    """Numbers run without gaps for each payer and agent of the programme, and invoices are of new shares.

    Where a programme came with its pack, invoices of others may have stayed behind, so that numbers are missing.
    """
    pairs = Invoice.objects.filter(run__programme=programme).order_by().values_list("payer", "agent").distinct()
    for payer, agent in pairs:
        found = Invoice.objects.filter(payer=payer, agent=agent).select_related("payer", "agent").order_by("number")
        brought = found.exclude(run__programme__pack_digest="").exists()
        for expected, invoice in enumerate(found, 1):
            if invoice.number != expected and not brought:
                yield f"invoice {invoice} does not follow the one before it"
            shares = invoice.run.items.filter(agent=agent, kind="share").aggregate(sum=Sum("amount"))["sum"]
            if shares != invoice.amount:
                yield f"invoice {invoice} is not of the shares in its run"
