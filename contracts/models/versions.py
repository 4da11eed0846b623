import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

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


class DateRange(Func):
    """A range of days from two date columns, for exclusion constraints."""

    function = "DATERANGE"
    output_field = DateRangeField()


class ContractVersion(models.Model):
    """One version of a programme's outcome-based contract.

    Draft until proposed; agreed when every party and the Expert Body have agreed it; in force from `effective_from`
    up to and including `effective_to` (open-ended when null). From the proposal on its terms never change.
    A claim is priced by the version in force on its event date, for ever.
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
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the terms as proposed")
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)

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
                name="agreed_never_removed",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__proposed_at__isnull=False),
            ),
            pgtrigger.Protect(
                name="terms_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__proposed_at__isnull=False)
                & (
                    pgtrigger.Q(old__programme__df=pgtrigger.F("new__programme"))
                    | pgtrigger.Q(old__number__df=pgtrigger.F("new__number"))
                    | pgtrigger.Q(old__title__df=pgtrigger.F("new__title"))
                    | pgtrigger.Q(old__effective_from__df=pgtrigger.F("new__effective_from"))
                    | pgtrigger.Q(old__currency__df=pgtrigger.F("new__currency"))
                    | pgtrigger.Q(old__rounding__df=pgtrigger.F("new__rounding"))
                    | pgtrigger.Q(old__rounding_at__df=pgtrigger.F("new__rounding_at"))
                    | pgtrigger.Q(old__bank_holidays__df=pgtrigger.F("new__bank_holidays"))
                    | pgtrigger.Q(old__working_weekdays__df=pgtrigger.F("new__working_weekdays"))
                    | (
                        pgtrigger.Q(old__agreed_at__isnull=False)
                        & pgtrigger.Q(old__agreed_at__df=pgtrigger.F("new__agreed_at"))
                    )
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"Version {self.number} of {self.programme}"
