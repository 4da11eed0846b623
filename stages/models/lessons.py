import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from knowledge.models import Entry
from stages.models.programmes import Programme
from stages.models.registers import PracticeEntry


class LessonAnswer(models.Model):
    """Stage 1: what a programme made of an entry of the library that was offered to it. The latest answer counts."""

    class Answer(models.TextChoices):
        USED = "used", "Used"
        NOT_FOR_US = "not_for_us", "Not for us"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="lesson_answers")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=10, choices=Answer.choices)
    reason = models.TextField(blank=True)
    practice = models.ForeignKey(PracticeEntry, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="used", practice__isnull=False)
                | (Q(answer="not_for_us", practice__isnull=True) & ~Q(reason="")),
                name="stages_lessonanswer_is_whole",
            ),
            models.UniqueConstraint(
                fields=["programme", "entry"], condition=Q(answer="used"), name="stages_lessonanswer_used_once"
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.get_answer_display()}: {self.entry}"
