"""An agent whom the version in force names no more: its people are claimed for, and nobody new is taken from it."""

from datetime import date

import pytest

from delivery.models import Participant
from outcomes.actions.transfers import TransferRefused
from outcomes.models import Claim, RowError
from tests.outcomes import handovers
from tests.outcomes.scheme import Scheme, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def left() -> Scheme:
    return handovers.scheme_left()


def test_it_goes_on_claiming_for_its_people_and_takes_on_nobody_new(left: Scheme) -> None:
    rows = [("P-1", "2025-01-31", "1"), ("P-2", "2025-02-01", "1")]
    sent = left.send(table("participant,started_on,group", rows), kind="participants")
    assert (sent.accepted, sent.rejected) == (1, 1)
    error = RowError.objects.get()
    assert (error.row_number, error.field, error.code) == (3, "started_on", "agent_not_in_version")
    assert error.reason == "Northern Works is no agent of the contract version in force on 1 February 2025."
    assert left.send("participant,outcome,achieved_on\nP-1,job_outcome,2025-02-20\n").accepted == 1
    assert Claim.objects.get().version.number == 2


def test_a_file_that_is_sent_again_does_no_harm(left: Scheme) -> None:
    file = table("participant,started_on,group", [("P-1", "2025-01-31", "1")])
    assert left.send(file, kind="participants").accepted == 1
    assert left.send(file, kind="participants").duplicates == 1
    assert Participant.objects.count() == 1


def test_people_are_handed_over_only_to_an_agent_whom_the_contract_names_on_that_day(left: Scheme) -> None:
    participant, south = left.participant("P-1"), handovers.other_agent(left)
    with pytest.raises(
        TransferRefused, match="Southern Works is no agent of the contract version in force on 31 January"
    ):
        handovers.propose(left, participant, south, from_date=date(2025, 1, 31))
    assert handovers.propose(left, participant, south, from_date=date(2025, 2, 1)).pk
