"""Self-billing invoices, numbered without gaps for each payer and agent."""

from datetime import datetime

from django.db.models import Max, Sum

from payments.actions import turns
from payments.models import Invoice, PaymentItem, PaymentRun


def issue(*, run: PaymentRun, at: datetime) -> list[Invoice]:
    """An invoice for each agent's new shares in the run, inside the transaction that releases it.

    Numbers are taken under a lock on payer and agent, which is held until that transaction ends: if it fails, its
    numbers were never given, and nobody else has taken the next.
    """
    shares = run.items.filter(kind=PaymentItem.Kind.SHARE).order_by("agent").values_list("agent")
    return [
        Invoice.objects.create(
            run=run, payer_id=run.payer_id, agent_id=agent, amount=amount, issued_at=at,
            number=_next_number(run.payer_id, agent),
        )
        for agent, amount in shares.annotate(amount=Sum("amount"))
    ]  # fmt: skip


def _next_number(payer: int, agent: int) -> int:
    turns.take(f"invoices:{payer}:{agent}")
    last = Invoice.objects.filter(payer=payer, agent=agent).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1
