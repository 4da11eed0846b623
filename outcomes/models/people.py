"""Questions to agents about people who seem to be on the programme, or paid for, more than once."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from delivery.models import Participant


class PersonQuestion(models.Model):
    """A question, not a finding: the hash of an identifier says that somebody is, or was claimed for, elsewhere too.

    It never says where: an agent does not learn of another agent's participant.
    """

    class Kind(models.TextChoices):
        STARTED_AGAIN = "started_again", "Started again"
        PAID_ELSEWHERE = "paid_elsewhere", "Claimed in another programme too"

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="questions", db_index=False)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    outcome = models.SlugField(max_length=60, blank=True, db_index=False)
    day = models.DateField(help_text="The start, or the day of the outcome, that the question is about")
    days_before = models.PositiveIntegerField(null=True, blank=True, help_text="Since the earlier start")
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "kind", "outcome", "day"], name="outcomes_personquestion_asked_once"
            ),
            models.CheckConstraint(
                condition=Q(kind="started_again", outcome="", days_before__isnull=False)
                | (Q(kind="paid_elsewhere", days_before__isnull=True) & ~Q(outcome="")),
                name="outcomes_personquestion_is_whole",
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.participant}"


class PersonAnswer(models.Model):
    """What the agent says to the question. Once."""

    question = models.OneToOneField(PersonQuestion, on_delete=models.PROTECT, related_name="answer")
    text = models.TextField()
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="outcomes_personanswer_says_something")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"Answer to {self.question}"


class NotAnOutcome(models.Model):
    """An agent's answer to an outcome that looked earned and was not claimed: why it is none. It is asked once."""

    class Reason(models.TextChoices):
        OTHER_PERSON = "other_person", "The register means another person"
        NOT_DEFINITION = "not_definition", "It does not meet the contract’s definition"
        NO_EVIDENCE = "no_evidence", "We hold no evidence that the contract accepts"
        NOT_LASTING = "not_lasting", "It did not last, or did not happen"
        NOT_OURS = "not_ours", "It is not due to our work"

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="+", db_index=False)
    outcome = models.SlugField(max_length=60, db_index=False)
    day = models.DateField()
    sequence = models.PositiveSmallIntegerField(default=1)
    reason = models.CharField(max_length=20, choices=Reason.choices)
    note = models.CharField(max_length=500, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "outcome", "day", "sequence"], name="outcomes_notanoutcome_once"
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.outcome} of {self.participant} on {self.day}: {self.get_reason_display()}"
