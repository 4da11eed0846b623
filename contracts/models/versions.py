import datetime

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse

from stages.models import Programme


def terms_frozen() -> pgtrigger.Trigger:
    """A trigger that refuses any change of a row of terms whose contract version is no longer a draft."""
    return pgtrigger.Trigger(
        name="terms_frozen",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("frozen", "timestamptz"), ("version", "bigint")],
        func="""
            IF TG_OP = 'DELETE' THEN version := OLD.version_id; ELSE version := NEW.version_id; END IF;
            SELECT proposed_at INTO frozen FROM contracts_contractversion WHERE id = version;
            IF frozen IS NOT NULL THEN
                RAISE EXCEPTION 'contract version % is no longer a draft; its terms cannot be changed', version
                    USING ERRCODE = 'restrict_violation';
            END IF;
            IF TG_OP = 'UPDATE' THEN
                IF NEW.version_id <> OLD.version_id THEN
                    RAISE EXCEPTION 'terms cannot move to another contract version'
                        USING ERRCODE = 'restrict_violation';
                END IF;
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,
    )


def proposal_frozen() -> pgtrigger.Trigger:
    """A trigger that keeps a version as it was proposed.

    A proposed version can be agreed or sent back to drafting. An agreed one can only end earlier than it said.
    """
    return pgtrigger.Trigger(
        name="proposal_frozen",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        declare=[("was", "jsonb"), ("becomes", "jsonb")],
        func="""
            IF OLD.proposed_at IS NULL THEN RETURN NEW; END IF;
            was := to_jsonb(OLD);
            becomes := to_jsonb(NEW);
            IF OLD.agreed_at IS NOT NULL THEN
                IF was - 'effective_to' = becomes - 'effective_to'
                   AND COALESCE(NEW.effective_to, 'infinity') <= COALESCE(OLD.effective_to, 'infinity')
                THEN RETURN NEW; END IF;
            ELSIF NEW.proposed_at IS NULL THEN
                IF was - ARRAY['proposed_at', 'proposed_by_id', 'digest']
                   = becomes - ARRAY['proposed_at', 'proposed_by_id', 'digest']
                THEN RETURN NEW; END IF;
            ELSIF was - 'agreed_at' = becomes - 'agreed_at' THEN
                RETURN NEW;
            END IF;
            RAISE EXCEPTION 'contract version % is no longer a draft; it cannot be changed', OLD.id
                USING ERRCODE = 'restrict_violation';
        """,
    )


class DateRange(Func):
    """A range of days from two date columns, for exclusion constraints."""

    function = "DATERANGE"
    output_field = DateRangeField()


class ContractVersionQuerySet(models.QuerySet["ContractVersion"]):
    def agreed(self) -> "ContractVersionQuerySet":
        return self.filter(agreed_at__isnull=False)

    def not_yet_agreed(self) -> "ContractVersionQuerySet":
        return self.filter(agreed_at__isnull=True)

    def waiting_for_agreement(self) -> "ContractVersionQuerySet":
        return self.filter(proposed_at__isnull=False, agreed_at__isnull=True)

    def in_force(self, day: datetime.date) -> "ContractVersionQuerySet":
        """The agreed version (at most one a programme) in force on the day."""
        return self.agreed().filter(Q(effective_to__isnull=True) | Q(effective_to__gte=day), effective_from__lte=day)


class ContractVersion(models.Model):
    """One version of a programme's outcome-based contract.

    Draft until proposed; agreed when every party and the Expert Body have agreed it; in force from `effective_from`
    up to and including `effective_to` (open-ended when null). From the proposal on its terms never change.
    A claim is priced by the version in force on its event date.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="contract_versions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True, help_text="What changed, in words")
    effective_from = models.DateField()
    effective_to = models.DateField(null=True, blank=True)
    currency = models.CharField(max_length=3, default="GBP")
    rounding = models.CharField(max_length=20, default="half_up", help_text="half_up or half_even")
    rounding_at = models.CharField(max_length=20, default="line", help_text="line or total")
    bank_holidays = models.JSONField(default=list, help_text="ISO dates that are no working days")
    working_weekdays = models.JSONField(default=list, help_text="0 Monday to 6 Sunday; empty means Monday to Friday")
    school_terms = models.JSONField(default=list, blank=True, help_text="Terms of schools, each {starts_on, ends_on}")
    periods = models.JSONField(default=list, help_text="Periods as agreed, each {code, starts_on, ends_on}")
    assumptions = models.JSONField(default=dict, blank=True, help_text="What the terms rest on; empty where not stated")
    metrics = models.JSONField(default=list, blank=True, help_text="The metrics that rules pay by")
    payer_caps = models.JSONField(default=list, blank=True, help_text="The most that single principals pay")
    comparisons = models.JSONField(default=list, blank=True, help_text="Comparisons registered in advance")
    indexation = models.JSONField(default=dict, blank=True, help_text="How amounts rise; empty where they do not")
    eligibility = models.JSONField(
        default=dict, blank=True, help_text="Who may be on the programme; empty where everybody may"
    )
    monitoring_rules = models.JSONField(
        default=dict, blank=True, help_text="The lines at which the monitor speaks up; empty where they are the usual"
    )
    evidence_months = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="How long files of evidence are kept after the last payment; empty: as usual"
    )
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the terms as proposed")
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)

    objects = ContractVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="contracts_version_numbered_once"),
            models.UniqueConstraint(
                fields=["programme"], condition=Q(agreed_at__isnull=True), name="contracts_version_one_not_yet_agreed"
            ),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gte=F("effective_from")),
                name="contracts_version_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(agreed_at__isnull=True) | Q(proposed_at__isnull=False),
                name="contracts_version_proposed_before_agreed",
            ),
            models.CheckConstraint(
                condition=Q(rounding__in=["half_up", "half_even"], rounding_at__in=["line", "total"]),
                name="contracts_version_rounding_is_known",
            ),
            ExclusionConstraint(
                name="contracts_version_agreed_never_overlap",
                expressions=[
                    ("programme", RangeOperators.EQUAL),
                    (
                        DateRange("effective_from", "effective_to", models.Value("[]")),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(agreed_at__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="proposed_never_removed",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__proposed_at__isnull=False),
            ),
            proposal_frozen(),
        ]

    def __str__(self) -> str:
        return f"Contract version {self.number}: {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("contracts:version_detail", args=[self.programme.slug, self.number])

    def state_on(self, day: datetime.date) -> str:
        """How far the version has come on that day: `draft`, `proposed`, `agreed`, `in_force` or `ended`."""
        if self.proposed_at is None:
            return "draft"
        if self.agreed_at is None:
            return "proposed"
        if day < self.effective_from:
            return "agreed"
        return "in_force" if self.effective_to is None or day <= self.effective_to else "ended"

    @property
    def is_draft(self) -> bool:
        return self.proposed_at is None

    @property
    def is_agreed(self) -> bool:
        return self.agreed_at is not None
