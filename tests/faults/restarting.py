"""The database server stopped and started again in the middle of the work.

The server of the tests is shared by everything that runs, so that this module is none that they collect: the command
`python -m bench.faults` names it, as it has a server of its own.
"""

import threading
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, connections
from django.db.models import Sum

from outcomes.models import Claim
from payments.models import LedgerEntry
from payments.selectors import integrity
from pbrmanager.embedded import EmbeddedPostgres
from tests.faults.killing import TIMES
from tests.faults.test_killed import GOOD, ROWS, a_file, accept
from tests.outcomes import scheme as schemes
from tests.payments.scheme import MAY, scheme

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
Record = Callable[[str, object], None]
RESTARTS = max(8, TIMES // 10)


def restarted_during(act: Callable[[], object], after: float) -> bool:
    """Whether the act was cut off by a server that is stopped meanwhile, with its sessions, and started again."""
    cut: list[bool] = []

    def carry_out() -> None:
        try:
            act()
            cut.append(False)
        except DatabaseError:
            cut.append(True)
        finally:
            connections.close_all()

    root = Path(settings.DATABASES["default"]["EMBEDDED"]["root"])
    server = EmbeddedPostgres(root, fast=True)
    connection.close()
    thread = threading.Thread(target=carry_out)
    thread.start()
    time.sleep(after)
    server.stop()
    server.ensure()
    thread.join(120)
    return cut == [True]


@pytest.mark.fault("The database server restarted while a file is accepted")
def test_what_is_accepted_is_what_would_have_been(record_property: Record) -> None:
    made = schemes.scheme()
    cut = 0
    for number in range(RESTARTS):
        sent = a_file(made, number_of_file=number)
        cut += restarted_during(accept(sent), 0.1 + 0.05 * (number % 8))
        accept(sent)()
    record_property("times", cut)
    found, expected = Claim.objects.count(), RESTARTS * GOOD
    record_property("lost", max(0, expected - found))
    record_property("doubled", max(0, found - expected))
    assert (found, ROWS - GOOD) == (expected, ROWS // 10)
    assert cut


@pytest.mark.fault("The database server restarted while the claims are priced")
def test_what_is_priced_is_what_would_have_been(record_property: Record) -> None:
    made = scheme()
    cut = people = 0
    for number in range(RESTARTS):
        for _ in range(300):
            people += 1
            made.claim(made.start(f"P{people}"), MAY)
        cut += restarted_during(made.price, 0.05 + 0.05 * (number % 8))
        made.price()
    record_property("times", cut)
    owed = dict(LedgerEntry.objects.values_list("participant").annotate(owed=Sum("net"))).values()
    record_property("lost", people - sum(one >= Decimal("1550.00") for one in owed))
    record_property("doubled", sum(one > Decimal("1550.00") for one in owed))
    assert list(owed) == [Decimal("1550.00")] * people
    assert integrity.verify().broken is None
    assert cut
