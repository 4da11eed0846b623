import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Organisation
from stages.models import Programme

NOBODY_CONFIRMS_OWN_CHANGE = """
    IF EXISTS (SELECT FROM payments_bankaccount a WHERE a.id = NEW.account_id AND a.entered_by_id = NEW.by_id) THEN
        RAISE EXCEPTION 'bank details are confirmed by somebody other than who entered them'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
"""


class BankAccount(models.Model):
    """Where an organisation is paid, or pays from, in a programme. Each change is a further row, never an edit.

    It counts once a second person has confirmed it; of those confirmed, the latest. Pages show `masked` only. Of
    details that came with a programme's pack, `elsewhere` is what pages showed there: they have no numbers and never
    count.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="bank_accounts")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=70)
    sort_code = models.CharField(max_length=6, blank=True)
    account_number = models.CharField(max_length=8, blank=True)
    iban = models.CharField(max_length=34, blank=True)
    bic = models.CharField(max_length=11, blank=True)
    elsewhere = models.CharField(max_length=60, blank=True, default="", help_text="As shown where it came from")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(iban="", bic="", elsewhere="") & ~Q(sort_code="") & ~Q(account_number=""))
                | (~Q(iban="") & Q(sort_code="", account_number="", elsewhere=""))
                | (~Q(elsewhere="") & Q(sort_code="", account_number="", iban="", bic="")),
                name="payments_bankaccount_of_one_kind",
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.name}, {self.masked}"

    @property
    def masked(self) -> str:
        """Enough to recognise the account by, too little to pay into it."""
        if self.elsewhere:
            return self.elsewhere
        if self.iban:
            return f"IBAN {self.iban[:2]}•• •••• {self.iban[-4:]}"
        return f"sort code ••-••-{self.sort_code[-2:]}, account ••••{self.account_number[-4:]}"


class BankAccountDecision(models.Model):
    """A second person confirms or refuses bank details."""

    class Kind(models.TextChoices):
        CONFIRMED = "confirmed", "Confirmed"
        REFUSED = "refused", "Refused"

    account = models.OneToOneField(BankAccount, on_delete=models.PROTECT, related_name="decision")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="confirmed") | ~Q(reason=""), name="payments_bankaccount_refused_with_a_reason"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="nobody_confirms_own_change",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=NOBODY_CONFIRMS_OWN_CHANGE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.account}"
