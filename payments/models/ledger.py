import pgtrigger
from django.conf import settings
from django.db import models

from contracts.models import ContractVersion
from delivery.models import Participant
from outcomes.models import Claim
from payments.models.statements import Statement
from stages.models import Programme


class PricingRun(models.Model):
    """One run of pricing over a programme. Its digest covers its entries and the digest of the run before (a chain)."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="pricing_runs")
    number = models.PositiveIntegerField()
    as_of = models.DateField()
    run_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    run_at = models.DateTimeField()
    entries = models.PositiveIntegerField()
    net = models.DecimalField(max_digits=14, decimal_places=2)
    previous_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "number"], name="payments_run_numbered_once")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"Pricing run {self.number} of {self.programme}"


# One check for all entries of a statement, in place of six foreign keys that would each be looked up for every row.
# What is referred to is never removed (triggers see to that), so that a check at insertion is enough.
ENTRIES_BELONG = """
    IF EXISTS (
        SELECT FROM new_entries entry
          LEFT JOIN payments_pricingrun run ON run.id = entry.run_id
          LEFT JOIN payments_statement statement ON statement.id = entry.statement_id
          LEFT JOIN delivery_participant participant ON participant.id = entry.participant_id
          LEFT JOIN contracts_contractversion version ON version.id = entry.version_id
          LEFT JOIN outcomes_claim claim ON claim.id = entry.claim_id
         WHERE run.programme_id IS DISTINCT FROM entry.programme_id
            OR statement.programme_id IS DISTINCT FROM entry.programme_id
            OR (entry.participant_id IS NOT NULL
                AND (participant.programme_id IS DISTINCT FROM entry.programme_id
                     OR (participant.agent_id IS DISTINCT FROM statement.agent_id AND NOT EXISTS (
                             SELECT FROM delivery_transfer t
                               JOIN delivery_transferanswer said ON said.transfer_id = t.id
                              WHERE t.participant_id = entry.participant_id AND t.to_agent_id = statement.agent_id
                                AND said.kind = 'confirmed'))))
            OR version.programme_id IS DISTINCT FROM entry.programme_id
            OR (entry.claim_id IS NOT NULL AND claim.participant_id IS DISTINCT FROM entry.participant_id)
    ) THEN
        RAISE EXCEPTION 'a ledger entry refers to something of another programme, agent or participant, or to nothing'
            USING ERRCODE = 'foreign_key_violation';
    END IF;
    IF EXISTS (
        SELECT FROM payments_statement
         WHERE approved_at IS NOT NULL AND id IN (SELECT statement_id FROM new_entries)
    ) THEN
        RAISE EXCEPTION 'an approved statement takes no further entries' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
"""


class LedgerEntry(models.Model):
    """Money owed (or taken back) for one claim or start under one rule. Never changed.

    gross = units × unit_amount, rounded as the contract says; net = gross − deadweight − capped, in pounds. `claim` is
    null for fees paid at the start; so is `participant` for what an agent is paid for a period, which `about` names.
    An entry is the difference between what is owed and what earlier entries say, so
    units may be −1 or 0. `explanation` holds what decided the amount. What changes after the statement was approved
    is a further entry of kind adjustment, on the agent's next open statement, with its reason.
    """

    class Kind(models.TextChoices):
        PAYMENT = "payment", "Payment"
        ADJUSTMENT = "adjustment", "Adjustment"

    run = models.ForeignKey(PricingRun, on_delete=models.PROTECT, related_name="ledger_entries", db_constraint=False)
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="ledger_entries", db_index=False, db_constraint=False
    )
    statement = models.ForeignKey(
        Statement, on_delete=models.PROTECT, related_name="entries", db_index=False, db_constraint=False
    )
    participant = models.ForeignKey(
        Participant, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False,
        db_constraint=False,
    )  # fmt: skip
    claim = models.ForeignKey(
        Claim, null=True, blank=True, on_delete=models.PROTECT, related_name="ledger_entries", db_constraint=False
    )
    version = models.ForeignKey(
        ContractVersion, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    kind = models.CharField(max_length=12, choices=Kind.choices)
    rule = models.SlugField(max_length=60, db_index=False)
    outcome = models.SlugField(max_length=60, blank=True, db_index=False)
    segment = models.SlugField(max_length=60, blank=True, db_index=False)
    units = models.IntegerField()
    unit_amount = models.DecimalField(max_digits=14, decimal_places=4)
    gross = models.DecimalField(max_digits=14, decimal_places=2)
    deadweight = models.DecimalField(max_digits=14, decimal_places=2)
    capped = models.DecimalField(max_digits=14, decimal_places=2)
    net = models.DecimalField(max_digits=14, decimal_places=2)
    reason = models.TextField(blank=True)
    explanation = models.JSONField()
    digest = models.CharField(max_length=64)
    about = models.CharField(max_length=80, blank=True, default="", help_text="What an amount of an agent is for")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(participant__isnull=False, about="")
                | (models.Q(participant__isnull=True, claim__isnull=True) & ~models.Q(about="")),
                name="payments_ledgerentry_is_of_somebody_or_something",
            ),
            models.CheckConstraint(
                condition=models.Q(net=models.F("gross") - models.F("deadweight") - models.F("capped")),
                name="payments_ledgerentry_adds_up",
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "participant"], name="payments_ledger_participant"),
            models.Index(fields=["statement", "rule", "outcome", "segment", "id"], name="payments_ledger_line"),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="entries_belong",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                level=pgtrigger.Statement,
                referencing=pgtrigger.Referencing(new="new_entries"),  # type: ignore[no-untyped-call]
                func=ENTRIES_BELONG,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.net}"
