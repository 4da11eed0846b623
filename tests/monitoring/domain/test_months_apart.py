import pytest

from delivery.domain.suppression import Figure, Rule
from monitoring.domain.months_apart import are_apart

JAN, FEB, APR = "2025-01", "2025-02", "2025-04"
EARLIER = {JAN: Figure(40, 20), FEB: Figure(40, 10)}
LATER = {FEB: Figure(40, 18), APR: Figure(42, 14)}


def test_many_are_over_and_many_have_come() -> None:
    assert are_apart(EARLIER, LATER, Rule())


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ({FEB: Figure(40, 10)}, LATER),
        (EARLIER, {FEB: Figure(40, 18)}),
        (EARLIER | {JAN: Figure(4, 2)}, LATER),
        (EARLIER | {JAN: Figure(40, 3)}, LATER),
        (EARLIER | {JAN: Figure(40, 37)}, LATER),
        (EARLIER, LATER | {APR: Figure(42, 0)}),
        ({}, {}),
    ],
)
def test_where_few_or_none_are_in_one_of_them_alone_the_two_are_compared(
    earlier: dict[str, Figure], later: dict[str, Figure]
) -> None:
    assert not are_apart(earlier, later, Rule())
