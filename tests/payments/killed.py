"""A process that carries out one act of paying and is killed: `python -m tests.payments.killed ACT POINT KEY`.

It kills itself with SIGKILL, as a machine that loses power would: nothing is tidied up.
"""

import importlib
import os
import signal
import sys
from typing import Any

import django

POINTS = {
    "made": "payments.actions.payment_runs.PaymentItem.objects.bulk_create",
    "gathered": "payments.actions.settling.into_payment",
    "numbered": "payments.actions.invoices.issue",
    "file": "payments.domain.payment_files.as_xml",
    "answered": "payments.actions.bank_responses.PaymentOutcome.objects.bulk_create",
    "settled": "payments.actions.settling.settle",
}
"""Just after these the process dies, inside the transaction of the act."""


def die_after(path: str) -> None:
    """Let the process die just after the function or method at the path, a module of three parts before it."""
    app, layer, module, *inner, last = path.split(".")
    owner: Any = importlib.import_module(f"{app}.{layer}.{module}")
    for name in inner:
        owner = getattr(owner, name)
    before = getattr(owner, last)

    def dying(*args: Any, **kwargs: Any) -> Any:
        before(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(owner, last, dying)


def main(act: str, point: str, key: int) -> None:
    from accounts.selectors import users
    from payments.actions import bank_responses, payment_runs
    from payments.models import PaymentRun
    from stages.models import Programme
    from tests.payments.scheme import PRICED

    die_after(POINTS[point])
    given: dict[str, Any] = {"by": users.system_user("tests"), "at": PRICED}
    if act == "make":
        payment_runs.make(programme=Programme.objects.get(pk=key), **given)
    elif act == "release":
        payment_runs.release(run=PaymentRun.objects.get(pk=key), **given)
    else:
        run = PaymentRun.objects.get(pk=key)
        content = f"end_to_end_id,status\n{run.payments.get()},paid\n".encode()
        bank_responses.receive(run=run, filename="r.csv", content=content, **given)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pbrmanager.settings")
    django.setup()
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
