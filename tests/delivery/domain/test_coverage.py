from decimal import Decimal

from delivery.domain.coverage import Coverage


def test_coverage_counts_who_is_missing() -> None:
    half = Coverage("Doorstep", 10, 4)
    assert (half.missing, half.share, half.is_whole) == (6, Decimal("0.4"), False)


def test_those_who_have_left_were_trained_too() -> None:
    more = Coverage("Doorstep", 10, 12)
    assert (more.missing, more.share, more.is_whole) == (0, Decimal(1), True)


def test_without_staff_nothing_is_covered() -> None:
    assert Coverage("Doorstep", 0, 0).share is None
    assert not Coverage("Doorstep", 0, 3).is_whole
