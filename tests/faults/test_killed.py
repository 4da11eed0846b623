"""Processes killed at random points while they accept, price, monitor and pay: what was lost and what was doubled."""

import contextlib
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.db.models import Count, Sum

from accounts.errors import Refused
from delivery.models import Participant
from monitoring.actions import monitor
from monitoring.models import Flag, Measurement
from outcomes.actions import submissions
from outcomes.models import Claim, Submission
from payments.models import Invoice, LedgerEntry, PaymentOutcome, PaymentRun
from payments.selectors import integrity
from stages.models import Finding
from tests import builders
from tests.faults.killing import TIMES, Killer, duration
from tests.faults.steps import counted
from tests.monitoring import scenes
from tests.monitoring.actions.test_everything import off_track
from tests.outcomes import scheme as schemes
from tests.payments import paying as payings
from tests.payments.scheme import MAY, scheme

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

Record = Callable[[str, object], None]
ROWS = 2_000
GOOD = ROWS - ROWS // 10
PEOPLE = 40
EACH = Decimal("1550.00")
MOST_ROUNDS = 30


def told(record: Record, killer: Killer, *, lost: int, doubled: int) -> None:
    record("times", killer.kills)
    record("lost", lost)
    record("doubled", doubled)
    assert (lost, doubled) == (0, 0)
    assert killer.kills >= TIMES
    assert integrity.verify().broken is None


@pytest.mark.fault("A worker killed while it accepts a file")
def test_what_is_accepted_is_what_would_have_been_without_a_kill(record_property: Record) -> None:
    made, killer = schemes.scheme(), Killer()
    sent = [a_file(made, number_of_file=0)]
    takes = duration(accept(sent[0]))
    for _ in range(TIMES * MOST_ROUNDS):
        if killer.kills >= TIMES:
            break
        sent.append(a_file(made, number_of_file=len(sent)))
        while killer.kills < TIMES and killer.kill(accept(sent[-1]), takes=takes):
            pass
    for submission in sent:
        accept(submission)()
    done = [Submission.objects.get(pk=submission.pk) for submission in sent]
    again = made.send(Path(settings.MEDIA_ROOT, done[-1].path).read_bytes(), name="again.csv")
    assert (again.accepted, again.rejected) == (0, ROWS // 10)
    counts = dict(Claim.objects.values_list("submission").annotate(taken=Count("pk")))
    taken = [counts.get(one.pk, 0) for one in done]
    assert [(one.accepted, one.rejected) for one in done] == [(GOOD, ROWS // 10)] * len(done)
    lost, doubled = sum(max(0, GOOD - one) for one in taken), sum(max(0, one - GOOD) for one in taken)
    told(record_property, killer, lost=lost, doubled=doubled)


def a_file(made: schemes.Scheme, *, number_of_file: int) -> Submission:
    """A file of rows of participants of its own, of which one in ten is bad."""
    names = [f"P-{number_of_file}-{number}" for number in range(ROWS)]
    people = [
        Participant(
            programme=made.programme, agent=made.agent, reference=name, started_on=date(2025, 1, 10),
            segment="group-1", version=made.version, received_at=schemes.SENT,
        )
        for name in names
    ]  # fmt: skip
    Participant.objects.bulk_create(people)
    rows = [f"{name},{'nothing' if place % 10 == 0 else 'job_outcome'},2025-03-01" for place, name in enumerate(names)]
    return made.receive("participant,outcome,achieved_on\n" + "\n".join(rows) + "\n", name=f"{number_of_file}.csv")


def accept(submission: Submission) -> Callable[[], object]:
    return lambda: submissions.process(submission_id=submission.pk, at=schemes.SENT, wait=True)


@pytest.mark.fault("A worker killed while it prices")
def test_what_is_priced_is_what_would_have_been_without_a_kill(record_property: Record) -> None:
    made, killer = scheme(), Killer()
    references: list[str] = []

    def more() -> None:
        for number in range(len(references), len(references) + PEOPLE):
            references.append(f"P{number}")
            made.claim(made.start(references[-1]), MAY)

    more()
    takes = duration(made.price)
    for _ in range(TIMES * MOST_ROUNDS):
        if killer.kills >= TIMES:
            break
        more()
        while killer.kills < TIMES and killer.kill(made.price, takes=takes):
            assert integrity.verify().broken is None
    made.price()
    assert made.price() is None
    sums = dict(LedgerEntry.objects.values_list("participant__reference").annotate(owed=Sum("net")))
    owed = [sums.get(reference, Decimal(0)) for reference in references]
    told(record_property, killer, lost=sum(one < EACH for one in owed), doubled=sum(one > EACH for one in owed))


@pytest.mark.fault("A worker killed while it monitors")
def test_what_is_judged_is_what_would_have_been_without_a_kill(record_property: Record) -> None:
    scene, killer, by = scenes.scene(), Killer(), builders.system()
    off_track(scene)
    day = scenes.YEAR_END

    def judge() -> None:
        monitor.run(programme=scene.programme, as_of=day, by=by, at=scenes.NOW)

    day -= timedelta(days=200)
    takes = duration(judge)
    day = scenes.YEAR_END
    for _ in range(TIMES * MOST_ROUNDS):
        if killer.kills >= TIMES:
            break
        if not killer.kill(judge, takes=takes):
            day += timedelta(days=1)
    judge()
    found = (Flag.objects.count(), Finding.objects.count())
    keys = list(Measurement.objects.values_list("target", "period", "run"))
    lost = max(0, 2 - found[0]) + max(0, 1 - found[1])
    doubled = max(0, found[0] - 2) + max(0, found[1] - 1) + len(keys) - len(set(keys))
    told(record_property, killer, lost=lost, doubled=doubled)


@pytest.mark.fault("A worker killed while a payment run is made, released and answered")
def test_what_is_paid_is_what_would_have_been_without_a_kill(record_property: Record) -> None:
    paid, killer = payings.paying(people=3), Killer()
    each = -(-TIMES // 5)

    def killed_often(act: Callable[[], object], *, is_done: Callable[[], bool]) -> None:
        """Kill the act before each of some of its statements, and once after its end, which has to be the only one."""
        statements = counted(act)
        for _ in range(each):
            killer.kill_within(act, statements=statements)
            assert not is_done()
        killer.kill_after(act)
        assert is_done()
        with contextlib.suppress(Refused):
            act()

    killed_often(paid.make, is_done=PaymentRun.objects.exists)
    runs = list(PaymentRun.objects.order_by("pk"))
    for run in runs:
        killed_often(lambda run=run: paid.release(run), is_done=lambda run=run: _released(run))  # type: ignore[misc]
    for run in runs:
        killed_often(lambda run=run: paid.answer(run), is_done=lambda run=run: _answered(run))  # type: ignore[misc]
    numbers = sorted(Invoice.objects.values_list("payer__code", "number"))
    assert numbers == [("council", 1), ("treasury", 1)]
    sums, expected = paid_out(runs), EACH * 3
    told(record_property, killer, lost=int(sums < expected), doubled=int(sums > expected))


def paid_out(runs: Sequence[PaymentRun]) -> Decimal:
    """What the bank said that it paid of the runs; of a payment of which it said nothing, nothing."""
    outcomes = PaymentOutcome.objects.filter(payment__run__in=runs)
    return sum(outcomes.values_list("paid", flat=True), Decimal(0))


def _released(run: PaymentRun) -> bool:
    return Invoice.objects.filter(payer=run.payer).exists()


def _answered(run: PaymentRun) -> bool:
    return all(hasattr(one, "outcome") for one in run.payments.select_related("outcome"))
