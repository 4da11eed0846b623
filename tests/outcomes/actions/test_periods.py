"""Windows for sending rows, periods that are closed, and agents who are given more time."""

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, transaction

from accounts.errors import Forbidden
from accounts.models import AuditEntry, Role, User
from contracts.models import Period
from delivery.models import Participant
from outcomes.actions import claims as claim_actions
from outcomes.actions import pack_periods, periods
from outcomes.actions.periods import PeriodRefused
from outcomes.models import Claim, PeriodClosing, RowError, Submission, SubmissionWindow
from outcomes.selectors import period_changes
from tests import builders
from tests.outcomes.scheme import SENT, Scheme, agreed_version

pytestmark = pytest.mark.django_db
Q1 = (date(2025, 1, 1), date(2025, 3, 31))
APRIL, JUNE, OCTOBER = (datetime(2025, month, 10, 9, 0, tzinfo=UTC) for month in (4, 6, 10))
HEADER = "participant,outcome,achieved_on\n"
IN_Q1, IN_Q2 = "P-1,qualification,2025-03-01\n", "P-1,qualification,2025-04-02\n"


@pytest.fixture
def period(scheme: Scheme) -> Period:
    scheme.participant("P-1")
    return Period.objects.create(programme=scheme.programme, code="2025-q1", starts_on=Q1[0], ends_on=Q1[1])


@pytest.fixture
def commissioner(scheme: Scheme) -> User:
    return builders.member(scheme.programme, Role.COMMISSIONER)


def codes(submission: Submission) -> list[str]:
    return list(RowError.objects.filter(submission=submission).values_list("code", flat=True))


def closed(period: Period, by: User, at: datetime = APRIL) -> PeriodClosing:
    return periods.close(period=period, statement="Every agent has sent its rows.", by=by, at=at)


def late(scheme: Scheme, period: Period, by: User, until: date = date(2025, 6, 30)) -> None:
    periods.grant(period=period, agent=scheme.agent, until=until, reason="Its system was down.", by=by, at=APRIL)


def test_rows_outside_the_window_are_refused_with_their_cure_and_those_beside_them_taken(
    scheme: Scheme, period: Period, commissioner: User
) -> None:
    periods.set_window(period=period, opens_on=Q1[0], closes_on=date(2025, 4, 20), by=commissioner, at=APRIL)
    sent = scheme.send(HEADER + IN_Q1 + IN_Q2, at=JUNE)
    assert (sent.accepted, sent.rejected) == (1, 1)
    error = RowError.objects.get(submission=sent)
    assert error.reason == "The date lies in the period 2025-q1, whose rows were taken until 20 April 2025."
    assert "exception that names your organisation" in error.cure
    assert AuditEntry.objects.filter(action="outcomes.period.window", by=commissioner).exists()


def test_rows_that_come_before_the_window_are_told_from_when_they_are_taken(
    scheme: Scheme, period: Period, commissioner: User
) -> None:
    periods.set_window(period=period, opens_on=date(2025, 4, 11), closes_on=date(2025, 5, 1), by=commissioner, at=APRIL)
    assert codes(scheme.send(HEADER + IN_Q1, at=APRIL)) == ["window_not_open"]


def test_a_closed_period_takes_only_what_it_has_and_what_an_exception_allows(
    scheme: Scheme, period: Period, commissioner: User
) -> None:
    scheme.send(HEADER + IN_Q1, at=APRIL)
    closed(period, commissioner)
    more = HEADER + IN_Q1 + "P-1,qualification,2025-03-02\n"
    again = scheme.send(more, at=JUNE)
    assert (again.duplicates, again.rejected) == (1, 1)
    assert codes(again) == ["period_closed"]
    late(scheme, period, commissioner)
    assert scheme.send(more, at=JUNE).accepted == 1
    assert scheme.send(HEADER + "P-1,qualification,2025-03-03\n", at=OCTOBER).rejected == 1


def test_a_start_in_a_closed_period_is_refused_as_well(scheme: Scheme, period: Period, commissioner: User) -> None:
    closed(period, commissioner)
    sent = scheme.send("participant,started_on,group\nP-2,2025-03-05,1\n", kind="participants", at=JUNE)
    assert codes(sent) == ["period_closed"]
    assert not Participant.objects.filter(reference="P-2").exists()


def test_an_exception_is_for_the_agent_that_it_names_and_ends_early_when_it_is_said(
    scheme: Scheme, period: Period, commissioner: User
) -> None:
    closed(period, commissioner)
    other = builders.organisation("Southern Works", code="southern-works")
    with pytest.raises(PeriodRefused, match="not an agent of this programme"):
        periods.grant(period=period, agent=other, until=date(2025, 6, 1), reason="Late.", by=commissioner, at=APRIL)
    late(scheme, period, commissioner)
    late(scheme, period, commissioner, until=date(2025, 4, 9))
    assert codes(scheme.send(HEADER + IN_Q1, at=JUNE)) == ["period_closed"]


def test_everything_that_changed_after_the_closing_is_listed(
    scheme: Scheme, period: Period, commissioner: User
) -> None:
    scheme.send(HEADER + IN_Q1, at=APRIL)
    closing = closed(period, commissioner)
    late(scheme, period, commissioner)
    scheme.send("participant,started_on,group\nP-2,2025-03-05,1\n", kind="participants", at=JUNE)
    scheme.send(HEADER + "P-2,qualification,2025-03-20\nP-1,qualification,2025-05-20\n", at=JUNE)
    first = Claim.objects.earliest("pk")
    claim_actions.withdraw(claim=first, reason="Not theirs.", by=scheme.user, at=OCTOBER)
    found = [
        (one.words, one.agent, one.reason)
        for one in map(period_changes.as_change, period_changes.changes(commissioner, period, closing))
    ]
    assert found == [
        ("Withdrawn by the agent", "Northern Works", "Not theirs."),
        ("Claim received", "Northern Works", ""),
        ("Participant received", "Northern Works", ""),
    ]
    stranger = builders.member(scheme.programme, Role.AGENT, organisation=builders.organisation("Rival", code="rival"))
    assert not period_changes.changes(stranger, period, closing)


@pytest.mark.parametrize(
    ("opens_on", "closes_on", "message"),
    [
        (date(2024, 12, 31), date(2025, 4, 20), "from 01/01/2025 on"),
        (date(2025, 4, 1), date(2025, 3, 31), "not before the first"),
        (date(2025, 1, 1), date(2025, 3, 30), "nor before the end of the period"),
    ],
)
def test_a_window_that_makes_no_sense_is_refused(
    period: Period, commissioner: User, opens_on: date, closes_on: date, message: str
) -> None:
    with pytest.raises(PeriodRefused, match=message):
        periods.set_window(period=period, opens_on=opens_on, closes_on=closes_on, by=commissioner, at=APRIL)


def test_a_window_is_changed_with_a_reason_and_not_after_the_closing(period: Period, commissioner: User) -> None:
    periods.set_window(period=period, opens_on=Q1[0], closes_on=date(2025, 4, 20), by=commissioner, at=APRIL)
    with pytest.raises(PeriodRefused, match="why the window is changed"):
        periods.set_window(period=period, opens_on=Q1[0], closes_on=date(2025, 4, 20), by=commissioner, at=APRIL)
    periods.set_window(
        period=period, opens_on=Q1[0], closes_on=date(2025, 4, 20), reason="Easter.", by=commissioner, at=APRIL
    )
    closed(period, commissioner)
    with pytest.raises(PeriodRefused, match="was closed"):
        periods.set_window(
            period=period, opens_on=Q1[0], closes_on=date(2025, 4, 20), reason="Again.", by=commissioner, at=APRIL
        )


def test_one_rule_gives_every_period_without_a_window_one(scheme: Scheme, period: Period, commissioner: User) -> None:
    Period.objects.create(
        programme=scheme.programme, code="2025-q2", starts_on=date(2025, 4, 1), ends_on=date(2025, 6, 30)
    )
    periods.set_window(period=period, opens_on=Q1[0], closes_on=date(2025, 4, 20), by=commissioner, at=APRIL)
    assert periods.set_windows(programme=scheme.programme, days=15, by=commissioner, at=APRIL) == 1
    assert SubmissionWindow.objects.get(period__code="2025-q2").closes_on == date(2025, 7, 15)
    with pytest.raises(PeriodRefused, match="from 0 to 365"):
        periods.set_windows(programme=scheme.programme, days=400, by=commissioner, at=APRIL)


def test_a_period_is_closed_once_after_its_end_and_when_no_file_waits(
    scheme: Scheme, period: Period, commissioner: User
) -> None:
    with pytest.raises(PeriodRefused, match="runs until 31/03/2025"):
        closed(period, commissioner, at=datetime(2025, 3, 31, 12, 0, tzinfo=UTC))
    waiting = scheme.receive(HEADER + IN_Q1, at=APRIL)
    with pytest.raises(PeriodRefused, match="A file is still being accepted"):
        closed(period, commissioner)
    Submission.objects.filter(pk=waiting.pk).update(status="failed")
    with pytest.raises(PeriodRefused, match="what was looked at"):
        periods.close(period=period, statement=" ", by=commissioner, at=APRIL)
    closed(period, commissioner)
    with pytest.raises(PeriodRefused, match="closed this period already"):
        closed(period, commissioner)
    with pytest.raises(DatabaseError), transaction.atomic():
        PeriodClosing.objects.all().delete()


def test_only_the_commissioner_sets_windows_closes_and_grants(scheme: Scheme, period: Period) -> None:
    with pytest.raises(Forbidden):
        closed(period, scheme.user)
    with pytest.raises(Forbidden):
        late(scheme, period, scheme.user)
    with pytest.raises(Forbidden):
        periods.set_windows(programme=scheme.programme, days=15, by=scheme.user, at=APRIL)


def test_an_exception_needs_a_limit_a_day_to_come_and_a_reason(
    scheme: Scheme, period: Period, commissioner: User
) -> None:
    with pytest.raises(PeriodRefused, match="nobody needs an exception"):
        late(scheme, period, commissioner)
    closed(period, commissioner)
    with pytest.raises(PeriodRefused, match="from today on"):
        late(scheme, period, commissioner, until=date(2025, 4, 9))
    with pytest.raises(PeriodRefused, match="Enter why"):
        periods.grant(period=period, agent=scheme.agent, until=date(2025, 5, 1), reason="", by=commissioner, at=APRIL)


def test_windows_closings_and_exceptions_travel_in_a_pack(scheme: Scheme, period: Period, commissioner: User) -> None:
    periods.set_window(period=period, opens_on=Q1[0], closes_on=date(2025, 4, 20), by=commissioner, at=APRIL)
    closed(period, commissioner, at=JUNE)
    periods.grant(
        period=period, agent=scheme.agent, until=date(2025, 12, 31), reason="Its system was down.", by=commissioner,
        at=OCTOBER,
    )  # fmt: skip
    exported = pack_periods.export(scheme.programme)
    assert [row["kind"] for row in exported] == ["window", "closing", "exception"]
    elsewhere = builders.programme_at_stage(5)
    builders.member(elsewhere, Role.COMMISSIONER, user=commissioner)
    agreed_version(elsewhere, scheme.agent)
    Period.objects.create(programme=elsewhere, code="2025-q1", starts_on=Q1[0], ends_on=Q1[1])
    pack_periods.load(programme=elsewhere, section=exported, by=builders.system(), at=SENT)
    assert pack_periods.export(elsewhere) == exported


def test_a_row_of_a_closed_period_uses_up_nothing_of_what_counts_for_a_participant(
    scheme: Scheme, period: Period, commissioner: User
) -> None:
    """The outcome counts three times: of four rows the one in the closed period is refused, the others are taken."""
    closed(period, commissioner)
    days = ("2025-03-01", "2025-04-02", "2025-04-09", "2025-04-16")
    sent = scheme.send(HEADER + "".join(f"P-1,qualification,{day}\n" for day in days), at=JUNE)
    assert (sent.accepted, codes(sent)) == (3, ["period_closed"])
