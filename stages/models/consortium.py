from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Organisation
from stages.models.selection import Candidate


class ConsortiumMember(models.Model):
    """Stage 3: an organisation of a candidate's consortium, with its shares of work, pay and risk in per cent."""

    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="consortium_members")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="consortium_places")
    is_lead = models.BooleanField(default=False)
    work_share = models.DecimalField(max_digits=5, decimal_places=2)
    pay_share = models.DecimalField(max_digits=5, decimal_places=2)
    risk_share = models.DecimalField(max_digits=5, decimal_places=2)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["candidate", "organisation"], name="stages_consortiummember_once"),
            models.UniqueConstraint(
                fields=["candidate"], condition=Q(is_lead=True), name="stages_consortiummember_one_lead"
            ),
            models.CheckConstraint(
                condition=Q(work_share__gte=0, pay_share__gte=0, risk_share__gte=0)
                & Q(work_share__lte=100, pay_share__lte=100, risk_share__lte=100),
                name="stages_consortiummember_shares",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} in the consortium of {self.candidate}"
