from django.conf import settings
from django.db import models
from django.db.models import Q


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def personal(self) -> "AssessmentQuerySet":
        """Those that belong to nobody's programme."""
        return self.filter(programme="")

    def kept_in(self, programme: str) -> "AssessmentQuerySet":
        """Those of one programme, by its slug."""
        return self.filter(programme=programme)

    def left_since(self, moment: object) -> "AssessmentQuerySet":
        """Those of visitors without an account that were begun, not finished and not touched since the moment."""
        return self.filter(person__isnull=True, completed_at__isnull=True, changed_at__lt=moment)


class Assessment(models.Model):
    """One person's answers to whether Payment by Results suits a service, seen from one side.

    A visitor without an account comes back by a secret link, of which only the hash is kept; a signed-in person's are
    listed under the person. `programme` is the slug of the programme whose stage 1 they belong to, as in the library.
    """

    class Side(models.TextChoices):
        COMMISSIONER = "commissioner", "Commissioner: I would pay for the service"
        PROVIDER = "provider", "Provider: I would deliver the service"

    side = models.CharField(max_length=20, choices=Side.choices)
    service = models.CharField(max_length=120, blank=True)
    answers = models.JSONField(default=dict, blank=True)
    token_hash = models.CharField(max_length=64, null=True, blank=True, unique=True)  # null, as many have none
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    programme = models.SlugField(max_length=80, blank=True)
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(token_hash__isnull=False, person__isnull=True, programme="")
                | Q(token_hash__isnull=True, person__isnull=False),
                name="knowledge_assessment_belongs_to_a_link_or_a_person",
            ),
            models.CheckConstraint(
                condition=Q(side__in=["commissioner", "provider"]), name="knowledge_assessment_side_is_known"
            ),
        ]
        indexes = [models.Index(fields=["programme"], name="knowledge_assessment_programme")]

    def __str__(self) -> str:
        return self.service or "A service without a name"

    @property
    def from_side(self) -> str:
        """The side in one word."""
        return self.get_side_display().partition(":")[0]
