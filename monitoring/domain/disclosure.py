"""Small counts are not shown to people who may not see the rows behind them.

Primary suppression: a count from 1 up to below the threshold is hidden, and with it every figure made from it.
Secondary: where exactly one count of a group that is shown with its total is hidden, the smallest other count is hidden
too, or else the hidden one could be found by subtraction.
"""

from collections.abc import Sequence

HIDDEN = "fewer than {threshold}"


def is_small(count: int | None, threshold: int) -> bool:
    return count is not None and 0 < count < threshold


def hidden(counts: Sequence[int | None], threshold: int) -> list[bool]:
    """Which counts of a group with a known total are hidden.

    Two small counts hide each other only where together they reach the threshold; otherwise their sum, which the total
    gives away, would itself be small, and one more count is hidden.
    """
    found = [is_small(count, threshold) for count in counts]
    while any(found):
        concealed = [count or 0 for count, hide in zip(counts, found, strict=True) if hide]
        if len(concealed) > 1 and sum(concealed) >= threshold:
            break
        shown = [place for place, hide in enumerate(found) if not hide and counts[place]]
        if not shown:
            break
        found[min(shown, key=lambda place: counts[place] or 0)] = True
    return found


def pair_is_small(numerator: int, denominator: int, threshold: int) -> bool:
    """Whether a rate gives away few people: those who achieved it, or those who did not."""
    return is_small(numerator, threshold) or is_small(denominator - numerator, threshold)
