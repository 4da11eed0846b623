"""An outcome that counts only with some values, held against files, changes to claims and packs."""

from datetime import date
from decimal import Decimal

import pytest

from delivery.selectors import contract as contracts
from outcomes.actions import claims
from outcomes.models import Claim, RowError
from outcomes.selectors import columns
from tests import builders
from tests.outcomes import scheme as schemes
from tests.outcomes.scheme import SENT, Scheme, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def scaled() -> Scheme:
    """A scheme that counts a gain of 3 to less than 6 points, and a score below 10; two people have started."""
    gain, low = {"values": {"from": "3", "below": "6"}}, {"values": {"below": "10"}}
    with schemes.drafted() as found:
        schemes.outcome(found.version, 1, "gain", "distance_travelled", particulars=gain)
        schemes.outcome(found.version, 2, "low", "distance_travelled", particulars=low)
        schemes.outcome(found.version, 3, "visit", "frequency", max_per_participant=9)
    for reference in ("P-1", "P-2"):
        found.participant(reference)
    return found


def test_rows_with_another_value_or_none_are_refused_with_the_range_in_words(scaled: Scheme) -> None:
    rows = [
        ("P-1", "gain", "2025-06-01", "3"), ("P-2", "gain", "2025-06-01", "6"), ("P-2", "gain", "2025-06-02", ""),
        ("P-1", "low", "2025-06-01", "9.99"), ("P-2", "low", "2025-06-01", "10.50"), ("P-2", "visit", "2025-06-01", ""),
    ]  # fmt: skip
    sent = scaled.send(table("participant,outcome,achieved_on,value", rows))
    assert (sent.accepted, sent.rejected) == (3, 3)
    errors = RowError.objects.order_by("row_number")
    assert [(one.row_number, one.field, one.code, one.reason) for one in errors] == [
        (3, "value", "value_outside",
         "6 does not count for this outcome, which counts with a value of at least 3 and below 6."),
        (4, "value", "value_needed", "This outcome counts only with a value of at least 3 and below 6."),
        (6, "value", "value_outside", "10.5 does not count for this outcome, which counts with a value below 10."),
    ]  # fmt: skip
    shown = {one.name: one.what for one in columns.of(contracts.of(scaled.programme), "outcomes")}
    assert shown["value"] == (
        "A number, where the outcome is measured; gain counts with a value of at least 3 and below 6; "
        "low counts with a value below 10"
    )


def test_a_claim_is_not_amended_to_a_value_that_does_not_count(scaled: Scheme) -> None:
    scaled.send("participant,outcome,achieved_on,value\nP-1,gain,2025-06-01,4\n")
    header = "participant,outcome,achieved_on,action,reason,new_value"
    sent = scaled.send(f"{header}\nP-1,gain,2025-06-01,amend,Scored anew,2\n", kind="changes")
    assert (sent.accepted, RowError.objects.get().code) == (0, "value_outside")
    assert Claim.objects.get().value == 4


def test_a_pack_brings_no_claim_with_a_value_that_does_not_count(scaled: Scheme) -> None:
    wrong = claims.NewClaim(scaled.agent, "P-1", "gain", date(2025, 6, 1), value=Decimal("2.9999"))
    with pytest.raises(claims.ClaimRefused, match="counts only with a value of at least 3 and below 6"):
        claims.bring_in(programme=scaled.programme, claims=[wrong], by=builders.system(), at=SENT)
