"""The section `payments` of a programme pack, written: accounts as pages show them, runs, and what became of them."""

from collections.abc import Mapping
from typing import Any

from accounts.models import User
from payments.models import BankAccount, BankResponse, PaymentItem, PaymentRun, PaymentRunEvent
from stages.models import Programme

Row = dict[str, Any]


def export(programme: Programme) -> Row | None:
    """The bank details without their numbers, and every run in order, in the form in which `load` reads them."""
    accounts = list(
        BankAccount.objects.filter(programme=programme)
        .select_related("organisation", "entered_by", "decision__by")
        .order_by("pk")
    )
    places = {one.pk: place for place, one in enumerate(accounts, 1)}
    runs = PaymentRun.objects.filter(programme=programme).select_related("payer", "made_by").order_by("number")
    found = {"accounts": [_account(one) for one in accounts], "runs": [_run(one, places) for one in runs]}
    return {name: rows for name, rows in found.items() if rows} or None


def _who(by: User, at: Any) -> Row:
    return {"by": by.email, "at": at.isoformat()}


def _account(one: BankAccount) -> Row:
    row: Row = {"organisation": one.organisation.code, "name": one.name, "shown": one.masked}
    row |= _who(one.entered_by, one.entered_at)
    decision = getattr(one, "decision", None)
    if decision is not None:
        reason = {"reason": decision.reason} if decision.reason else {}
        row["decision"] = {"kind": decision.kind, **reason, **_who(decision.by, decision.at)}
    return row


def _run(run: PaymentRun, places: Mapping[int, int]) -> Row:
    items = run.items.select_related("agent", "statement__period", "carried_from", "unpaid__run").order_by("pk")
    payments = run.payments.select_related("agent").order_by("pk")
    invoices = run.invoices.select_related("agent").order_by("pk")
    return {
        "number": run.number, "payer": run.payer.code, **_who(run.made_by, run.made_at),
        "items": sorted((_item(one) for one in items), key=lambda row: (row["agent"], row["kind"], str(row))),
        "payments": [
            {
                "agent": one.agent.code, "account": places[one.account_id], "amount": str(one.amount),
                "id": one.end_to_end_id,
            }
            for one in payments
        ],
        "invoices": [
            {
                "agent": one.agent.code, "number": one.number, "amount": str(one.amount),
                "at": one.issued_at.isoformat(),
            }
            for one in invoices
        ],
        "events": [_event(one) for one in run.events.select_related("by").order_by("pk")],
        "responses": [_response(one) for one in run.responses.select_related("received_by").order_by("pk")],
    }  # fmt: skip


def _item(one: PaymentItem) -> Row:
    row: Row = {"agent": one.agent.code, "kind": one.kind, "amount": str(one.amount)}
    if one.statement is not None:
        row["period"] = one.statement.period.code
    if one.carried_from is not None:
        row["run"] = one.carried_from.number
    if one.unpaid is not None:
        row["run"] = one.unpaid.run.number
    return row


def _event(one: PaymentRunEvent) -> Row:
    row: Row = {"kind": one.kind, **_who(one.by, one.at)}
    if one.pay_on is not None:
        row["pay_on"] = one.pay_on.isoformat()
    if one.amount is not None:
        row["amount"] = str(one.amount)
    return row


def _response(one: BankResponse) -> Row:
    outcomes = one.outcomes.select_related("payment__agent").order_by("pk")
    return {
        "filename": one.filename, "digest": one.digest, "known": one.known, "pending": one.pending,
        **_who(one.received_by, one.received_at),
        "outcomes": [
            {
                "agent": said.payment.agent.code, "kind": said.kind, "paid": str(said.paid),
                **({"reason": said.reason} if said.reason else {}),
            }
            for said in outcomes
        ],
    }  # fmt: skip
