"""What became of an approved statement: by payer, in which run it was gathered, its invoice and its payment."""

import dataclasses

from accounts.models import User
from payments import permissions
from payments.models import Invoice, Payment, PaymentItem, Statement


@dataclasses.dataclass(frozen=True)
class Part:
    """A payer's share of the statement. `payment` is null before the release, and where nothing is paid."""

    item: PaymentItem
    invoice: Invoice | None
    payment: Payment | None

    @property
    def outcome(self) -> str:
        """What the bank said of the payment, in words."""
        found = getattr(self.payment, "outcome", None)
        return found.get_kind_display() if found else ""


def of(statement: Statement, viewer: User) -> list[Part]:
    """The payers' shares, for those who pay and for the agent's own people; nothing for everybody else."""
    if not (permissions.can(viewer, "payment.view", statement.programme) or permissions.may_accept(viewer, statement)):
        return []
    items = list(
        PaymentItem.objects.filter(statement=statement).select_related("run", "payer", "agent").order_by("payer__name")
    )
    runs = [item.run_id for item in items]
    found = Invoice.objects.filter(run__in=runs, agent=statement.agent).select_related("payer", "agent")
    invoices = {one.run_id: one for one in found}
    payments = Payment.objects.filter(run__in=runs, agent=statement.agent).select_related("outcome")
    by_run = {one.run_id: one for one in payments}
    return [Part(item, invoices.get(item.run_id), by_run.get(item.run_id)) for item in items]
