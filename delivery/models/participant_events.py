"""What happens to a participant after the start: never an edit of the start, always a further row."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Organisation
from delivery.models.participants import Participant


def another_person(name: str, of: str, who: str, asked_by: str = "proposed_by") -> pgtrigger.Trigger:
    """A trigger that refuses a decision by the person who asked for it."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            IF EXISTS (
                SELECT FROM {of} asked WHERE asked.id = NEW.{who}_id AND asked.{asked_by}_id = NEW.decided_by_id
            ) THEN
                RAISE EXCEPTION 'whoever proposed it cannot decide on it' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


class Decided(models.TextChoices):
    CONFIRMED = "confirmed", "Confirmed"
    REFUSED = "refused", "Refused"


def refused_with_a_reason(name: str) -> models.CheckConstraint:
    """A constraint that refuses a refusal without its reason."""
    return models.CheckConstraint(condition=Q(kind="confirmed") | (Q(kind="refused") & ~Q(reason="")), name=name)


class SecondPersonDecision(models.Model):
    """What a second person says to what the first has entered: confirmed, or refused with the reason. Once."""

    kind = models.CharField(max_length=10, choices=Decided.choices)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        abstract = True


class Reclassification(models.Model):
    """Somebody says that a participant was put in the wrong segment at the start. Nothing changes until confirmed."""

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="reclassifications")
    from_segment = models.SlugField(max_length=60, db_index=False)
    to_segment = models.SlugField(max_length=60, db_index=False)
    reason = models.TextField()
    evidence = models.TextField(help_text="What shows it, and where it is kept")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_segment=F("to_segment")) & ~Q(to_segment=""),
                name="delivery_reclassification_changes_something",
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(evidence=""), name="delivery_reclassification_has_its_grounds"
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.participant}: {self.from_segment} → {self.to_segment}"


class ReclassificationDecision(SecondPersonDecision):
    """A second person has looked at it. From a confirmation on, the participant is priced by the other segment."""

    reclassification = models.OneToOneField(Reclassification, on_delete=models.PROTECT, related_name="decision")

    class Meta:
        constraints = [refused_with_a_reason("delivery_reclassification_refused_with_a_reason")]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            another_person("by_another", "delivery_reclassification", "reclassification"),
        ]

    def __str__(self) -> str:
        return f"{self.reclassification}: {self.get_kind_display()}"


class Exit(models.Model):
    """A participant has left the service, or has come back (`RETURNED`). The latest row counts.

    After the reasons of `ENDS_CLAIMS` no outcome counts any more; after the others outcomes may still follow.
    """

    class Reason(models.TextChoices):
        COMPLETED = "completed", "Completed the service"
        LEFT_EARLY = "left_early", "Left before the end"
        MOVED_AWAY = "moved_away", "Moved out of the area"
        LOST_CONTACT = "lost_contact", "Contact was lost"
        OTHER_SERVICE = "other_service", "Went on to another service"
        NOT_ELIGIBLE = "not_eligible", "Was not eligible at the start"
        OBJECTED = "objected", "Asked to be taken off the programme"
        DIED = "died", "Died"
        RETURNED = "returned", "Came back, or the exit was a mistake"

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="exits")
    exited_on = models.DateField()
    reason = models.CharField(max_length=20, choices=Reason.choices)
    note = models.CharField(max_length=500, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reason__in=["completed", "left_early", "moved_away", "lost_contact", "other_service",
                                        "not_eligible", "objected", "died", "returned"]),
                name="delivery_exit_reason_is_known",
            ),
        ]  # fmt: skip
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}, {self.exited_on}"


ENDS_CLAIMS = (Exit.Reason.NOT_ELIGIBLE, Exit.Reason.OBJECTED, Exit.Reason.DIED)


class Transfer(models.Model):
    """A handover: an agent hands a participant over to another from a day on. In force once the other has agreed.

    There is still one participant, with one start: outcomes before the day are the first agent's, those from it on the
    second's. `reference` is the name under which the second agent knows the participant.
    """

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="transfers")
    from_agent = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    to_agent = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    reference = models.CharField(max_length=64)
    from_date = models.DateField()
    reason = models.TextField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(from_agent=F("to_agent")), name="delivery_transfer_goes_to_another"),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(reference=""), name="delivery_transfer_says_why_and_under_what_name"
            ),
        ]
        indexes = [models.Index(fields=["to_agent", "reference"], name="delivery_transfer_known_as")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.participant} to {self.to_agent} from {self.from_date}"


class TransferAnswer(SecondPersonDecision):
    """The agent that is to take the participant over has agreed, or has said why not."""

    transfer = models.OneToOneField(Transfer, on_delete=models.PROTECT, related_name="answer")

    class Meta:
        constraints = [refused_with_a_reason("delivery_transfer_refused_with_a_reason")]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            another_person("by_another", "delivery_transfer", "transfer"),
        ]

    def __str__(self) -> str:
        return f"{self.transfer}: {self.get_kind_display()}"
