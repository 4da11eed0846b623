"""The database server stopped and started again in the middle of the work.

The server of the tests is shared by everything that runs, so that this module is none that they collect: the command
`python -m bench.faults` names it, as it has a server of its own.

The work says when it has come to one of its statements, whichever. Then the server is stopped, with its sessions, and
started again. Every other time the work waits there, so that it is surely cut off; in between it goes on meanwhile.
What can be done only once waits every time but the last.
"""

import os
import random
import threading
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.db import Error, connection, connections
from django.db.models import Sum

from monitoring.actions import monitor
from monitoring.models import Flag, Measurement
from outcomes.models import Claim
from payments.models import LedgerEntry, PaymentRun
from payments.selectors import integrity
from pbrmanager.embedded import EmbeddedPostgres
from stages.models import Finding
from tests import builders
from tests.faults.killing import TIMES
from tests.faults.steps import Steps, counted
from tests.faults.test_killed import EACH, GOOD, ROWS, a_file, accept, paid_out
from tests.monitoring import scenes
from tests.monitoring.actions.test_everything import off_track
from tests.outcomes import scheme as schemes
from tests.payments import paying as payings
from tests.payments.scheme import MAY, scheme

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
Record = Callable[[str, object], None]
RESTARTS = max(8, TIMES // 2)
"""How many restarts have to cut the work off."""
PATIENCE = 120
PEOPLE = 60


class Restarts:
    """Restarts the server in the middle of acts, and counts the acts that it cut off."""

    def __init__(self) -> None:
        self.server = EmbeddedPostgres(Path(settings.DATABASES["default"]["EMBEDDED"]["root"]), fast=True)
        self.chance = random.Random(os.environ.get("SEED", "2026"))
        self.tried = self.cut = 0

    def within(self, act: Callable[[], object], *, statements: int, waits: bool | None = None) -> bool:
        """Restart the server when the act comes to one of its statements. Says whether that cut it off."""
        reached, go_on = threading.Event(), threading.Event()
        self.tried += 1
        waits = self.tried % 2 == 1 if waits is None else waits
        failed: list[Error] = []

        def then() -> None:
            reached.set()
            if waits:
                go_on.wait(PATIENCE)

        def carry_out() -> None:
            try:
                Steps(before=self.chance.randint(1, statements), then=then).carry_out(act)
            except Error as error:
                failed.append(error)
            finally:
                connections.close_all()

        connection.close()
        thread = threading.Thread(target=carry_out)
        thread.start()
        while not reached.wait(0.01) and thread.is_alive():
            pass
        assert self.server.stop()
        self.server.ensure()
        go_on.set()
        thread.join(PATIENCE)
        assert not thread.is_alive(), "the act came to no end"
        assert failed or not waits or not reached.is_set(), "an act that waited for the restart was not cut off"
        self.cut += len(failed)
        return bool(failed)

    def told(self, record: Record, *, lost: int, doubled: int) -> None:
        record("times", self.cut)
        record("lost", lost)
        record("doubled", doubled)
        assert (lost, doubled) == (0, 0)
        assert self.cut >= RESTARTS
        assert integrity.verify().broken is None


@pytest.mark.fault("The database server restarted while a file is accepted")
def test_what_is_accepted_is_what_would_have_been(record_property: Record) -> None:
    made, restarts = schemes.scheme(), Restarts()
    steps, files = Steps(), 1
    steps.carry_out(accept(a_file(made, number_of_file=0)))
    while restarts.cut < RESTARTS:
        sent = a_file(made, number_of_file=files)
        files += 1
        while restarts.cut < RESTARTS and restarts.within(accept(sent), statements=steps.count):
            pass
        accept(sent)()
    found, expected = Claim.objects.count(), files * GOOD
    assert ROWS - GOOD == ROWS // 10
    restarts.told(record_property, lost=max(0, expected - found), doubled=max(0, found - expected))


@pytest.mark.fault("The database server restarted while the claims are priced")
def test_what_is_priced_is_what_would_have_been(record_property: Record) -> None:
    made, restarts = scheme(), Restarts()
    references: list[str] = []

    def more() -> None:
        for number in range(len(references), len(references) + PEOPLE):
            references.append(f"P{number}")
            made.claim(made.start(references[-1]), MAY)

    while restarts.cut < RESTARTS:
        more()
        statements = counted(made.price)
        while restarts.cut < RESTARTS and restarts.within(made.price, statements=statements):
            assert integrity.verify().broken is None
        made.price()
    owed = dict(LedgerEntry.objects.values_list("participant__reference").annotate(owed=Sum("net")))
    lost = sum(owed.get(reference, Decimal(0)) < EACH for reference in references)
    restarts.told(record_property, lost=lost, doubled=sum(one > EACH for one in owed.values()))


@pytest.mark.fault("The database server restarted while a programme is monitored")
def test_what_is_judged_is_what_would_have_been(record_property: Record) -> None:
    scene, restarts, by = scenes.scene(), Restarts(), builders.system()
    off_track(scene)
    day = scenes.YEAR_END

    def judge() -> None:
        monitor.run(programme=scene.programme, as_of=day, by=by, at=scenes.NOW)

    while restarts.cut < RESTARTS:
        statements = counted(judge)
        while restarts.cut < RESTARTS and restarts.within(judge, statements=statements):
            pass
        judge()
        day += timedelta(days=1)
    flags, findings = Flag.objects.count(), Finding.objects.count()
    keys = list(Measurement.objects.values_list("target", "period", "run"))
    doubled = max(0, flags - 2) + max(0, findings - 1) + len(keys) - len(set(keys))
    restarts.told(record_property, lost=max(0, 2 - flags) + max(0, 1 - findings), doubled=doubled)


@pytest.mark.fault("The database server restarted while a payment run is made, released and answered")
def test_what_is_paid_is_what_would_have_been(record_property: Record) -> None:
    paid, restarts = payings.paying(people=3), Restarts()
    each = -(-RESTARTS // 5) + 1

    def until_done(act: Callable[[], object]) -> None:
        statements = counted(act)
        for place in range(1, each + 1):
            if not restarts.within(act, statements=statements, waits=place < each):
                return
        act()

    until_done(paid.make)
    runs = list(PaymentRun.objects.order_by("pk"))
    for run in runs:
        until_done(lambda run=run: paid.release(run))  # type: ignore[misc]
    for run in runs:
        until_done(lambda run=run: paid.answer(run))  # type: ignore[misc]
    sums, expected = paid_out(runs), EACH * 3
    restarts.told(record_property, lost=int(sums < expected), doubled=int(sums > expected))
