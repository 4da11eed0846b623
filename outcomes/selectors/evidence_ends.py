"""Until when the content of files of evidence is kept: so long as the contract says after the last payment.

Where the contract says nothing, settings.EVIDENCE_KEPT_MONTHS holds, and nought there means for good. No day is set
while anything could still rest on the files: while claims are taken, checked, disputed or not yet paid. In a sandbox
nothing rests on them, and somebody may have tried it with a real letter: there they are kept for some weeks only.
"""

import dataclasses
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.utils import timezone
from django.utils.module_loading import import_string

from contracts.domain import words
from contracts.domain.days import months_after
from contracts.models import ContractVersion
from outcomes.models import VerificationPlan
from stages.models import Programme, StageVisit

IN_A_SANDBOX = timedelta(days=30)


@dataclasses.dataclass(frozen=True)
class End:
    """`span` in words, `day` the last one on which the content is kept; without a day, `because` says why."""

    span: str
    day: date | None = None
    because: str = ""
    is_sandbox: bool = False

    def is_over(self, today: date) -> bool:
        return self.day is not None and self.day < today


def of(programme: Programme) -> End | None:
    """When the content is erased; None where it is kept for good. In a sandbox each file has its own end."""
    if programme.is_sandbox:
        return End(words.plural(IN_A_SANDBOX.days, "day"), is_sandbox=True)
    months = _months(programme)
    if not months:
        return None
    span = words.plural(months // 12, "year") if months % 12 == 0 else words.plural(months, "month")
    last, because = _last(programme)
    return End(span, because=because) if last is None or because else End(span, months_after(last, months))


def _months(programme: Programme) -> int:
    """The longest time that a version agrees; one that agrees none has the usual time."""
    usual = settings.EVIDENCE_KEPT_MONTHS
    agreed = ContractVersion.objects.filter(programme=programme).agreed().values_list("evidence_months", flat=True)
    if not usual and (not agreed or None in agreed):
        return 0
    return max((months or usual for months in agreed), default=usual)


def _last(programme: Programme) -> tuple[date | None, str]:
    """The day from which the time counts, or why it does not count yet."""
    taken = StageVisit.objects.filter(programme=programme, stage=6)
    if taken.open().exists():
        return None, "stage 6 is open, so claims are still taken"
    closed = taken.aggregate(last=Max("closed_at"))["last"]
    plan = VerificationPlan.objects.filter(programme=programme, end=None).order_by("number").first()
    if plan is not None:
        return None, f"the plan of verification “{plan.name}” is not finished"
    settled: Any = import_string(import_string(settings.CLAIM_MONEY).settled)
    paid, unsettled = settled(programme)
    return paid or (timezone.localtime(closed).date() if closed else None), unsettled
