"""Clocks that go forward, back, or wrong: no outcome is lost on the night or taken twice, and the ledger is whole."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db.models import Sum

from outcomes.actions import submissions
from outcomes.models import Claim, Submission
from payments.models import LedgerEntry
from payments.selectors import integrity
from tests.outcomes import scheme as schemes
from tests.payments.scheme import MAY, PRICED, scheme

pytestmark = pytest.mark.django_db
HEADER = "participant,outcome,achieved_on\n"
FORWARD = datetime(2025, 3, 30, 1, tzinfo=UTC)
BACK = datetime(2025, 10, 26, 1, tzinfo=UTC)
QUARTER_ENDS = datetime(2025, 3, 31, 23, tzinfo=UTC)  # midnight in London, where summer time has begun


@pytest.mark.fault("The clocks go forward or back while files arrive")
@pytest.mark.parametrize("change", [FORWARD, BACK], ids=["forward", "back"])
def test_every_minute_of_the_night_counts_as_the_day_that_it_is(change: datetime) -> None:
    made = schemes.scheme()
    day = change.date()
    moments = [change + timedelta(minutes=minutes) for minutes in (-59, -1, 0, 1, 59, 61)]
    for number, moment in enumerate(moments):
        made.participant(f"P-{number}")
        sent = made.send(f"{HEADER}P-{number},job_outcome,{day}\n", at=moment, name=f"{number}.csv")
        assert (sent.accepted, sent.rejected) == (1, 0)
        early = made.send(f"{HEADER}P-{number},qualification,{day + timedelta(days=1)}\n", at=moment)
        assert (early.accepted, early.rejected) == (0, 1)
    assert Claim.objects.count() == len(moments)


@pytest.mark.fault("A period ends in the hour by which summer time differs")
def test_a_day_begins_at_midnight_in_london() -> None:
    made = schemes.scheme()
    made.participant("P-1")
    row = f"{HEADER}P-1,job_outcome,2025-04-01\n"
    before = made.send(row, at=QUARTER_ENDS - timedelta(seconds=1))
    after = made.send(row, at=QUARTER_ENDS)
    assert (before.accepted, after.accepted) == (0, 1)
    assert Claim.objects.get().event_date == date(2025, 4, 1)


@pytest.mark.fault("The clock of the machine is set back")
def test_what_is_sent_and_priced_by_a_clock_set_back_counts_once() -> None:
    made = scheme()
    for number in range(3):
        made.claim(made.start(f"P{number}"), MAY)
    made.price(at=PRICED)
    made.claim(made.start("P3"), MAY)
    made.price(at=PRICED - timedelta(hours=1))
    assert made.price(at=PRICED - timedelta(hours=2)) is None
    sums = LedgerEntry.objects.values_list("participant__reference").annotate(owed=Sum("net"))
    assert dict(sums) == {f"P{number}": Decimal("1550.00") for number in range(4)}
    assert integrity.verify().broken is None


@pytest.mark.fault("The clock of the machine is set back")
def test_a_file_that_was_begun_by_a_clock_ahead_is_taken_up_again_and_sent_twice_counts_once() -> None:
    made = schemes.scheme()
    made.participant("P-1")
    row = f"{HEADER}P-1,job_outcome,2025-03-01\n"
    begun = made.receive(row)
    Submission.objects.filter(pk=begun.pk).update(heartbeat_at=schemes.SENT + timedelta(hours=1))
    assert submissions.resume_stalled(at=schemes.SENT) == 0
    assert submissions.process(submission_id=begun.pk, at=schemes.SENT).accepted == 1
    again = made.send(row, at=schemes.SENT - timedelta(hours=1), name="again.csv")
    assert (again.accepted, again.duplicates, Claim.objects.count()) == (0, 1, 1)
