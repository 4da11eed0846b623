"""The payment file of a released run, made from what was released: the same to the byte whenever it is made."""

from datetime import UTC

from payments.domain import payment_files, payment_runs
from payments.domain.bank import Account
from payments.domain.payment_files import File, Transfer
from payments.models import BankAccount, PaymentRun, PaymentRunEvent


def file_of(run: PaymentRun, released: PaymentRunEvent) -> File:
    """The run as it goes to the bank."""
    assert released.account is not None
    assert released.pay_on is not None
    payments = list(run.payments.select_related("account").order_by("pk"))
    invoices = {invoice.agent_id: str(invoice) for invoice in run.invoices.select_related("payer", "agent")}
    return File(
        message_id=payment_runs.file_of(payments[0].end_to_end_id),
        made_at=released.at.astimezone(UTC),
        pay_on=released.pay_on,
        payer=run.payer.name,
        payer_account=_account(released.account),
        transfers=[
            Transfer(
                payment.end_to_end_id,
                _account(payment.account),
                payment.amount,
                invoices.get(payment.agent_id, payment.end_to_end_id),
            )
            for payment in payments
        ],
    )


def _account(account: BankAccount) -> Account:
    return Account(account.name, account.sort_code, account.account_number, account.iban, account.bic)


def content(file: File, form: str) -> bytes:
    """The file as `csv` or `xml`."""
    return payment_files.as_csv(file) if form == "csv" else payment_files.as_xml(file)
