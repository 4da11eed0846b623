"""The day on which the one cohort of an outcome closes, applied to starts and to outcomes."""

import pytest

from contracts.models import OutcomeDefinition
from delivery.models import Participant
from outcomes.models import Claim, RowError
from tests.outcomes import scheme as schemes
from tests.outcomes.scheme import Scheme, table

pytestmark = pytest.mark.django_db


def closing(*days: str) -> Scheme:
    """A scheme whose outcomes `first`, `second`, … have one cohort that closes on the day; empty: none."""
    with schemes.drafted() as made:
        for position, (code, day) in enumerate(zip(("first", "second"), days, strict=False), 1):
            cohort = {"cohort": {"closes": "day", "on": day}} if day else {}
            schemes.outcome(made.version, position, code, OutcomeDefinition.Kind.BINARY, particulars=cohort)
    return made


def started(scheme: Scheme) -> list[str]:
    days = [("P-1", "2025-03-31"), ("P-2", "2025-04-01"), ("P-3", "2025-07-01")]
    scheme.send(table("participant,started_on", days), kind="participants", name="participants.csv")
    return list(Participant.objects.order_by("reference").values_list("reference", flat=True))


def test_nobody_starts_once_every_cohort_has_closed() -> None:
    assert started(closing("2025-03-31", "2025-06-30")) == ["P-1", "P-2"]
    error = RowError.objects.get()
    assert (error.row_number, error.code) == (4, "cohort_closed")
    assert "had closed (30 June 2025) when this participant started (1 July 2025)" in error.reason


def test_while_a_cohort_stays_open_everybody_may_start() -> None:
    assert started(closing("2025-03-31", "")) == ["P-1", "P-2", "P-3"]


def test_an_outcome_counts_for_its_closed_cohort_only() -> None:
    scheme = closing("2025-03-31", "")
    started(scheme)
    rows = [(one, outcome, "2025-08-01") for one in ("P-1", "P-2") for outcome in ("first", "second")]
    scheme.send(table("participant,outcome,achieved_on", rows))
    assert Claim.objects.count() == 3
    assert RowError.objects.get().code == "not_in_cohort"
