"""Nothing paid is ever lost or doubled: processes killed, people at once, the database restarted on the way."""

import functools
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.conf import settings
from django.db import OperationalError, connection

from payments.actions import payment_runs, settling
from payments.models import BankResponse, Invoice, Payment, PaymentItem, PaymentOutcome, PaymentRun
from payments.selectors import integrity
from tests.payments.paying import Paying, paying
from tests.payments.scheme import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

TABLES = (PaymentRun, PaymentItem, Payment, Invoice, BankResponse, PaymentOutcome)

STEPS = {"make": ("made", "gathered"), "release": ("numbered", "file", "settled"), "answer": ("answered", "settled")}
"""After which of its steps the process of each act dies."""


def rows() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in TABLES}


def killed(act: str, point: str, key: int) -> None:
    """A process of its own carries the act out on the same database, and is killed at the point."""
    connection.ensure_connection()
    given = connection.get_connection_params()
    names = {"host": "host", "port": "port", "user": "user", "password": "password", "dbname": "dbname"}
    url = " ".join(f"{key}='{given[name]}'" for key, name in names.items() if given.get(name))
    command = [sys.executable, "-m", "tests.payments.killed", act, point, str(key)]
    done = subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, cwd=settings.BASE_DIR, check=False)
    assert done.returncode == -signal.SIGKILL


def in_the_end(paid: Paying) -> None:
    """Everything approved has been paid once, and the ledger is whole."""
    assert sum(PaymentOutcome.objects.values_list("paid", flat=True), Decimal(0)) == Decimal("1550.00")
    assert {run.payer.code: run.payments.count() for run in PaymentRun.objects.all()} == {"treasury": 1, "council": 1}
    assert sorted(Invoice.objects.values_list("number", flat=True)) == [1, 1]
    assert integrity.verify().broken is None


@pytest.mark.fault("A process that pays killed after each of its steps")
def test_a_process_killed_anywhere_leaves_nothing_half_done_and_the_act_can_be_done_again(
    record_property: Callable[[str, object], None],
) -> None:
    paid = paying()
    record_property("times", sum(map(len, STEPS.values())))
    programme = paid.scheme.programme.pk
    for point in STEPS["make"]:
        before = rows()
        killed("make", point, programme)
        assert rows() == before
    made = paid.make()
    for point in STEPS["release"]:
        before = rows()
        killed("release", point, made[0].pk)
        assert rows() == before
    for run in made:
        paid.release(run)
    for point in STEPS["answer"]:
        before = rows()
        killed("answer", point, made[0].pk)
        assert rows() == before
    for run in made:
        paid.answer(run)
        paid.answer(run)
    in_the_end(paid)


@pytest.mark.fault("The database ends the session that pays")
def test_the_database_restarted_in_the_middle_leaves_nothing_half_done(monkeypatch: pytest.MonkeyPatch) -> None:
    paid = paying()
    before = settling.into_payment

    def restarted(**given: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    monkeypatch.setattr(settling, "into_payment", restarted)
    with pytest.raises(OperationalError):
        paid.make()
    connection.close()
    monkeypatch.setattr(settling, "into_payment", before)
    assert not PaymentRun.objects.exists()
    for run in paid.released():
        paid.answer(run)
    in_the_end(paid)


@pytest.mark.fault("Two people make, release and answer one payment run at once")
def test_two_people_who_make_runs_and_release_and_answer_at_once() -> None:
    paid = paying()
    assert sorted(at_once([paid.make, paid.make])) == ["done", "refused"]
    for run in PaymentRun.objects.all():
        twice = [functools.partial(paid.release, run)] * 2
        assert sorted(at_once(twice)) == ["done", "refused"]
        assert at_once([functools.partial(paid.answer, run)] * 2) == ["done", "done"]
    in_the_end(paid)


def test_invoices_are_numbered_without_gaps_by_runs_released_at_once_and_after_a_release_that_failed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    paid = paying(approve=("2026-q1",))
    first = paid.make()
    paid.scheme.approve("2026-q2")
    second = paid.make()

    def fails(**given: object) -> None:
        raise payment_runs.RunRefused("The disk is full.")

    with monkeypatch.context() as patched:
        patched.setattr(settling, "settle", fails)
        with pytest.raises(payment_runs.RunRefused):
            paid.release(first[0])
    acts = [functools.partial(paid.release, run) for run in (*first, *second)]
    assert at_once(acts) == ["done"] * 4
    for payer in ("treasury", "council"):
        assert sorted(Invoice.objects.filter(payer__code=payer).values_list("number", flat=True)) == [1, 2]
    assert integrity.verify().broken is None
