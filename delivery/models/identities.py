import pgtrigger
from django.db import models
from django.db.models import Q

from delivery.models.participants import Participant


class Identity(models.Model):
    """The keyed hash of an identifier of a participant, given only so that the same person is recognised again.

    The identifier itself is never stored. `digest` is an HMAC of it (see delivery.domain.identifiers) with the
    key of this deployment; nobody without the key can try out numbers against it.
    """

    class Kind(models.TextChoices):
        NHS_NUMBER = "nhs_number", "NHS number"
        NATIONAL_INSURANCE = "national_insurance_number", "National Insurance number"
        PUPIL_NUMBER = "pupil_number", "Unique pupil number"
        OTHER = "identifier", "Another identifier"

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="identities", db_index=False)
    kind = models.CharField(max_length=30, choices=Kind.choices)
    digest = models.CharField(max_length=64)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["participant", "kind"], name="delivery_identity_one_of_a_kind"),
            models.CheckConstraint(condition=Q(digest__regex="^[0-9a-f]{64}$"), name="delivery_identity_is_a_digest"),
        ]
        indexes = [models.Index(fields=["digest"], name="delivery_identity_digest")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.participant}"
