import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Organisation
from contracts.models.versions import ContractVersion


class Agreement(models.Model):
    """The agreement of a party, or of the Expert Body, to one contract version, by the digest of its terms.

    It counts only while the version has that digest: a version sent back and proposed with other terms is agreed anew.
    """

    class On(models.TextChoices):
        PRINCIPAL = "principal", "Principal"
        AGENT = "agent", "Agent"
        EXPERT_BODY = "expert_body", "Expert Body"

    version = models.ForeignKey(ContractVersion, on_delete=models.PROTECT, related_name="agreements")
    on_behalf_of = models.CharField(max_length=20, choices=On.choices)
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "on_behalf_of", "organisation", "digest"],
                name="contracts_agreement_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(on_behalf_of="expert_body", organisation__isnull=True)
                | Q(on_behalf_of__in=["principal", "agent"], organisation__isnull=False),
                name="contracts_agreement_party_is_named",
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.get_on_behalf_of_display()} agrees {self.version}"
