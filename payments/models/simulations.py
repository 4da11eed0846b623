import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from contracts.models import ContractVersion
from stages.models import Programme


class SimulationQuerySet(models.QuerySet["Simulation"]):
    def unfinished(self) -> "SimulationQuerySet":
        return self.filter(state__in=[Simulation.State.QUEUED, Simulation.State.RUNNING])


class Simulation(models.Model):
    """What a contract version might cost and pay, tried many times by chance. Estimates, which nobody is paid by.

    `inputs` holds what was simulated (the terms, the first day of the contract, what the programme's own records say),
    so that the same seed gives the same figures whatever becomes of the version. Once it has ended, it stays as it is.
    """

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting"
        RUNNING = "running", "Running"
        FINISHED = "finished", "Finished"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="simulations")
    version = models.ForeignKey(
        ContractVersion, null=True, on_delete=models.SET_NULL, related_name="+", help_text="Null once it is discarded"
    )
    version_number = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of the terms that were simulated")
    inputs = models.JSONField()
    scenarios = models.JSONField(help_text="Codes of the scenarios, in order")
    seed = models.PositiveIntegerField()
    runs = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    done = models.PositiveIntegerField(default=0, help_text="Runs done so far, over all scenarios")
    results = models.JSONField(null=True, blank=True)
    failure = models.TextField(blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = SimulationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="finished", results__isnull=False, ended_at__isnull=False)
                | Q(state__in=["failed", "cancelled"], results__isnull=True, ended_at__isnull=False)
                | Q(state__in=["queued", "running"], results__isnull=True, ended_at__isnull=True),
                name="payments_simulation_has_results_when_finished",
            ),
            models.CheckConstraint(condition=Q(runs__gte=1), name="payments_simulation_has_runs"),
        ]
        indexes = [models.Index(fields=["programme", "-id"], name="payments_simulation_latest")]
        triggers = [
            pgtrigger.Protect(name="never_removed", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="ended_stays_as_it_is",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
                    IF OLD.ended_at IS NOT NULL AND to_jsonb(OLD) - 'version_id' <> to_jsonb(NEW) - 'version_id' THEN
                        RAISE EXCEPTION 'simulation % has ended; it stays as it is', OLD.id
                            USING ERRCODE = 'restrict_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"Simulation of version {self.version_number} of {self.programme}"

    def get_absolute_url(self) -> str:
        return reverse("payments:simulation_detail", args=[self.programme.slug, self.pk])

    @property
    def is_unfinished(self) -> bool:
        return self.ended_at is None

    @property
    def runs_in_all(self) -> int:
        return self.runs * len(self.scenarios)
