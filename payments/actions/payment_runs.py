"""Gather what is due into runs, release them to the bank, and reconcile them with what the bank took."""

import hashlib
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.actions import audit
from accounts.errors import Forbidden, Refused
from accounts.models import Organisation, User
from govuk import formats
from payments import permissions
from payments.actions import invoices, settling, turns
from payments.domain import ledger, payment_files, payment_runs
from payments.domain.payment_runs import Due
from payments.models import BankAccount, Payment, PaymentItem, PaymentOutcome, PaymentRun, PaymentRunEvent
from payments.selectors import bank, run_files
from payments.selectors import runs as selectors
from stages.models import Programme

Kind = PaymentRunEvent.Kind


class RunRefused(Refused):
    """The run cannot be made, released or reconciled as things stand."""


@transaction.atomic
def make(*, programme: Programme, by: User, at: datetime) -> list[PaymentRun]:
    """Gather everything that is due into one run for each payer, together or not at all.

    Nothing enters two runs: they are made one after another, and the database keeps each reason for one run only.
    """
    permissions.require(by, "payment.make", programme)
    if programme.is_sandbox:
        raise RunRefused("This is a sandbox. Nothing in it is ever paid.")
    turns.take(f"payment runs:{programme.pk}")
    due = selectors.waiting(programme)
    if not due:
        raise RunRefused("Nothing waits to be paid: every approved statement is in a run. Approve statements first.")
    made = [_make(programme, payer, dues, by, at) for payer, dues in due.items()]
    settling.into_payment(runs=made, by=by, at=at)
    return made


def _make(programme: Programme, payer: int, dues: list[Due], by: User, at: datetime) -> PaymentRun:
    last = PaymentRun.objects.filter(programme=programme).order_by("-number").first()
    number = last.number + 1 if last else 1
    previous = last.digest if last else ledger.FIRST_DIGEST
    run = PaymentRun.objects.create(
        programme=programme, payer_id=payer, number=number, made_by=by, made_at=at,
        total=sum(payment_runs.paid_by_agent(dues).values(), payment_runs.NOUGHT), previous_digest=previous,
        digest=payment_runs.digest(previous, programme.pk, number, payer, at, dues),
    )  # fmt: skip
    PaymentItem.objects.bulk_create(PaymentItem(run=run, payer_id=payer, **_reason(due)) for due in dues)
    _audit(run, "made", by, at, {"number": number, "total": run.total, "items": len(dues)})
    return run


def _reason(due: Due) -> dict[str, Any]:
    column = {"share": "statement_id", "carried": "carried_from_id", "unpaid": "unpaid_id"}[due.kind]
    return {"agent_id": due.agent, "kind": due.kind, "amount": due.amount, column: due.reason}


@transaction.atomic
def release(*, run: PaymentRun, by: User, at: datetime) -> PaymentRun:
    """Release a run to the bank on behalf of its payer: payments under their ids, invoices, and the file's digest.

    Nobody releases what they signed off, sent or verified. A run in which nobody is paid closes at once.
    """
    permissions.require(by, "payment.release", run.programme)
    if sentence := permissions.part_in_run(by, run):
        raise Forbidden(sentence)
    locked = _lock(run)
    if locked.events.filter(kind=Kind.RELEASED).exists():
        raise RunRefused("Somebody has released this run already. Fetch its file on the page of the run.")
    nets = payment_runs.paid_by_agent(selectors.dues_of(locked))
    accounts = _accounts(locked, nets)
    message = payment_runs.message_id(locked.programme_id, locked.number, locked.digest)
    for place, (agent, amount) in enumerate(nets.items(), 1):
        Payment.objects.create(
            run=locked, agent_id=agent, account=accounts[agent], amount=amount,
            end_to_end_id=payment_runs.end_to_end_id(message, place),
        )  # fmt: skip
    invoices.issue(run=locked, at=at)
    released = PaymentRunEvent(
        run=locked, kind=Kind.RELEASED, by=by, at=at, account=accounts.get(locked.payer_id),
        pay_on=timezone.localdate(at),
    )  # fmt: skip
    if nets:
        file = payment_files.as_xml(run_files.file_of(locked, released))
        released.digest = hashlib.sha256(file).hexdigest()
    released.save()
    _audit(locked, Kind.RELEASED, by, at, {"payments": len(nets), "total": locked.total, "file": released.digest})
    if not nets:
        _close(locked, payment_runs.NOUGHT, by, at)
    settling.settle(programme=locked.programme, by=by, at=at)
    return locked


def _accounts(run: PaymentRun, nets: dict[int, Decimal]) -> dict[int, BankAccount]:
    """The confirmed accounts of the payer and of everybody who is paid; refused while one is missing."""
    if not nets:
        return {}
    wanted = [run.payer_id, *nets]
    found = bank.accounts_of(run.programme, wanted)
    missing = Organisation.objects.filter(pk__in=set(wanted) - set(found)).order_by("name")
    if missing:
        named = ", ".join(one.name for one in missing)
        raise RunRefused(f"No confirmed bank details of {named}. Enter them, and have a second person confirm them.")
    return found


@transaction.atomic
def reconcile(*, run: PaymentRun, amount: Decimal, by: User, at: datetime) -> PaymentRunEvent:
    """Close a run: what the bank took from the payer's account is what it says that it paid."""
    permissions.require(by, "payment.answer", run.programme)
    locked = _lock(run)
    state = selectors.state_of(locked)
    if state == selectors.RECONCILED:
        raise RunRefused("The run is reconciled already.")
    if state != selectors.ANSWERED:
        raise RunRefused("The bank has not said yet what became of every payment. Upload its response first.")
    paid = sum(PaymentOutcome.objects.filter(payment__run=locked).values_list("paid", flat=True), payment_runs.NOUGHT)
    if amount != paid:
        more_or_less = "less" if paid < amount else "more"
        raise RunRefused(
            f"The bank says that it paid {formats.money(paid)}, {formats.money(abs(amount - paid))} {more_or_less} "
            "than you entered. Compare the payments of the run with the bank’s statement."
        )
    event = _close(locked, amount, by, at)
    settling.settle(programme=locked.programme, by=by, at=at)
    return event


def _close(run: PaymentRun, amount: Decimal, by: User, at: datetime) -> PaymentRunEvent:
    event = PaymentRunEvent.objects.create(run=run, kind=Kind.RECONCILED, by=by, at=at, amount=amount)
    _audit(run, Kind.RECONCILED, by, at, {"amount": amount})
    return event


def _lock(run: PaymentRun) -> PaymentRun:
    """The run, locked until the end of the transaction."""
    found = PaymentRun.objects.select_for_update(of=("self",)).select_related("programme", "payer")
    return found.get(pk=run.pk)


def _audit(run: PaymentRun, what: str, by: User, at: datetime, after: dict[str, Any]) -> None:
    audit.record(
        by=by, at=at, action=f"payments.paymentrun.{what}", programme=run.programme.slug, subject=run, after=after
    )
