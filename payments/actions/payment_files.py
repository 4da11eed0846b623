"""Fetch the payment file of a run. Who fetched which file, and when, is written down: it names accounts in full."""

import hashlib
from datetime import datetime

from django.db import transaction
from django.http import Http404

from accounts.actions import audit
from accounts.models import User
from payments import permissions
from payments.models import PaymentRun, PaymentRunEvent
from payments.selectors import run_files

FORMS = ("csv", "xml")


@transaction.atomic
def fetch(*, run: PaymentRun, form: str, by: User, at: datetime) -> bytes:
    """The file as `csv` or `xml`; there is none before the release, nor where nobody is paid."""
    permissions.require(by, "payment.view", run.programme)
    released = run.events.filter(kind=PaymentRunEvent.Kind.RELEASED).select_related("account").first()
    if form not in FORMS or released is None or released.account is None:
        raise Http404("No such file")
    content = run_files.content(run_files.file_of(run, released), form)
    audit.record(
        by=by, at=at, action="payments.paymentrun.fetched", programme=run.programme.slug, subject=run,
        after={"form": form, "file": hashlib.sha256(content).hexdigest()},
    )  # fmt: skip
    return content
