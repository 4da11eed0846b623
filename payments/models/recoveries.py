import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Organisation
from contracts.models import ContractVersion, Period
from outcomes.models import VerificationPlan

NOBODY_TAKES_BACK_BY_OWN_FINDINGS = """
    IF EXISTS (SELECT FROM outcomes_itemdecision decision JOIN outcomes_sampleitem item ON item.id = decision.item_id
                WHERE item.plan_id = NEW.plan_id AND decision.decided_by_id = NEW.applied_by_id) THEN
        RAISE EXCEPTION 'nobody applies a recovery that rests on their own checks' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
"""


class Recovery(models.Model):
    """What is taken back of an agent for the claims of a finished plan that nobody checked. Once; never changed.

    `facts` holds what the amount was worked out from. The next pricing enters it in the ledger.
    """

    plan = models.ForeignKey(VerificationPlan, on_delete=models.PROTECT, related_name="recoveries")
    agent = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(ContractVersion, on_delete=models.PROTECT, related_name="+")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    facts = models.JSONField()
    applied_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    applied_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "agent"], name="payments_recovery_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payments_recovery_takes_something_back"),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="duties_apart",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=NOBODY_TAKES_BACK_BY_OWN_FINDINGS,
            ),
        ]

    def __str__(self) -> str:
        return f"Recovery of {self.amount} for {self.plan}"
