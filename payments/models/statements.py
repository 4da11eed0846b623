import pgtrigger
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from accounts.models import Organisation, User
from contracts.models import Period
from stages.models import Programme


class StatementQuerySet(models.QuerySet["Statement"]):
    def visible_to(self, user: User) -> "StatementQuerySet":
        """Every statement of the person's programmes; for agents, only those of their own organisation."""
        whole = user.memberships.exclude(role="agent").values("programme")
        own = user.memberships.filter(
            role="agent", programme=models.OuterRef("programme"), organisation=models.OuterRef("agent")
        )
        return self.filter(Q(programme__in=whole) | Q(models.Exists(own)))


class Statement(models.Model):
    """What is owed to one agent for one period. Open until approved; then frozen with its lines and total for ever.

    `lines` is filled at approval, in the shape of interfaces.md (`statement`).
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="statements")
    agent = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="statements")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="statements")
    opened_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    lines = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    total = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)

    objects = StatementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agent", "period"], name="payments_statement_once"),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, approved_by__isnull=True, total__isnull=True)
                | Q(approved_at__isnull=False, approved_by__isnull=False, total__isnull=False),
                name="payments_statement_approval_is_whole",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="never_removed", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="approved_stays_approved",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__approved_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agent}, {self.period}"


# The signer may be of the agent's organisation in no programme, nor have sent or judged what is paid for. The sentence
# for a person is `actions.statements`'s; this holds whatever way a row comes in.
NOBODY_SIGNS_OWN_WORK = """
    IF NEW.kind IN ('signed', 'approved') AND (
        EXISTS (SELECT FROM payments_statement s JOIN stages_membership m ON m.organisation_id = s.agent_id
                 WHERE s.id = NEW.statement_id AND m.user_id = NEW.by_id)
        OR EXISTS (SELECT FROM payments_statement s
                     JOIN outcomes_submission f ON f.programme_id = s.programme_id AND f.agent_id = s.agent_id
                    WHERE s.id = NEW.statement_id AND f.submitted_by_id = NEW.by_id)
        OR EXISTS (SELECT FROM outcomes_claimstate c JOIN payments_ledgerentry e ON e.claim_id = c.claim_id
                    WHERE e.statement_id = NEW.statement_id AND c.changed_by_id = NEW.by_id
                      AND c.state IN ('verified', 'failed'))
    ) THEN
        RAISE EXCEPTION 'nobody approves a statement of their own organisation, or claims that they sent or verified'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
"""


class StatementEvent(models.Model):
    """What happened to a statement. Its state is read from these rows and stands nowhere else. Append-only.

    `upon` is what the event belongs to: the proposal that was accepted or signed, or the query that was answered,
    resolved or overridden. A proposal names the latest pricing run that it was made of (`run`), the `total`, and the
    day by which the agent says whether it is right (`due_on`); once a later run enters something, it no longer stands.
    A query about one line keeps the line's code and its name (`line`, `about`).
    """

    class Kind(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        ACCEPTED = "accepted", "Accepted by the agent"
        QUERIED = "queried", "Queried"
        ANSWERED = "answered", "Answered"
        RESOLVED = "resolved", "Query resolved"
        OVERRIDDEN = "overridden", "Query overridden"
        SIGNED = "signed", "Signed off"
        APPROVED = "approved", "Approved"
        IN_PAYMENT = "in_payment", "In payment"
        PAID = "paid", "Paid"
        RECONCILED = "reconciled", "Reconciled"

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    upon = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by")
    line = models.CharField(max_length=12, blank=True, default="", help_text="Code of the line; empty: the whole")
    about = models.CharField(max_length=300, blank=True, default="", help_text="The line in words")
    run = models.ForeignKey(
        "payments.PricingRun", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    total = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=["accepted", "resolved", "overridden", "signed"]) | Q(upon__isnull=False),
                name="payments_statementevent_upon_something",
            ),
            models.CheckConstraint(
                condition=~Q(kind="proposed") | Q(run__isnull=False, total__isnull=False, due_on__isnull=False),
                name="payments_statementevent_proposal_is_whole",
            ),
            models.UniqueConstraint(
                fields=["upon", "by"], condition=Q(kind="signed"), name="payments_statementevent_signed_once"
            ),
            models.UniqueConstraint(
                fields=["upon"], condition=Q(kind="accepted"), name="payments_statementevent_accepted_once"
            ),
            models.UniqueConstraint(
                fields=["upon"],
                condition=Q(kind__in=["resolved", "overridden"]),
                name="payments_statementevent_query_ended_once",
            ),
            models.UniqueConstraint(
                fields=["statement", "kind"],
                condition=Q(kind__in=["approved", "in_payment", "paid", "reconciled"]),
                name="payments_statementevent_reached_once",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="nobody_signs_own_work",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=NOBODY_SIGNS_OWN_WORK,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.statement}"


class SignOffRule(models.Model):
    """How many people sign a statement off, by its amount. Each change is a further row; the latest counts.

    `bands` are (up to, people) in order, amounts as strings; the last has no upper end.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="sign_off_rules")
    bands = models.JSONField()
    reason = models.TextField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"Sign-offs of {self.programme}"
