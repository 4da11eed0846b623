"""A binary and a frequency metric of the same people, side by side, so that one cannot improve while the other worsens.

Events per head = share of people with an event × events of each of them. A change in events per head is the sum of
what the share did and what the frequency did; the net figure is what people lived through.
"""

import dataclasses

from monitoring.domain import rates, stats
from monitoring.domain.rates import Counts
from monitoring.domain.stats import Interval


@dataclasses.dataclass(frozen=True)
class Group:
    """People of whom `touched` had an event or more, with all their events."""

    touched: int
    counts: Counts

    def __post_init__(self) -> None:
        if not 0 <= self.touched <= self.counts.people or self.counts.events < self.touched:
            raise ValueError("Each of those with an event has one at least, and none has more people than the group.")

    @property
    def share(self) -> float:
        return self.touched / self.counts.people

    @property
    def per_head(self) -> float:
        return self.counts.mean

    @property
    def per_touched(self) -> float:
        """Events of each person who had any; nought where nobody had."""
        return self.counts.events / self.touched if self.touched else 0.0


@dataclasses.dataclass(frozen=True)
class Net:
    """Group less comparator. `by_share` and `by_frequency` add up to `per_head`; `opposed`: the two metrics disagree.

    `avoided` is how many events fewer there were than the same people would have had at the comparator's rate.
    """

    share: float
    share_interval: Interval
    per_head: float
    per_head_interval: Interval
    p: float
    by_share: float
    by_frequency: float
    avoided: float

    @property
    def opposed(self) -> bool:
        """Share and events of each moved opposite ways: one metric alone would tell half of it."""
        return self.by_share * self.by_frequency < 0


@dataclasses.dataclass(frozen=True)
class Level:
    """A comparator without error of its own: a share of people, and events per head of all of them."""

    share: float
    per_head: float

    @property
    def per_touched(self) -> float:
        return self.per_head / self.share if self.share else 0.0


def net_of_level(group: Group, level: Level) -> Net:
    """Net events per head against a fixed level. Needs two people; the interval is Student's over them.

    With few events, or where all had as many, it is no narrower than the exact Poisson one.
    """
    against = rates.events_against_fixed if level.per_head > 0 else rates.mean_against_fixed
    per_head, interval, p = against(group.counts, level.per_head)
    seen = stats.wilson(group.touched, group.counts.people)
    share = group.share - level.share
    return Net(
        share,
        Interval(seen.low - level.share, seen.high - level.share),
        per_head,
        interval,
        p,
        share * (group.per_touched + level.per_touched) / 2,
        (group.per_touched - level.per_touched) * (group.share + level.share) / 2,
        -per_head * group.counts.people,
    )


def net(group: Group, comparator: Group) -> Net:
    """Net events per head: the change in the share and in the frequency, each at the mean level of the other."""
    per_head, interval, p = rates.mean_difference(group.counts, comparator.counts)
    share = group.share - comparator.share
    mean_frequency = (group.per_touched + comparator.per_touched) / 2
    mean_share = (group.share + comparator.share) / 2
    return Net(
        share,
        stats.newcombe(group.touched, group.counts.people, comparator.touched, comparator.counts.people),
        per_head,
        interval,
        p,
        share * mean_frequency,
        (group.per_touched - comparator.per_touched) * mean_share,
        -per_head * group.counts.people,
    )
