"""From people and a registered comparison to a difference: each test of the contract as one function.

What is asked is `contracts.domain.comparisons.Comparison`; what was seen is `Seen`. Nothing is chosen here.
"""

import dataclasses
import math
from collections.abc import Callable, Mapping, Sequence

from contracts.domain import comparisons
from contracts.domain.comparisons import Comparison, Counted
from monitoring.domain import casemix, changes, distributions, exact, planning, rates, stats
from monitoring.domain.rates import Counts
from monitoring.domain.stats import Interval
from monitoring.domain.verdicts import Difference

METHOD = "2026-11-29"
"""The edition of these methods; it is kept with every verdict, and a new one judges everything again."""
POWER = 0.8
FEW = 5
"""Where fewer are expected of either result, approximate intervals are too sure of themselves: exact tests decide."""


@dataclasses.dataclass(frozen=True)
class Seen:
    """The people of one pool whose result is known. `achieved`: those who count as successes for the measure.

    `by_events`: people by how many events each had; `segments`: people by segment; `chances`: each person's own chance
    by the frozen model; `others`: successes and people of those measured beside them.
    """

    people: int
    achieved: int
    by_events: Mapping[int, int] = dataclasses.field(default_factory=dict)
    segments: Mapping[str, int] = dataclasses.field(default_factory=dict)
    chances: Sequence[float] = ()
    others: tuple[int, int] | None = None


def difference(asked: Comparison, seen: Seen, *, higher_is_better: bool, level: float) -> Difference | None:
    """The difference by the test that was registered; None where there is nobody to compare, on either side."""
    if not seen.people or (asked.metric and not (seen.others and seen.others[1])):
        return None
    judge = JUDGES[asked.measure == comparisons.EVENTS, asked.against]
    return judge(asked, seen, higher_is_better, level)


def _detectable(n: int, share: float, level: float, *, higher: bool) -> float:
    alpha = 1 - level
    if higher:
        return stats.smallest_detectable_rise(n, share, POWER, alpha)
    return stats.smallest_detectable_fall(n, share, POWER, alpha)


def _beyond(share: float, matters: float, *, higher: bool) -> float:
    """The share at which the difference that matters is reached, kept inside of nought and one."""
    return min(share + matters, 1.0) if higher else max(share - matters, 0.0)


def _fixed_share(asked: Comparison, seen: Seen, higher: bool, level: float) -> Difference:
    base, k, n = float(asked.value or 0), seen.achieved, seen.people
    is_exact = asked.test == comparisons.EXACT_BINOMIAL or _are_few(base, n)
    interval = exact.clopper_pearson(k, n, level) if is_exact else stats.wilson(k, n, level)
    p = stats.binomial_two_sided(k, n, base)
    return Difference(
        estimate=k / n,
        comparator=base,
        size=k / n - base,
        interval=Interval(interval.low - base, interval.high - base),
        null=0.0,
        p=p,
        is_clear=p < 1 - level if is_exact else not interval.holds(base),
        detectable=_detectable(n, base, level, higher=higher),
        needed=_needed(base, float(asked.matters), level, higher=higher),
    )


def _are_few(share: float, *people: int) -> bool:
    """Whether of any of these groups fewer than five are expected to have achieved it, or not to have."""
    return min(people) * min(share, 1 - share) < FEW


def _needed(base: float, matters: float, level: float, *, higher: bool) -> int | None:
    beyond = _beyond(base, matters, higher=higher)
    return None if beyond == base else stats.people_needed(base, beyond, POWER, 1 - level)


def _other_group(asked: Comparison, seen: Seen) -> tuple[int, int]:
    if seen.others is not None:
        return seen.others
    assert asked.other is not None
    return asked.other.achieved, asked.other.people


def _group_share(asked: Comparison, seen: Seen, higher: bool, level: float) -> Difference:
    k, n = seen.achieved, seen.people
    k_2, n_2 = _other_group(asked, seen)
    interval = stats.newcombe(k, n, k_2, n_2, level)
    p = exact.fisher(k, n, k_2, n_2)
    base = k_2 / n_2
    beyond = _beyond(base, float(asked.matters), higher=higher)
    is_exact = asked.test == comparisons.FISHER or _are_few((k + k_2) / (n + n_2), n, n_2)
    return Difference(
        estimate=k / n,
        comparator=base,
        size=k / n - base,
        interval=interval,
        null=0.0,
        p=p,
        is_clear=p < 1 - level if is_exact else not interval.holds(0.0),
        detectable=planning.smallest_between_groups(n, n_2, base, rise=higher, alpha=1 - level),
        needed=None if beyond == base else stats.people_needed_in_each_arm(base, beyond, POWER, 1 - level),
    )


def _case_mix(asked: Comparison, seen: Seen, higher: bool, level: float) -> Difference | None:
    """Observed against expected of just these people: shown as shares, with the limits of observed ÷ expected.

    None where the reference expects nobody, or everybody: there is no ratio, or chance cannot move it.
    """
    if asked.model is not None:
        if not 0 < math.fsum(seen.chances) < seen.people:
            return None
        found = casemix.against_chances(seen.achieved, seen.chances, level)
    else:
        reference = {one.segment: float(one.share) for one in asked.shares}
        expected = casemix.expected(seen.segments, reference)
        if expected <= 0:
            return None
        found = casemix.standardised(seen.achieved, expected, level)
    n, base = seen.people, found.expected / seen.people
    return Difference(
        estimate=seen.achieved / n,
        comparator=base,
        size=found.ratio,
        interval=found.interval,
        null=1.0,
        p=found.p,
        is_clear=found.p < 1 - level,
        detectable=_detectable(n, min(base, 1.0), level, higher=higher),
        needed=_needed(min(base, 1.0), float(asked.matters), level, higher=higher),
    )


def _change(asked: Comparison, seen: Seen, _higher: bool, level: float) -> Difference:
    assert asked.before is not None
    assert asked.other_before is not None
    assert seen.others is not None
    groups = [_share(asked.before), (seen.achieved, seen.people), _share(asked.other_before), seen.others]
    found = changes.of_shares(groups[0], groups[1], groups[2], groups[3], level)
    half = (found.interval.high - found.interval.low) / 2
    detectable = reach(level) * max(found.error, half / stats.z_of(level))
    before, before_2 = (k / n for k, n in (groups[0], groups[2]))
    return Difference(
        estimate=seen.achieved / seen.people,
        comparator=before + seen.others[0] / seen.others[1] - before_2,
        size=found.difference,
        interval=found.interval,
        null=0.0,
        p=found.p,
        is_clear=not found.interval.holds(0.0),
        detectable=detectable,
        needed=grown(seen.people, detectable, float(asked.matters)),
    )


def _share(one: Counted) -> tuple[int, int]:
    return one.achieved, one.people


def reach(level: float, df: float = math.inf) -> float:
    """How many standard errors a true difference must have to be shown with 80 % power: 2.80 at 95 %.

    With few degrees of freedom by quantiles of Student's t, which ask for more.
    """
    if math.isfinite(df):
        return distributions.t_quantile(df, level) + distributions.t_quantile(df, 2 * POWER - 1)
    return stats.z_of(level) + stats.NORMAL.inv_cdf(POWER)


def grown(people: int, detectable: float, matters: float) -> int:
    """The people needed if every group grew alike: the error falls with the root of their number."""
    return math.ceil(people * (detectable / matters) ** 2 - 1e-9)


def _fixed_events(asked: Comparison, seen: Seen, _higher: bool, level: float) -> Difference | None:
    """Events per head against a fixed level. A difference is relative to that level where it matters."""
    group, base = Counts.of(seen.by_events), float(asked.value or 0)
    if base == 0 or (group.people < 2 and asked.test != comparisons.POISSON):
        return None
    if asked.test == comparisons.POISSON:
        found = casemix.standardised(group.events, base * group.people, level)
        interval = Interval((found.interval.low - 1) * base, (found.interval.high - 1) * base)
        size, p, error = group.mean - base, found.p, math.sqrt(base / group.people)
    else:
        size, interval, p = rates.events_against_fixed(group, base, level)
        is_known = rates.tells_variance(group, base)
        error = math.sqrt((group.variance if is_known else max(group.variance, base)) / group.people)
    detectable = reach(level) * error / base
    return Difference(
        estimate=group.mean,
        comparator=base,
        size=size,
        interval=interval,
        null=0.0,
        p=p,
        is_clear=not interval.holds(0.0),
        detectable=detectable,
        needed=grown(group.people, detectable, float(asked.matters)),
    )


def _group_events(asked: Comparison, seen: Seen, higher: bool, level: float) -> Difference | None:
    """Events per head as a ratio to another group's; with its dispersion where events cluster.

    None where the other group has no events: nothing can be told in relation to nought.
    """
    other, group = asked.other, Counts.of(seen.by_events)
    assert other is not None
    events = other.events or 0
    if not events:
        return None
    clustering = 0.0
    if asked.test == comparisons.NEGATIVE_BINOMIAL:
        clustering = rates.dispersion(group, Counts(other.people, events, other.squares or 0))
        found = rates.negative_binomial_ratio(
            group.events, group.people, events, other.people, dispersion=clustering, level=level
        )
    else:
        found = rates.exact_ratio(group.events, group.people, events, other.people, level)
    counted = group.events or events / other.people * group.people
    parts = (1 / counted, clustering / group.people, 1 / events, clustering / other.people)
    reached = reach(level) * math.sqrt(math.fsum(parts))
    matters = float(asked.matters)
    wanted = math.log1p(matters) if higher or matters == 1 else -math.log1p(-matters)
    return Difference(
        estimate=group.mean,
        comparator=events / other.people,
        size=found.ratio,
        interval=found.interval,
        null=1.0,
        p=found.p,
        is_clear=not found.interval.holds(1.0),
        detectable=math.expm1(reached) if higher else -math.expm1(-reached),
        needed=grown(group.people, reached, wanted),
    )


Judge = Callable[[Comparison, Seen, bool, float], Difference | None]
JUDGES: dict[tuple[bool, str], Judge] = {
    (False, comparisons.FIXED): _fixed_share,
    (False, comparisons.GROUP): _group_share,
    (False, comparisons.CASE_MIX): _case_mix,
    (False, comparisons.CHANGE): _change,
    (True, comparisons.FIXED): _fixed_events,
    (True, comparisons.GROUP): _group_events,
}
"""By whether events are counted, and what they are held against."""
