import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from outcomes.models.verification import APPEND_ONLY, SampleItem

PARTED = """
    SELECT claim.programme_id, claim.agent_id, submission.submitted_by_id INTO of_programme, of_agent, sender
      FROM outcomes_sampleitem item
      JOIN outcomes_claim claim ON claim.id = item.claim_id
      LEFT JOIN outcomes_submission submission ON submission.id = claim.submission_id
     WHERE item.id = NEW.item_id;
    IF sender = NEW.decided_by_id THEN
        RAISE EXCEPTION 'nobody decides on a claim that they submitted' USING ERRCODE = 'restrict_violation';
    END IF;
    IF EXISTS (SELECT FROM stages_membership WHERE user_id = NEW.decided_by_id AND programme_id = of_programme
                  AND role = 'agent' AND organisation_id = of_agent)
       OR EXISTS (SELECT FROM outcomes_evidenceanswer answer JOIN outcomes_evidencerequest asked
                    ON asked.id = answer.request_id
                   WHERE asked.item_id = NEW.item_id AND answer.answered_by_id = NEW.decided_by_id)
       OR EXISTS (SELECT FROM outcomes_appeal
                   WHERE item_id = NEW.item_id AND appealed_by_id = NEW.decided_by_id) THEN
        RAISE EXCEPTION 'nobody decides on a claim of an agent they act for' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.step = 'confirm' AND NOT EXISTS (
        SELECT FROM outcomes_itemdecision WHERE item_id = NEW.item_id AND round = NEW.round AND step = 'check'
           AND verdict = 'failed' AND decided_by_id <> NEW.decided_by_id) THEN
        RAISE EXCEPTION 'a failure is confirmed by somebody other than who found it'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.step = 'appeal' AND (
        EXISTS (SELECT FROM outcomes_itemdecision
                 WHERE item_id = NEW.item_id AND decided_by_id = NEW.decided_by_id)
        OR NOT EXISTS (SELECT FROM outcomes_appeal WHERE item_id = NEW.item_id)) THEN
        RAISE EXCEPTION 'an appeal is decided by somebody who has not decided on the claim before'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
"""


class EvidenceRequest(models.Model):
    """A verifier asks the agent for evidence of a drawn claim, by a day. Never changed."""

    item = models.ForeignKey(SampleItem, on_delete=models.PROTECT, related_name="requests")
    text = models.TextField()
    due_on = models.DateField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    class Meta:
        triggers = [pgtrigger.Protect(name="append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        return f"Evidence asked for {self.item}"


class EvidenceAnswer(models.Model):
    """What the agent says to a request, and where the evidence is to be found. Never changed."""

    request = models.OneToOneField(EvidenceRequest, on_delete=models.PROTECT, related_name="answer")
    text = models.TextField()
    reference = models.CharField(max_length=200, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        triggers = [pgtrigger.Protect(name="append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        return f"Answer to {self.request}"


class Appeal(models.Model):
    """The agent says why a claim that failed should not have. Once for a claim; never changed."""

    item = models.OneToOneField(SampleItem, on_delete=models.PROTECT, related_name="appeal")
    text = models.TextField()
    appealed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    appealed_at = models.DateTimeField()

    class Meta:
        triggers = [pgtrigger.Protect(name="append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        return f"Appeal about {self.item}"


class ItemDecision(models.Model):
    """What somebody found about a drawn claim: the check, the second person's look at a failure, or the appeal.

    A failure that the second person does not agree with is checked again, in the next round. The database itself
    keeps duties apart: nobody decides on what they or their organisation submitted, confirms their own failure, or
    decides an appeal after having decided before. Never changed.
    """

    class Step(models.TextChoices):
        CHECK = "check", "Check"
        CONFIRM = "confirm", "Second look"
        APPEAL = "appeal", "Appeal"

    class Verdict(models.TextChoices):
        PASSED = "passed", "In order"
        FAILED = "failed", "Not in order"
        AGREED = "agreed", "Agreed: the claim fails"
        NOT_AGREED = "not_agreed", "Not agreed: check it again"
        UPHELD = "upheld", "Appeal upheld: the claim stands"
        DISMISSED = "dismissed", "Appeal dismissed: the claim has failed"

    class Reason(models.TextChoices):
        NO_EVIDENCE = "no_evidence", "No evidence"
        WRONG_DATE = "wrong_date", "Wrong date"
        WRONG_PERSON = "wrong_person", "Wrong person"
        NOT_ELIGIBLE = "not_eligible", "Person not eligible"
        NOT_MET = "not_met", "Outcome not met"
        DUPLICATE = "duplicate", "Claimed twice"
        OTHER = "other", "Something else"

    item = models.ForeignKey(SampleItem, on_delete=models.PROTECT, related_name="decisions")
    round = models.PositiveSmallIntegerField()
    step = models.CharField(max_length=10, choices=Step.choices)
    verdict = models.CharField(max_length=12, choices=Verdict.choices)
    reason = models.CharField(max_length=20, choices=Reason.choices, blank=True)
    note = models.TextField(blank=True)
    by_register = models.BooleanField(default=False, help_text="Found in an official register, not checked by hand")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "round", "step"], name="outcomes_itemdecision_once_a_round"),
            models.CheckConstraint(
                condition=Q(step="check", verdict__in=["passed", "failed"])
                | Q(step="confirm", verdict__in=["agreed", "not_agreed"])
                | Q(step="appeal", verdict__in=["upheld", "dismissed"]),
                name="outcomes_itemdecision_verdict_of_its_step",
            ),
            models.CheckConstraint(
                condition=(~Q(verdict="failed") & Q(reason="")) | (Q(verdict="failed") & ~Q(reason="") & ~Q(note="")),
                name="outcomes_itemdecision_failed_with_a_reason",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=APPEND_ONLY),
            pgtrigger.Trigger(
                name="duties_apart",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[("of_programme", "bigint"), ("of_agent", "bigint"), ("sender", "bigint")],
                func=PARTED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.get_verdict_display()}"
