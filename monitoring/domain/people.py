"""The people of a registered comparison: who counts, from which cohorts, and what is known of each kind of them."""

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from datetime import date, timedelta
from typing import NamedTuple

from contracts.domain import comparisons
from contracts.domain.comparisons import Comparison
from monitoring.domain import casemix, paired, pooling, reliable_change
from monitoring.domain.comparing import Seen
from monitoring.domain.evidence import Span
from monitoring.domain.rates import Counts
from monitoring.domain.reliable_change import Scale


class Kind(NamedTuple):
    """People of one agent who started in one period and are alike in all that is asked.

    `events`: how often each achieved the outcome within the window; `moved`: the movement on the scale in points;
    `values`: the attributes that the model needs, as (name, value); `paired`: events of the paired outcome.
    """

    period: str
    agent: str
    segment: str
    events: int
    paired: int
    moved: float | None
    values: tuple[tuple[str, float | None], ...]
    people: int


@dataclasses.dataclass(frozen=True)
class Counted:
    """How many people there were at each step: sent in, in the segment, with known results, with all that is needed."""

    submitted: int
    eligible: int
    matched: int
    analysed: int


@dataclasses.dataclass(frozen=True)
class Pool:
    """The people judged together: the periods, who counts of them, and what was seen."""

    periods: tuple[str, ...]
    counted: Counted
    seen: Seen
    by_period: tuple[tuple[str, int, int], ...]
    moved: reliable_change.Moved | None
    paired: paired.Group | None

    @property
    def key(self) -> str:
        return ",".join(self.periods)


def closed(spans: Iterable[Span], asked: Comparison, since: date, until: date | None, as_of: date) -> list[Span]:
    """The periods, in order, whose people started under the registration and have been followed to the end."""
    follow = timedelta(days=asked.window_days)
    return [
        span
        for span in spans
        if span.starts_on >= since and (until is None or span.ends_on <= until) and span.ends_on + follow <= as_of
    ]


def pools(
    asked: Comparison,
    spans: Sequence[Span],
    kinds: Sequence[Kind],
    heard: Mapping[str, date],
    others: Mapping[str, tuple[int, int]],
) -> list[Pool]:
    """The people put together by the rule that was registered, oldest first.

    `heard`: the last day on which each agent sent outcomes; those of an agent who has sent none since the follow-up of
    a period ended are not matched, as nobody knows their results. `others`: successes and people measured beside.
    """
    by_period: dict[str, list[Kind]] = defaultdict(list)
    for kind in kinds:
        by_period[kind.period].append(kind)
    follow = timedelta(days=asked.window_days)
    known = {span.code: {agent for agent, day in heard.items() if day > span.ends_on + follow} for span in spans}
    cohorts = [
        pooling.Closed(span.code, sum(kind.people for kind in by_period[span.code] if _counts(asked, kind, known)))
        for span in spans
        if by_period[span.code] and (not asked.metric or span.code in others)
    ]
    return [
        _pool(asked, tuple(one.code for one in pool), by_period, known, others)
        for pool in pooling.pools(cohorts, asked.pooling, asked.enough or 0)
    ]


def _in_segment(asked: Comparison, kind: Kind) -> bool:
    return asked.segment in (None, kind.segment)


def _is_matched(asked: Comparison, kind: Kind, known: Mapping[str, Set[str]]) -> bool:
    return _in_segment(asked, kind) and kind.agent in known[kind.period]


def _counts(asked: Comparison, kind: Kind, known: Mapping[str, Set[str]]) -> bool:
    """Whether these people are analysed: their results are known, with the movement or the attributes asked for."""
    whole = all(value is not None for _name, value in kind.values)
    expected = not asked.shares or kind.segment in {one.segment for one in asked.shares}
    has_moved = asked.measure != comparisons.IMPROVED or kind.moved is not None
    return _is_matched(asked, kind, known) and whole and expected and has_moved


def _pool(
    asked: Comparison,
    codes: tuple[str, ...],
    by_period: Mapping[str, Sequence[Kind]],
    known: Mapping[str, Set[str]],
    others: Mapping[str, tuple[int, int]],
) -> Pool:
    everybody = [kind for code in codes for kind in by_period[code]]
    analysed = [kind for kind in everybody if _counts(asked, kind, known)]
    matched = [kind for kind in everybody if _is_matched(asked, kind, known)]
    succeeds = _success(asked)
    segments: Counter[str] = Counter()
    events: Counter[int] = Counter()
    periods: dict[str, list[int]] = {code: [0, 0] for code in codes}
    for kind in analysed:
        segments[kind.segment] += kind.people
        events[kind.events] += kind.people
        periods[kind.period][0] += kind.people
        periods[kind.period][1] += kind.people * succeeds(kind)
    beside = [others[code] for code in codes] if asked.metric else []
    seen = Seen(
        people=sum(segments.values()),
        achieved=sum(achieved for _people, achieved in periods.values()),
        by_events=dict(sorted(events.items())),
        segments=dict(sorted(segments.items())),
        chances=_chances(asked, analysed),
        others=(sum(one[0] for one in beside), sum(one[1] for one in beside)) if beside else None,
    )
    return Pool(
        periods=codes,
        counted=Counted(
            _people(everybody),
            _people([kind for kind in everybody if _in_segment(asked, kind)]),
            _people(matched),
            seen.people,
        ),
        seen=seen,
        by_period=tuple((code, people, achieved) for code, (people, achieved) in periods.items()),
        moved=_moved(asked, matched),
        paired=_paired(analysed) if asked.paired else None,
    )


def _people(kinds: Iterable[Kind]) -> int:
    return sum(kind.people for kind in kinds)


def _scale(asked: Comparison) -> Scale | None:
    """The registered scale. More is better on it: a claim's value is the movement towards what is wanted."""
    return Scale(float(asked.scale.spread), float(asked.scale.reliability)) if asked.scale else None


def _success(asked: Comparison) -> Callable[[Kind], bool]:
    """Whether people of a kind count as successes: they achieved it, or improved reliably on the scale."""
    scale = _scale(asked) if asked.measure == comparisons.IMPROVED else None
    if scale is None:
        return lambda kind: kind.events > 0
    return lambda kind: kind.moved is not None and scale.kind(0, kind.moved) == reliable_change.Kind.IMPROVED


def _chances(asked: Comparison, kinds: Iterable[Kind]) -> tuple[float, ...]:
    if asked.model is None:
        return ()
    weights = {name: float(weight) for name, weight in asked.model.terms}
    model = casemix.Model(asked.model.version, float(asked.model.intercept), weights)
    return tuple(
        chance
        for kind in kinds
        for chance in [model.chance({name: value for name, value in kind.values if value is not None})] * kind.people
    )


def _moved(asked: Comparison, kinds: Iterable[Kind]) -> reliable_change.Moved | None:
    scale = _scale(asked)
    if scale is None:
        return None
    scores = [(0.0, kind.moved) for kind in kinds for _ in range(kind.people)]
    return reliable_change.moved(scale, scores)


def _paired(kinds: Iterable[Kind]) -> paired.Group | None:
    events: Counter[int] = Counter()
    for kind in kinds:
        events[kind.paired] += kind.people
    if sum(events.values()) < 2:
        return None
    return paired.Group(sum(people for number, people in events.items() if number), Counts.of(events))
