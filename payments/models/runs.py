import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Organisation
from payments.models.bank import BankAccount
from payments.models.statements import Statement
from stages.models import Programme

APPEND_ONLY = pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


class PaymentRun(models.Model):
    """What one payer owes on approved statements, gathered once. Its digest covers its items and the run before it.

    Its state is read from its events, its payments and their outcomes: see `payments.selectors.runs`.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="payment_runs")
    payer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    total = models.DecimalField(max_digits=14, decimal_places=2, help_text="What is paid: never less than nought")
    previous_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="payments_paymentrun_numbered_once"),
            models.CheckConstraint(condition=Q(total__gte=0), name="payments_paymentrun_pays"),
        ]
        triggers = [
            APPEND_ONLY,
            pgtrigger.Trigger(
                name="no_sandbox_is_paid",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF EXISTS (SELECT FROM stages_programme p
                                WHERE p.id = NEW.programme_id AND p.sandbox_of_id IS NOT NULL) THEN
                        RAISE EXCEPTION 'nothing in a sandbox is paid' USING ERRCODE = 'restrict_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"Payment run {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("payments:payment_run_detail", args=[self.programme.slug, self.number])


class PaymentItem(models.Model):
    """One reason why an agent is paid in a run: the payer's share of a statement, what an earlier run carried forward
    because it came to less than nought, or what the bank did not pay. Each reason enters one run only."""

    class Kind(models.TextChoices):
        SHARE = "share", "Share of a statement"
        CARRIED = "carried", "Carried forward"
        UNPAID = "unpaid", "Not paid by the bank before"

    run = models.ForeignKey(PaymentRun, on_delete=models.PROTECT, related_name="items")
    payer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    agent = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    statement = models.ForeignKey(
        Statement, null=True, blank=True, on_delete=models.PROTECT, related_name="payment_items"
    )
    carried_from = models.ForeignKey(
        PaymentRun, null=True, blank=True, on_delete=models.PROTECT, related_name="carried_items"
    )
    unpaid = models.ForeignKey(
        "payments.Payment", null=True, blank=True, on_delete=models.PROTECT, related_name="again"
    )
    amount = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["statement", "payer"], name="payments_paymentitem_share_once"),
            models.UniqueConstraint(fields=["carried_from", "agent"], name="payments_paymentitem_carried_once"),
            models.UniqueConstraint(fields=["unpaid"], name="payments_paymentitem_unpaid_once"),
            models.CheckConstraint(
                condition=Q(kind="share", statement__isnull=False, carried_from__isnull=True, unpaid__isnull=True)
                | Q(
                    kind="carried", statement__isnull=True, carried_from__isnull=False, unpaid__isnull=True,
                    amount__lt=0,
                )
                | Q(
                    kind="unpaid", statement__isnull=True, carried_from__isnull=True, unpaid__isnull=False,
                    amount__gt=0,
                ),
                name="payments_paymentitem_has_its_reason",
            ),
        ]  # fmt: skip
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.amount}"


# Who releases money has not signed off what it is for, nor sent or verified it, and is of no agent that gets it.
NOBODY_PAYS_OWN_WORK = """
    IF NEW.kind = 'released' AND (
        EXISTS (SELECT FROM payments_paymentitem i
                  JOIN payments_statementevent e ON e.statement_id = i.statement_id AND e.kind = 'signed'
                 WHERE i.run_id = NEW.run_id AND e.by_id = NEW.by_id)
        OR EXISTS (SELECT FROM payments_paymentitem i JOIN stages_membership m ON m.organisation_id = i.agent_id
                    WHERE i.run_id = NEW.run_id AND m.user_id = NEW.by_id)
        OR EXISTS (SELECT FROM payments_paymentitem i JOIN payments_paymentrun r ON r.id = i.run_id
                     JOIN outcomes_submission f ON f.programme_id = r.programme_id AND f.agent_id = i.agent_id
                    WHERE i.run_id = NEW.run_id AND f.submitted_by_id = NEW.by_id)
        OR EXISTS (SELECT FROM payments_paymentitem i
                     JOIN payments_ledgerentry l ON l.statement_id = i.statement_id
                     JOIN outcomes_claimstate c ON c.claim_id = l.claim_id
                    WHERE i.run_id = NEW.run_id AND c.changed_by_id = NEW.by_id AND c.state IN ('verified', 'failed'))
    ) THEN
        RAISE EXCEPTION 'nobody pays what they signed off, sent or verified, or their own organisation'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
"""


class PaymentRunEvent(models.Model):
    """What happened to a run after it was made: released to the bank, reconciled with the bank's statement.

    `digest` is that of the payment file as it was released; `amount` what the bank took from the account.
    """

    class Kind(models.TextChoices):
        RELEASED = "released", "Released to the bank"
        RECONCILED = "reconciled", "Reconciled"

    run = models.ForeignKey(PaymentRun, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    account = models.ForeignKey(BankAccount, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    pay_on = models.DateField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "kind"], name="payments_paymentrunevent_once"),
            models.CheckConstraint(
                condition=~Q(kind="reconciled") | Q(amount__isnull=False),
                name="payments_paymentrunevent_reconciled_with_a_sum",
            ),
        ]
        triggers = [
            APPEND_ONLY,
            pgtrigger.Trigger(
                name="nobody_pays_own_work",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=NOBODY_PAYS_OWN_WORK,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.run}"


class Payment(models.Model):
    """Money for one agent in a released run, under an end-to-end id of its own. Never less than a penny.

    What was released elsewhere, and came with a programme's pack, keeps the id that its bank knows. No id stands for
    two payments, in whatever programme and run.
    """

    run = models.ForeignKey(PaymentRun, on_delete=models.PROTECT, related_name="payments")
    agent = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    end_to_end_id = models.CharField(max_length=35)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "agent"], name="payments_payment_once_a_run"),
            models.UniqueConstraint(fields=["end_to_end_id"], name="payments_payment_id_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payments_payment_is_never_negative"),
        ]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return self.end_to_end_id


class Invoice(models.Model):
    """The self-billing invoice for an agent's new shares in a run; a credit note where they are less than nought.

    `number` counts without gaps for each payer and agent.
    """

    run = models.ForeignKey(PaymentRun, on_delete=models.PROTECT, related_name="invoices")
    payer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    agent = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    issued_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["payer", "agent", "number"], name="payments_invoice_numbered_once"),
            models.UniqueConstraint(fields=["run", "agent"], name="payments_invoice_once_a_run"),
            models.CheckConstraint(condition=Q(number__gte=1), name="payments_invoice_numbered_from_one"),
        ]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.payer.code}/{self.agent.code}/{self.number:04d}"


class BankResponse(models.Model):
    """A file in which the bank says what became of a run's payments. Kept by its digest; never taken twice."""

    run = models.ForeignKey(PaymentRun, on_delete=models.PROTECT, related_name="responses")
    filename = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    new = models.PositiveIntegerField(help_text="Payments that it told something new about")
    known = models.PositiveIntegerField(help_text="Payments whose outcome was known already")
    pending = models.PositiveIntegerField(help_text="Payments that the bank still works on")

    class Meta:
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return self.filename


class PaymentOutcome(models.Model):
    """What became of a payment: paid whole, in part, or not at all. Known once, for good."""

    class Kind(models.TextChoices):
        PAID = "paid", "Paid"
        PARTIAL = "partial", "Paid in part"
        FAILED = "failed", "Failed"

    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, related_name="outcome")
    response = models.ForeignKey(BankResponse, on_delete=models.PROTECT, related_name="outcomes")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    paid = models.DecimalField(max_digits=14, decimal_places=2)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="failed", paid=0) | (Q(kind__in=["paid", "partial"]) & Q(paid__gt=0)),
                name="payments_paymentoutcome_adds_up",
            ),
        ]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.payment}"
