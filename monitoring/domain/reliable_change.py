"""Reliable change on a scale of distance travelled: how far a score must move before the person, not the scale, moved.

Source: Jacobson and Truax 1991. A scale that is asked twice gives two answers even where nothing changed; its
reliability and the spread of scores at the start tell how far apart they may lie.
"""

import dataclasses
import math
from collections.abc import Iterable
from enum import StrEnum

from monitoring.domain import stats


class Kind(StrEnum):
    IMPROVED = "improved"
    UNCHANGED = "unchanged"
    WORSE = "worse"


@dataclasses.dataclass(frozen=True)
class Scale:
    """A scale as the contract names it. `spread`: standard deviation of scores at the start, in points of the scale.

    `reliability`: test–retest or internal consistency, from 0 to 1. `higher_is_better`: which way is improvement.
    """

    spread: float
    reliability: float
    higher_is_better: bool = True

    def __post_init__(self) -> None:
        if self.spread <= 0 or not 0 <= self.reliability < 1:
            raise ValueError("A scale has a spread above nought and a reliability from 0 to less than 1.")

    @property
    def error(self) -> float:
        """The standard error of one measurement, in points: spread × √(1 − reliability)."""
        return self.spread * math.sqrt(1 - self.reliability)

    def threshold(self, level: float = stats.LEVEL) -> float:
        """The least movement, in points, that counts as reliable: 1.96 × √2 × the error. 5.54 for 10 and 0.96."""
        return stats.z_of(level) * math.sqrt(2) * self.error

    def kind(self, before: float, after: float, level: float = stats.LEVEL) -> Kind:
        """What became of one person. A movement of just the threshold does not count."""
        gain = after - before if self.higher_is_better else before - after
        if abs(gain) <= self.threshold(level):
            return Kind.UNCHANGED
        return Kind.IMPROVED if gain > 0 else Kind.WORSE


@dataclasses.dataclass(frozen=True)
class Moved:
    """People by what became of them; those without a second score are `unmeasured` and never counted as unchanged."""

    improved: int
    unchanged: int
    worse: int
    unmeasured: int = 0

    @property
    def measured(self) -> int:
        return self.improved + self.unchanged + self.worse

    @property
    def net(self) -> float:
        """Improved less worse, as a share of those measured."""
        return (self.improved - self.worse) / self.measured if self.measured else 0.0


def moved(scale: Scale, scores: Iterable[tuple[float | None, float | None]]) -> Moved:
    """Everybody's scores before and after, sorted into the three kinds."""
    found = dict.fromkeys(Kind, 0)
    unmeasured = 0
    for before, after in scores:
        if before is None or after is None:
            unmeasured += 1
        else:
            found[scale.kind(before, after)] += 1
    return Moved(found[Kind.IMPROVED], found[Kind.UNCHANGED], found[Kind.WORSE], unmeasured)


def crossing(mean_1: float, spread_1: float, mean_2: float, spread_2: float) -> float:
    """The score at which a person is as likely of the one population as of the other (Jacobson and Truax's c)."""
    return (spread_2 * mean_1 + spread_1 * mean_2) / (spread_1 + spread_2)
