import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import User
from delivery.models.row_access import WHOLE_PROGRAMME, own_rows
from outcomes.models.claims import Claim
from stages.models import Programme

APPEND_ONLY = pgtrigger.Update | pgtrigger.Delete


class VerificationPlan(models.Model):
    """Which claims are to be checked by sample, how surely, and what follows from errors. Never changed once made.

    Shares are of one: a tolerable error rate of 0.05 is 5%. Empty lists of agents and outcomes mean all of them.
    """

    class Method(models.TextChoices):
        EQUAL = "equal", "Every claim with the same chance"
        BY_VALUE = "by_value", "Claims by what they are worth"

    class Recovery(models.TextChoices):
        NONE = "none", "Only the claims that fail"
        LOW = "low", "The rest too, at the lower limit of the error rate"
        POINT = "point", "The rest too, at the error rate found"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="verification_plans")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField()
    agents = models.JSONField(default=list, help_text="Codes of organisations")
    outcomes = models.JSONField(default=list, help_text="Codes of outcomes")
    apart = models.JSONField(default=list, help_text="What claims of an agent are kept apart by: outcome, period")
    method = models.CharField(max_length=10, choices=Method.choices)
    confidence = models.DecimalField(max_digits=5, decimal_places=4)
    tolerable = models.DecimalField(max_digits=5, decimal_places=4)
    expected = models.DecimalField(max_digits=5, decimal_places=4)
    risk_share = models.DecimalField(
        max_digits=5, decimal_places=4, help_text="The share, at least, to check of claims that ask questions"
    )
    late_days = models.PositiveSmallIntegerField(help_text="A claim received later after its event asks a question")
    new_days = models.PositiveSmallIntegerField(help_text="An agent is new for so long after its first claim")
    answer_days = models.PositiveSmallIntegerField(help_text="How long agents have for evidence")
    appeal_days = models.PositiveSmallIntegerField(help_text="How long agents have to appeal")
    due_on = models.DateField(help_text="When every drawn claim is to be checked")
    recovery = models.CharField(max_length=10, choices=Recovery.choices)
    recovery_basis = models.CharField(
        max_length=300, blank=True, help_text="Where it is agreed that errors are extrapolated"
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="outcomes_plan_numbered_once"),
            models.CheckConstraint(condition=Q(starts_on__lte=F("ends_on")), name="outcomes_plan_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(expected__gte=0, expected__lt=F("tolerable"), tolerable__lt=1),
                name="outcomes_plan_expects_less_than_it_tolerates",
            ),
            models.CheckConstraint(
                condition=Q(confidence__gte=0.5, confidence__lt=1, risk_share__gte=0, risk_share__lte=1),
                name="outcomes_plan_shares_are_shares",
            ),
            models.CheckConstraint(
                condition=Q(recovery="none") | ~Q(recovery_basis=""), name="outcomes_plan_recovers_on_a_basis"
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        return f"Plan {self.number}: {self.name}"


class Drawing(models.Model):
    """A sample drawn for a plan: its seed, the population as it was, and the number for each stratum. Never changed.

    `population` is the compressed text of `outcomes.domain.sampling.text`, `digest` its SHA-256, and `sample_digest`
    that of the drawn claims' keys: whoever draws again must come to the same. A later drawing of a plan takes every
    claim of one agent that was not drawn before, because too many were wrong (`agent`, with the reason).
    """

    plan = models.ForeignKey(VerificationPlan, on_delete=models.PROTECT, related_name="drawings")
    number = models.PositiveSmallIntegerField()
    algorithm = models.PositiveSmallIntegerField()
    seed = models.CharField(max_length=64)
    population = models.BinaryField()
    digest = models.CharField(max_length=64)
    claims = models.PositiveIntegerField(help_text="Claims in the population")
    value = models.DecimalField(max_digits=14, decimal_places=2, help_text="What the ledger stated for them, in pounds")
    sizes = models.JSONField(help_text="Claims to draw, by stratum")
    strata = models.JSONField(help_text="Claims and pounds in the population, by stratum")
    sample_digest = models.CharField(max_length=64)
    agent = models.SlugField(max_length=60, blank=True, help_text="Whose remaining claims are all checked")
    reason = models.TextField(blank=True)
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="outcomes_drawing_numbered_once"),
            models.CheckConstraint(
                condition=Q(number=1, agent="", reason="") | (Q(number__gt=1) & ~Q(agent="") & ~Q(reason="")),
                name="outcomes_drawing_again_with_a_reason",
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        return f"Drawing {self.number} of {self.plan}"


class SampleItemQuerySet(models.QuerySet["SampleItem"]):
    def visible_to(self, user: User) -> "SampleItemQuerySet":
        """An agent's people see the drawn claims of their own organisation; those who see every row see all."""
        whole = user.memberships.filter(role__in=WHOLE_PROGRAMME).values("programme")
        own = Claim.objects.filter(own_rows(user), pk=models.OuterRef("claim"))
        return self.filter(Q(plan__programme__in=whole) | Q(models.Exists(own)))


class SampleItem(models.Model):
    """A claim that was drawn for a plan, once. What is found about it are further rows."""

    plan = models.ForeignKey(VerificationPlan, on_delete=models.PROTECT, related_name="items")
    drawing = models.ForeignKey(Drawing, on_delete=models.PROTECT, related_name="items")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="sample_items")
    stratum = models.CharField(max_length=200)
    value = models.DecimalField(max_digits=14, decimal_places=2, help_text="What the ledger stated for it when drawn")
    is_certain = models.BooleanField(default=False, help_text="Drawn whatever the seed, because of its value")
    asks = models.JSONField(default=list, help_text="Codes of what made it ask a question")

    objects = SampleItemQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "claim"], name="outcomes_sampleitem_once")]
        triggers = [pgtrigger.Protect(name="append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        return f"Check of claim {self.claim_id}"


class PlanEnd(models.Model):
    """A plan is over: finished, with its results as they stood, or given up, with the reason. Never changed."""

    class Kind(models.TextChoices):
        FINISHED = "finished", "Finished"
        GIVEN_UP = "given_up", "Given up"

    plan = models.OneToOneField(VerificationPlan, on_delete=models.PROTECT, related_name="end")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    reason = models.TextField(blank=True)
    results = models.JSONField(default=dict)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="finished") | (Q(kind="given_up") & ~Q(reason="")),
                name="outcomes_planend_given_up_with_a_reason",
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        return f"{self.plan}: {self.get_kind_display()}"
