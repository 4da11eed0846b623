"""Several looks at one matter: p-values adjusted, so that more questions do not mean more chance findings.

Sources: Holm 1979 (the chance of any false finding); Benjamini and Hochberg 1995 (the share of false findings).
"""

from collections.abc import Sequence

NONE, HOLM, FALSE_DISCOVERY = "none", "holm", "benjamini_hochberg"
METHODS = (NONE, HOLM, FALSE_DISCOVERY)


def holm(p_values: Sequence[float]) -> list[float]:
    """Adjusted p-values, in the order given: the smallest times n, the next times n − 1, never falling, at most one."""
    found, highest, n = [0.0] * len(p_values), 0.0, len(p_values)
    for rank, place in enumerate(sorted(range(n), key=p_values.__getitem__)):
        highest = max(highest, min(1.0, (n - rank) * p_values[place]))
        found[place] = highest
    return found


def benjamini_hochberg(p_values: Sequence[float]) -> list[float]:
    """Adjusted p-values, in the order given: the k-th smallest times n ÷ k, never above that of a larger one."""
    found, lowest, n = [0.0] * len(p_values), 1.0, len(p_values)
    ranked = sorted(range(n), key=p_values.__getitem__)
    for rank in range(n, 0, -1):
        place = ranked[rank - 1]
        lowest = min(lowest, p_values[place] * n / rank)
        found[place] = lowest
    return found


def adjusted(p_values: Sequence[float], method: str) -> list[float]:
    """The p-values adjusted by one of `METHODS`."""
    if method == HOLM:
        return holm(p_values)
    return benjamini_hochberg(p_values) if method == FALSE_DISCOVERY else list(p_values)


def level_for(looks: int, level: float = 0.95) -> float:
    """The level at which each of so many looks is read so that all hold together (Bonferroni): 0.975 for two."""
    if looks < 1:
        raise ValueError("There is one look at least.")
    return 1 - (1 - level) / looks
