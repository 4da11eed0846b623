import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from stages.models.selection import Candidate


class ConflictDeclaration(models.Model):
    """Stages 2 and 3: an assessor's word whether they have an interest in a candidate. The latest one counts.

    `statement` says in words what the interest is or, where one was declared before, why it no longer stands.
    """

    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="conflict_declarations")
    has_interest = models.BooleanField()
    statement = models.TextField(blank=True)
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(has_interest=False) | ~Q(statement=""), name="stages_conflictdeclaration_in_words"
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.declared_by}, {self.candidate}: {'an interest' if self.has_interest else 'no interest'}"
