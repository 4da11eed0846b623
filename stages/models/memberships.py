from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Organisation, Role
from stages.models.programmes import Programme


class Membership(models.Model):
    """A role of a person in a programme. It stands here and not in `accounts`, because relations never point upward."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="memberships"
    )
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "user", "role", "organisation"],
                name="stages_membership_unique",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=~Q(role__in=["agent", "principal"]) | Q(organisation__isnull=False),
                name="stages_membership_party_names_its_organisation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.get_role_display()} – {self.programme}"
