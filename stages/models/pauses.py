import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from stages.models.visits import StageVisit

APPEND_ONLY = pgtrigger.Update | pgtrigger.Delete


class StagePauseQuerySet(models.QuerySet["StagePause"]):
    def standing(self) -> "StagePauseQuerySet":
        """Pauses after which the stage was not resumed, of visits that are still open."""
        return self.filter(resumption__isnull=True, visit__closed_at__isnull=True)


class StagePause(models.Model):
    """A time in which an open visit stands still: no record of its stage changes until it is resumed. Written once."""

    visit = models.ForeignKey(StageVisit, on_delete=models.PROTECT, related_name="pauses")
    because = models.TextField()
    paused_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    paused_at = models.DateTimeField()

    objects = StagePauseQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(because=""), name="stages_stagepause_has_a_reason")]
        triggers = [pgtrigger.Protect(name="append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        return f"Pause of {self.visit}"


class StageResumption(models.Model):
    """The end of a pause, and what had changed. Written once."""

    pause = models.OneToOneField(StagePause, on_delete=models.PROTECT, related_name="resumption")
    because = models.TextField()
    resumed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    resumed_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(because=""), name="stages_stageresumption_has_a_reason")]
        triggers = [pgtrigger.Protect(name="append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        return f"End of the {str(self.pause).lower()}"
