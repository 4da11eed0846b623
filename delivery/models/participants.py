from typing import Any

import pgtrigger
from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models import Organisation, Role, User
from contracts.models import ContractVersion
from delivery.models.row_access import rows_visible_to
from delivery.models.tallies import Tally, tallied
from stages.models import Programme


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def visible_to(self, user: User) -> "ParticipantQuerySet":
        """The participants that the person may see one by one: see `rows_visible_to`. An agent also sees those who
        were handed over to it."""
        return self.filter(rows_visible_to(user) | Q(Exists(self._transfers_to(user))))

    def handed_over_to(self, user: User) -> "ParticipantQuerySet":
        """Those who were handed over to an agent for which the person acts."""
        return self.filter(Exists(self._transfers_to(user)))

    @staticmethod
    def _transfers_to(user: User) -> models.QuerySet[Any]:
        transfers = Participant._meta.get_field("transfers").related_model
        assert isinstance(transfers, type)
        own = user.memberships.filter(
            role=Role.AGENT, programme=OuterRef("participant__programme"), organisation=OuterRef("to_agent")
        )
        found: models.QuerySet[Any] = transfers._default_manager.filter(
            Exists(own), participant=OuterRef("pk"), answer__kind="confirmed"
        )
        return found


class Participant(models.Model):
    """A person or family on the programme, known only by the agent's reference: never a name.

    The segment is frozen at the start, by the contract version in force on that day.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="participants", db_index=False)
    agent = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="participants", db_index=False)
    reference = models.CharField(max_length=64)
    started_on = models.DateField()
    segment = models.SlugField(max_length=60, blank=True)
    attributes = models.JSONField(default=dict)
    version = models.ForeignKey(ContractVersion, on_delete=models.PROTECT, related_name="+", db_index=False)
    received_at = models.DateTimeField()

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "agent", "reference"], name="delivery_participant_reference_once"
            ),
            models.CheckConstraint(condition=~Q(reference=""), name="delivery_participant_has_a_reference"),
        ]
        indexes = [
            models.Index(fields=["programme", "started_on"], name="delivery_participant_started"),
            models.Index(
                fields=["programme", "agent", "started_on", "id"],
                include=["reference", "segment"],
                name="delivery_participant_in_order",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="never_removed", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="start_is_frozen",
                fields=["programme", "agent", "reference", "started_on", "segment", "attributes", "version",
                        "received_at"],
            ),
            tallied(Tally.Of.PARTICIPANTS.value, "segment"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.reference
