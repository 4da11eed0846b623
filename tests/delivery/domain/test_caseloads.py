from decimal import Decimal

import pytest

from delivery.domain.caseloads import IDLE, IN_HAND, OVERLOADED, UNKNOWN, Caseload


@pytest.mark.parametrize(
    ("participants", "fte", "ceiling", "state"),
    [(0, "1", 40, IDLE), (40, "1", 40, IN_HAND), (41, "1", 40, OVERLOADED), (24, "0.6", 40, IN_HAND),
     (25, "0.6", 40, OVERLOADED), (99, "1", None, UNKNOWN)],
)  # fmt: skip
def test_a_caseload_is_judged_for_the_hours_worked(
    participants: int, fte: str, ceiling: int | None, state: str
) -> None:
    assert Caseload(participants, Decimal(fte), ceiling).state == state


def test_only_an_overload_asks_for_an_explanation() -> None:
    assert Caseload(41, Decimal(1), 40, " ").is_unexplained
    assert not Caseload(41, Decimal(1), 40, "Two colleagues are ill until May.").is_unexplained
    assert not Caseload(40, Decimal(1), 40).is_unexplained
