"""Enter bank details, and have a second person confirm them. Numbers never reach the audit trail or a log."""

from datetime import datetime

from django.db import transaction

from accounts.actions import audit
from accounts.errors import Forbidden, Refused
from accounts.models import Organisation, User
from payments import permissions
from payments.domain import bank
from payments.models import BankAccount, BankAccountDecision
from stages.models import Programme

Kind = BankAccountDecision.Kind


class BankAccountRefused(Refused):
    """The details are not taken as they stand. `field` is what is wrong."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@transaction.atomic
def enter(
    *, programme: Programme, organisation: Organisation, by: User, at: datetime, name: str, sort_code: str = "",
    account_number: str = "", iban: str = "", bic: str = "",
) -> BankAccount:  # fmt: skip
    """Enter where an organisation is paid or pays from. It counts once somebody else has confirmed it."""
    permissions.require(by, "bank.enter", programme)
    if not permissions.may_see_account_of(by, programme, organisation):
        raise Forbidden("People of an agent enter the bank details of their own organisation only.")
    if programme.is_sandbox:
        raise BankAccountRefused("This is a sandbox: nothing in it is paid, so no bank details are kept in it.")
    try:
        details = bank.checked(name=name, sort_code=sort_code, account_number=account_number, iban=iban, bic=bic)
    except bank.DetailsRefused as refusal:
        raise BankAccountRefused(f"{refusal}.", refusal.field) from refusal
    account = BankAccount.objects.create(
        programme=programme, organisation=organisation, name=details.name, sort_code=details.sort_code,
        account_number=details.account_number, iban=details.iban, bic=details.bic, entered_by=by, entered_at=at,
    )  # fmt: skip
    _audit(account, "entered", by, at)
    return account


@transaction.atomic
def confirm(*, account: BankAccount, by: User, at: datetime) -> BankAccountDecision:
    """Confirm details that somebody else entered, after asking the organisation by another way."""
    return _decide(account, Kind.CONFIRMED, "", by, at)


@transaction.atomic
def refuse(*, account: BankAccount, reason: str, by: User, at: datetime) -> BankAccountDecision:
    """Refuse details that are not right. Those that counted before go on counting."""
    if not reason.strip():
        raise BankAccountRefused("Enter why the details are refused.", "reason")
    return _decide(account, Kind.REFUSED, reason.strip(), by, at)


def decide(*, account: BankAccount, decision: str, reason: str, by: User, at: datetime) -> BankAccountDecision:
    """Confirm or refuse, as was chosen on the page."""
    if decision == "confirm":
        return confirm(account=account, by=by, at=at)
    return refuse(account=account, reason=reason, by=by, at=at)


def _decide(account: BankAccount, kind: Kind, reason: str, by: User, at: datetime) -> BankAccountDecision:
    permissions.require(by, "bank.decide", account.programme)
    if account.entered_by_id == by.pk:
        raise Forbidden("You entered these details, so somebody else must confirm them.")
    if account.elsewhere:
        raise BankAccountRefused("These details came without their numbers. Enter them anew.")
    locked = BankAccount.objects.select_for_update(of=("self",)).get(pk=account.pk)
    if BankAccountDecision.objects.filter(account=locked).exists():
        raise BankAccountRefused("Somebody has decided on these details already.")
    decision = BankAccountDecision.objects.create(account=locked, kind=kind, reason=reason, by=by, at=at)
    _audit(locked, kind, by, at)
    return decision


def _audit(account: BankAccount, what: str, by: User, at: datetime) -> None:
    audit.record(
        by=by,
        at=at,
        action=f"payments.bank.{what}",
        programme=account.programme.slug,
        subject=account,
        after={"organisation": account.organisation.code, "account": account.masked},
    )
