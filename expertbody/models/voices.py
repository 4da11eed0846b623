import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from expertbody.models.decisions import Decision
from stages.models import CorrectiveAction, Finding, Programme

APPEND_ONLY = pgtrigger.Update | pgtrigger.Delete
STAGES = [1, 2, 3, 4, 5, 6, 7]


class VoiceQuerySet(models.QuerySet["Voice"]):
    def about_stage(self, stage: int) -> "VoiceQuerySet":
        return self.filter(stages__contains=[stage])


class Voice(models.Model):
    """What somebody who uses the service said, without a name: evidence in words. Written once.

    `stages` are the stages of which it speaks. `outcome` names the outcome it speaks of, if any, in plain words.
    """

    class Gathered(models.TextChoices):
        INTERVIEW = "interview", "Interview"
        FEEDBACK = "feedback", "Feedback"
        SURVEY = "survey", "Survey comment"
        GROUP = "group", "Group discussion"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="voices")
    number = models.PositiveIntegerField()
    heard_on = models.DateField()
    gathered = models.CharField(max_length=20, choices=Gathered.choices)
    said = models.TextField()
    theme = models.CharField(max_length=80)
    stages = ArrayField(models.PositiveSmallIntegerField())
    outcome = models.CharField(max_length=120, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    objects = VoiceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="expertbody_voice_numbered_once"),
            models.CheckConstraint(condition=~Q(said="") & ~Q(theme=""), name="expertbody_voice_says_something"),
            models.CheckConstraint(
                condition=Q(stages__contained_by=STAGES, stages__len__gte=1), name="expertbody_voice_names_its_stages"
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        return f"Voice {self.number}: {self.theme}"

    def get_absolute_url(self) -> str:
        return reverse("expertbody:voice_detail", args=[self.programme.slug, self.number])


class VoiceAnswer(models.Model):
    """What changed because of what somebody said, in plain words, with the record of it if there is one."""

    voice = models.ForeignKey(Voice, on_delete=models.PROTECT, related_name="answers")
    said = models.TextField()
    decision = models.ForeignKey(Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    finding = models.ForeignKey(Finding, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    action = models.ForeignKey(CorrectiveAction, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(said=""), name="expertbody_voiceanswer_says_something"),
            models.CheckConstraint(
                condition=Q(decision__isnull=True, finding__isnull=True)
                | Q(decision__isnull=True, action__isnull=True)
                | Q(finding__isnull=True, action__isnull=True),
                name="expertbody_voiceanswer_names_one_record_at_most",
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        return f"Answer to {self.voice}"
