import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Organisation, User
from delivery.models.row_access import records_visible_to
from stages.models import Programme


class PartnerQuerySet(models.QuerySet["Partner"]):
    def visible_to(self, user: User) -> "PartnerQuerySet":
        return self.filter(records_visible_to(user))


class Partner(models.Model):
    """An organisation that delivers for an agent under a subcontract. Its terms and referrals are rows of their own."""

    class Size(models.TextChoices):
        SMALL = "small", "Small (fewer than 50 staff)"
        MEDIUM = "medium", "Medium (50 to 249 staff)"
        LARGE = "large", "Large (250 staff or more)"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="partners", db_index=False)
    agent = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="partners")
    name = models.CharField(max_length=200)
    size = models.CharField(max_length=10, choices=Size.choices)
    is_charity = models.BooleanField(default=False)
    work = models.TextField(blank=True, help_text="What it does for the programme")
    staff = models.PositiveIntegerField(default=0, help_text="People who work on the programme")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    objects = PartnerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "agent", "name"], name="delivery_partner_named_once"),
            models.CheckConstraint(condition=~Q(name=""), name="delivery_partner_has_a_name"),
            models.CheckConstraint(
                condition=Q(size__in=["small", "medium", "large"]), name="delivery_partner_size_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_vulnerable(self) -> bool:
        """Small organisations and charities have the least cash with which to wait for results."""
        return self.is_charity or self.size == self.Size.SMALL


class PartnerTerms(models.Model):
    """What a subcontract says from a day on. Shares are percentages. A change is a further row; none is ever edited."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="terms")
    from_date = models.DateField()
    until_date = models.DateField(null=True, blank=True)
    share_of_work = models.DecimalField(max_digits=5, decimal_places=2)
    share_of_pay = models.DecimalField(max_digits=5, decimal_places=2)
    share_by_results = models.DecimalField(max_digits=5, decimal_places=2)
    payment_days = models.PositiveSmallIntegerField()
    promised_a_year = models.PositiveIntegerField(default=0)
    reason = models.TextField(blank=True, help_text="Why the terms are as they are, or why they changed")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(share_of_work__range=(0, 100), share_of_pay__range=(0, 100))
                & Q(share_by_results__range=(0, 100)),
                name="delivery_partnerterms_shares_are_percentages",
            ),
            models.CheckConstraint(
                condition=Q(until_date__isnull=True) | Q(until_date__gte=F("from_date")),
                name="delivery_partnerterms_dates_in_order",
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.partner} from {self.from_date}"


class ReferralCount(models.Model):
    """How many people had been referred to a partner since its subcontract began, as counted on a day."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="referral_counts")
    counted_on = models.DateField()
    people = models.PositiveIntegerField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.partner}: {self.people} on {self.counted_on}"


class LeadTermsQuerySet(models.QuerySet["LeadTerms"]):
    def visible_to(self, user: User) -> "LeadTermsQuerySet":
        return self.filter(records_visible_to(user))


class LeadTerms(models.Model):
    """What is agreed for an agent, against which its delivery is judged: the latest row counts.

    Its own share of pay by results and days to payment, the most of the risk that one partner may carry, and the most
    participants for one full-time key worker. Shares are percentages.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="lead_terms", db_index=False)
    agent = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    share_by_results = models.DecimalField(max_digits=5, decimal_places=2)
    payment_days = models.PositiveSmallIntegerField()
    risk_ceiling = models.DecimalField(max_digits=5, decimal_places=2)
    risk_ceiling_small = models.DecimalField(max_digits=5, decimal_places=2)
    caseload_ceiling = models.PositiveSmallIntegerField()
    mix_tolerance = models.DecimalField(max_digits=5, decimal_places=2, help_text="In percentage points")
    evidence = models.TextField()
    stated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    stated_at = models.DateTimeField()

    objects = LeadTermsQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(share_by_results__range=(0, 100), risk_ceiling__range=(0, 100))
                & Q(risk_ceiling_small__range=(0, 100), mix_tolerance__range=(0, 100)),
                name="delivery_leadterms_shares_are_percentages",
            ),
            models.CheckConstraint(condition=~Q(evidence=""), name="delivery_leadterms_have_evidence"),
            models.CheckConstraint(
                condition=Q(caseload_ceiling__gte=1), name="delivery_leadterms_caseload_is_positive"
            ),
        ]
        indexes = [models.Index(fields=["programme", "agent", "stated_at"], name="delivery_leadterms_latest")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"Terms of {self.agent}"
