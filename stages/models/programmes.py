import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Organisation, User
from stages.domain.sandboxes import SANDBOX


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def visible_to(self, user: User) -> "ProgrammeQuerySet":
        """The programmes that the person is a member of, in any role."""
        return self.filter(pk__in=user.memberships.values("programme"))

    def real(self) -> "ProgrammeQuerySet":
        """Without the sandboxes: what counts, is judged and is told to others."""
        return self.filter(sandbox_of=None)


class Programme(models.Model):
    """A Payment-by-Results programme, carried through the seven stages.

    One that is `sandbox_of` another is a copy of its contract in which agents try their clients: with nobody real in it
    and never paid. Its slug says so, in every address.
    """

    class ReopeningPolicy(models.TextChoices):
        AUTOMATIC = "automatic", "Automatic: red twice running, or one critical flag, reopens the stage"
        EXPERT_BODY = "expert_body", "The Expert Body decides"

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    sector = models.CharField(max_length=80, blank=True)
    commissioner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="commissioned_programmes")
    reopening_policy = models.CharField(
        max_length=20, choices=ReopeningPolicy.choices, default=ReopeningPolicy.AUTOMATIC
    )
    suppression_threshold = models.PositiveSmallIntegerField(default=5, help_text="Counts below this are not shown")
    contact_days = models.PositiveSmallIntegerField(
        default=90, help_text="Days without contact after which a pressing stakeholder is brought to mind"
    )
    template = models.CharField(max_length=80, blank=True, help_text="Code of the scheme template it began from")
    pack_digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the pack that it was loaded from")
    is_synthetic = models.BooleanField(default=False, help_text="Demonstration data, made from a seed")
    sandbox_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="sandboxes", help_text="See the class"
    )
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="stages_programme_has_a_name"),
            models.CheckConstraint(
                condition=Q(reopening_policy__in=["automatic", "expert_body"]), name="stages_programme_policy_is_known"
            ),
            models.CheckConstraint(
                condition=Q(contact_days__gte=1, contact_days__lte=730), name="stages_programme_contact_days"
            ),
            models.CheckConstraint(
                condition=Q(sandbox_of__isnull=True) ^ Q(slug__startswith=SANDBOX),
                name="stages_programme_sandbox_named",
            ),
        ]
        triggers = [pgtrigger.ReadOnly(name="sandbox_for_ever", fields=["sandbox_of"])]

    def __str__(self) -> str:
        return self.name

    @property
    def is_sandbox(self) -> bool:
        return self.sandbox_of_id is not None
