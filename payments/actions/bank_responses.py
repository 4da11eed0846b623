"""Take in what the bank says became of a run's payments."""

import hashlib
from datetime import datetime

from django.db import transaction

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import User
from payments import permissions
from payments.actions import settling
from payments.domain import bank_responses, payment_runs
from payments.domain.bank_responses import Outcome
from payments.models import BankResponse, Payment, PaymentOutcome, PaymentRun


class ResponseRefused(Refused):
    """Nothing of the file was taken."""


@transaction.atomic
def receive(*, run: PaymentRun, filename: str, content: bytes, by: User, at: datetime) -> BankResponse:
    """Take a response as a whole or not at all. What is known already changes nothing, however often it is said.

    A response of another run, or one that contradicts what the bank said before, is refused.
    """
    permissions.require(by, "payment.answer", run.programme)
    locked = PaymentRun.objects.select_for_update(of=("self",)).select_related("programme").get(pk=run.pk)
    payments = {one.end_to_end_id: one for one in locked.payments.select_related("outcome").order_by("pk")}
    if not payments:
        raise ResponseRefused("Nothing of this run was released to the bank yet, so that the file cannot be about it.")
    try:
        said = bank_responses.outcomes(
            bank_responses.read(content),
            {key: payment.amount for key, payment in payments.items()},
            payment_runs.file_of(next(iter(payments))),
        )
    except bank_responses.ResponseRefused as refusal:
        raise ResponseRefused(str(refusal)) from refusal
    new = [(payments[key], one) for key, one in said.items() if one is not None and _is_new(payments[key], one)]
    pending = sum(one is None for one in said.values())
    response = BankResponse.objects.create(
        run=locked, filename=filename[:255], digest=hashlib.sha256(content).hexdigest(), received_by=by,
        received_at=at, new=len(new), known=len(said) - len(new) - pending, pending=pending,
    )  # fmt: skip
    PaymentOutcome.objects.bulk_create(
        PaymentOutcome(payment=payment, response=response, kind=one.kind, paid=one.paid, reason=one.reason)
        for payment, one in new
    )
    audit.record(
        by=by, at=at, action="payments.paymentrun.answered", programme=locked.programme.slug, subject=locked,
        after={"file": response.digest, "new": response.new, "known": response.known, "pending": pending},
    )  # fmt: skip
    settling.settle(programme=locked.programme, by=by, at=at)
    return response


def _is_new(payment: Payment, said: Outcome) -> bool:
    """Whether nothing was known of the payment. What was said before may not change."""
    known = getattr(payment, "outcome", None)
    if known is None:
        return True
    if (known.kind, known.paid) != (said.kind, said.paid):
        raise ResponseRefused(
            f"The bank said before that {payment} was {known.get_kind_display().lower()}, and now says something else. "
            "Ask the bank which is right."
        )
    return False
