import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from stages.models.selection import Candidate, SelectionCriterion


class ModeratedScore(models.Model):
    """Stages 2 and 3: the score on which the assessors agreed, with the reason. It is what counts; the latest one."""

    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="moderated_scores")
    criterion = models.ForeignKey(SelectionCriterion, on_delete=models.PROTECT, related_name="moderated_scores")
    score = models.PositiveSmallIntegerField()
    reason = models.TextField()
    moderated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    moderated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(score__lte=5), name="stages_moderatedscore_0_to_5"),
            models.CheckConstraint(condition=~Q(reason=""), name="stages_moderatedscore_has_a_reason"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.candidate}, {self.criterion}: {self.score}, moderated"
