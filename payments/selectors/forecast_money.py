"""Money that is stated already and not yet paid, and how long money has taken from a period's end to the bank."""

import dataclasses
import statistics
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Sum
from django.utils.timezone import localtime

from payments.models import PaymentItem, PaymentRunEvent, Statement, StatementLine
from stages.models import Programme

USUAL_DAYS = 30
NOTHING = Decimal("0.00")


@dataclasses.dataclass(frozen=True)
class Delays:
    """Whole days: the middle one of what was seen, or thirty where nothing was (`seen` says which)."""

    to_approval: int
    to_payment: int
    approvals_seen: int
    payments_seen: int

    def paid_on(self, period_ends_on: date, not_before: date) -> date:
        return max(period_ends_on, not_before) + timedelta(days=self.to_approval + self.to_payment)


def delays(programme: Programme) -> Delays:
    """From the end of a period to the approval of its statement, and from there to the day of payment."""
    approved = Statement.objects.filter(programme=programme, approved_at__isnull=False).select_related("period")
    to_approval = [
        (localtime(one.approved_at).date() - one.period.ends_on).days for one in approved if one.approved_at is not None
    ]
    to_payment = [
        (pay_on - localtime(approved_at).date()).days
        for approved_at, pay_on in PaymentItem.objects.filter(
            run__programme=programme, statement__isnull=False, run__events__kind=PaymentRunEvent.Kind.RELEASED
        ).values_list("statement__approved_at", "run__events__pay_on")
        if approved_at is not None and pay_on is not None
    ]
    return Delays(_middle(to_approval), _middle(to_payment), len(to_approval), len(to_payment))


def _middle(days: list[int]) -> int:
    return max(0, round(statistics.median(days))) if days else USUAL_DAYS


def unpaid(programme: Programme, known: Delays, today: date) -> dict[tuple[int, date], Decimal]:
    """Pounds on statements that no released run has paid yet, by agent and the day on which they are likely paid."""
    released = PaymentItem.objects.filter(
        run__programme=programme, statement__isnull=False, run__events__kind=PaymentRunEvent.Kind.RELEASED
    )
    paid = dict(released.order_by().values_list("statement").annotate(sum=Sum("amount")))
    lines = StatementLine.objects.filter(statement__programme=programme).order_by()
    sums = dict(lines.values_list("statement").annotate(sum=Sum("net")))
    found: defaultdict[tuple[int, date], Decimal] = defaultdict(Decimal)
    waiting = Statement.objects.filter(programme=programme).select_related("period")
    for statement in waiting:
        left = sums.get(statement.pk, NOTHING) - paid.get(statement.pk, NOTHING)
        if not left:
            continue
        if statement.approved_at is not None:
            day = localtime(statement.approved_at).date() + timedelta(days=known.to_payment)
        else:
            day = known.paid_on(statement.period.ends_on, today - timedelta(days=known.to_approval))
        found[statement.agent_id, max(day, today)] += left
    return dict(found)
