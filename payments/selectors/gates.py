"""What the statements still lack for the gate of stage 6."""

import datetime

from payments.models import Statement
from stages.models import Programme

MOST = 4


def statement_shortfalls(programme: Programme, as_of: datetime.date) -> list[str]:
    """Every statement of a period that ended before the day is approved."""
    waiting = Statement.objects.filter(programme=programme, period__ends_on__lt=as_of, approved_at__isnull=True)
    named = [
        str(one) for one in waiting.select_related("agent", "period").order_by("period__ends_on", "pk")[: MOST + 1]
    ]
    if not named:
        return []
    listed = ", ".join(named[:MOST]) + (" and others" if len(named) > MOST else "")
    return [f"Not approved yet: {listed}. Approve them, or answer the queries on them."]
