"""What payment runs mean for the statements in them: in payment, paid, reconciled."""

from collections.abc import Sequence
from datetime import datetime

from accounts.models import User
from payments.actions import statements, turns
from payments.domain import payment_runs
from payments.models import PaymentRun, Statement, StatementEvent
from payments.selectors import runs as selectors
from stages.models import Programme

Kind = StatementEvent.Kind


def into_payment(*, runs: Sequence[PaymentRun], by: User, at: datetime) -> None:
    """Say of every statement whose shares were gathered that it is in payment."""
    found = Statement.objects.filter(payment_items__run__in=runs).select_related("programme").distinct().order_by("pk")
    for statement in found:
        statements.record(statement, Kind.IN_PAYMENT, by=by, at=at)


def settle(*, programme: Programme, by: User, at: datetime) -> None:
    """Say of every statement that is now paid, or reconciled, that it is. Call it in the transaction that paid it."""
    turns.take(f"settling:{programme.pk}")  # so that of two answers at once, the second sees what the first brought
    course = selectors.course(programme)
    reached = set(
        StatementEvent.objects.filter(
            statement__in=list(course.of_statements), kind__in=[Kind.PAID, Kind.RECONCILED]
        ).values_list("statement", "kind")
    )
    found = Statement.objects.filter(pk__in=list(course.of_statements)).select_related("programme").order_by("pk")
    for statement in found:
        keys = course.of_statements[statement.pk]
        for kind, holds in ((Kind.PAID, payment_runs.is_settled), (Kind.RECONCILED, payment_runs.is_reconciled)):
            if (statement.pk, kind) not in reached and all(holds(key, course.groups) for key in keys):
                statements.record(statement, kind, by=by, at=at)
