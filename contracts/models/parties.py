from django.db import models
from django.db.models import Q

from accounts.models import Organisation
from contracts.models.versions import ContractVersion, terms_frozen


class Party(models.Model):
    """A principal (with the share it pays) or an agent named in a contract version."""

    class Role(models.TextChoices):
        PRINCIPAL = "principal", "Principal"
        AGENT = "agent", "Agent"

    version = models.ForeignKey(ContractVersion, on_delete=models.PROTECT, related_name="parties")
    role = models.CharField(max_length=10, choices=Role.choices)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="contract_parts")
    share = models.CharField(
        max_length=40, blank=True, help_text="A principal's exact share of every payment, such as 1 or 1/3"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "role", "organisation"], name="contracts_party_once"),
            models.CheckConstraint(
                condition=Q(role="agent", share="") | (Q(role="principal") & ~Q(share="")),
                name="contracts_party_principals_have_shares",
            ),
        ]
        triggers = [terms_frozen()]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.get_role_display()})"
