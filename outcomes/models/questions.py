import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from delivery.models import Participant
from outcomes.models.claims import Claim, ClaimState
from outcomes.models.submissions import Submission
from stages.models import Programme


class Answer(models.Model):
    """What an agent says about something unusual: for one row, for a participant from now on, or for every row of a
    file with that cause."""

    class Scope(models.TextChoices):
        ROW = "row", "This row only"
        PARTICIPANT = "participant", "This participant, now and in later files"
        CAUSE = "cause", "Every row of this file with this question"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=60)
    scope = models.CharField(max_length=20, choices=Scope.choices)
    participant = models.ForeignKey(
        Participant, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    reason = models.TextField()
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(scope="participant", participant__isnull=False)
                | (~Q(scope="participant") & Q(participant__isnull=True)),
                name="outcomes_answer_names_its_participant",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="outcomes_answer_has_a_reason"),
        ]
        indexes = [
            models.Index(
                fields=["participant", "code"],
                name="outcomes_answer_remembered",
                condition=Q(participant__isnull=False),
            )
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"Answer to {self.code}"


class QuestionQuerySet(models.QuerySet["Question"]):
    def open(self) -> "QuestionQuerySet":
        """Those about claims that stand, which nobody has answered."""
        withdrawn = ClaimState.objects.filter(claim=OuterRef("claim"), state=ClaimState.State.WITHDRAWN)
        return self.unanswered().exclude(Exists(withdrawn))

    def unanswered(self) -> "QuestionQuerySet":
        """Those about claims, standing or not, which nobody has answered."""
        return self.filter(answer__isnull=True, claim__isnull=False)

    def visible_to(self, user: User) -> "QuestionQuerySet":
        return self.filter(submission__in=Submission.objects.visible_to(user))


class Question(models.Model):
    """Something unusual about a row. It has no claim where the file was only checked; its answer is given once."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="asked")
    claim = models.ForeignKey(
        Claim, null=True, blank=True, on_delete=models.PROTECT, related_name="questions", db_constraint=False
    )
    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    row_number = models.PositiveBigIntegerField()
    code = models.CharField(max_length=60)
    sentence = models.TextField()
    asked_at = models.DateTimeField()
    answer = models.ForeignKey(
        Answer, null=True, blank=True, on_delete=models.PROTECT, related_name="questions", db_index=False
    )

    objects = QuestionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["submission", "code", "row_number"], name="outcomes_question_rows"),
            models.Index(
                fields=["claim"],
                name="outcomes_question_unanswered",
                condition=Q(answer__isnull=True, claim__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="never_removed", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="as_asked",
                fields=["submission", "claim", "participant", "row_number", "code", "sentence", "asked_at"],
            ),
            pgtrigger.Protect(
                name="answered_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__answer__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Question about row {self.row_number}"
