"""From the pattern of what was found to the stages that it questions, each with its reason.

One row of `PATTERNS` is one pattern: what must be seen, and where its cause is to be looked for. Several may hold at
once. Nothing here says that a cause was found: a finding asks, and the stages answer.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from monitoring.domain import distributions, stats
from monitoring.domain.evidence import Cell
from monitoring.domain.stats import Interval

CHANCE = 0.01
FAR_BELOW = 0.85
FEWEST_EXPECTED = 5.0
RARE = 1e-12


@dataclass(frozen=True)
class Facts:
    """What is known of a programme when a finding is raised. Names are as people know them."""

    starts_short: bool = False
    all_agents_below: bool = False
    agents_below: tuple[str, ...] = ()
    segments_parked: tuple[str, ...] = ()
    binary_holds: str = ""
    frequency_worse: str = ""
    capped: bool = False
    paid_late: bool = False
    agent_in_trouble: str = ""
    claims_invalid: bool = False
    claims_invalid_again: bool = False
    too_few: bool = False
    happened: tuple[str, ...] = ()
    more_starts_fewer_hard_cases: bool = False
    no_better_than_without: str = ""
    unverifiable: str = ""
    harm: bool = False


class Where(NamedTuple):
    """A stage that is questioned, and why."""

    stage: int
    why: str


@dataclass(frozen=True)
class Pattern:
    """`holds` says whether it is seen, `seen` tells it in words; `where` are the stages questioned."""

    code: str
    holds: Callable[[Facts], bool]
    seen: Callable[[Facts], str]
    where: Callable[[Facts], tuple[Where, ...]]


@dataclass(frozen=True)
class Diagnosis:
    """A pattern that was seen, in words, with the stages that it questions."""

    code: str
    seen: str
    where: tuple[Where, ...]


def _always(*where: tuple[int, str]) -> Callable[[Facts], tuple[Where, ...]]:
    rows = tuple(Where(*one) for one in where)
    return lambda _facts: rows


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)


PATTERNS = (
    Pattern(
        "volumes_low",
        lambda facts: facts.starts_short or facts.all_agents_below,
        lambda facts: (
            "Fewer people start than was planned." if facts.starts_short else "Every agent is behind what was expected."
        ),
        _always(
            (1, "A stakeholder who should send people may be missing, or may have turned away."),
            (4, "The volumes or the level agreed may not be what is there."),
            (5, "Whoever is referred may not get as far as a start."),
        ),
    ),
    Pattern(
        "one_agent_below",
        lambda facts: bool(facts.agents_below) and not facts.all_agents_below,
        lambda facts: f"Behind the other agents with like people: {_listed(facts.agents_below)}.",
        _always(
            (3, "The others do better with like people: is this agent the right one, as it offered to be?"),
            (5, "Its practice may differ from that of the others."),
        ),
    ),
    Pattern(
        "segment_parked",
        lambda facts: bool(facts.segments_parked),
        lambda facts: f"Far below the other segments: {_listed(facts.segments_parked)}.",
        _always(
            (4, "The price of this segment may not follow how hard it is to help."),
            (5, "Caseloads may leave too little time for this segment."),
            (1, "Service users of this segment should be heard: are they being served?"),
        ),
    ),
    Pattern(
        "binary_up_frequency_worse",
        lambda facts: bool(facts.binary_holds and facts.frequency_worse),
        lambda facts: (
            f"Whether it happens at all holds ({facts.binary_holds}), while how often it happens is worse "
            f"({facts.frequency_worse})."
        ),
        _always(
            (4, "What is paid for may reward the first result and not the next ones: look at the set of metrics."),
            (5, "Those who are hardest to help may be given up once they cannot count any more."),
        ),
    ),
    Pattern(
        "payer_short",
        lambda facts: facts.capped or facts.paid_late,
        lambda facts: (
            "Results were earned that a cap leaves unpaid." if facts.capped else "Approved statements stay unpaid."
        ),
        _always(
            (2, "The principal may not have the means for results that are already earned."),
            (4, "The cap may be lower than what success costs."),
        ),
    ),
    Pattern(
        "agent_in_trouble",
        lambda facts: bool(facts.agent_in_trouble),
        lambda facts: f"An agent may not be able to go on: {facts.agent_in_trouble}.",
        _always(
            (3, "Its cash, or a partner that it relies on, may not last as it was assumed."),
            (5, "Whoever it serves needs somebody to serve them meanwhile."),
        ),
    ),
    Pattern(
        "claims_invalid",
        lambda facts: facts.claims_invalid,
        lambda facts: (
            "More claims failed verification than is tolerated, not for the first time."
            if facts.claims_invalid_again
            else "More claims failed verification than is tolerated."
        ),
        lambda facts: (
            Where(4, "The rule for evidence may let claims through that do not hold, or ask for what cannot be had."),
            Where(5, "Staff may not know well enough what counts, and what to keep as evidence."),
            *([Where(3, "It has happened before: is it the right agent?")] if facts.claims_invalid_again else []),
        ),
    ),
    Pattern(
        "too_few",
        lambda facts: facts.too_few,
        lambda _facts: "There are too few people for any verdict.",
        _always(
            (4, "Cohorts should be pooled by a rule fixed now, and claims of impact worded for what few people show."),
            (6, "Another method may say more with the people there are."),
        ),
    ),
    Pattern(
        "horizon_happened",
        lambda facts: bool(facts.happened),
        lambda facts: f"What stood on the horizon has happened: {_listed(facts.happened)}.",
        _always(
            (1, "The world that the programme was made for has changed: look at the analysis again."),
            (4, "Baseline and minimum levels may no longer fit."),
        ),
    ),
    Pattern(
        "more_starts_fewer_hard_cases",
        lambda facts: facts.more_starts_fewer_hard_cases,
        lambda _facts: "More people start than was planned, and fewer of them are hard to help.",
        _always(
            (4, "The goals that the Expert Body agreed and the prices by segment may pull apart."),
            (3, "The agent's interest may not be the principal's any more."),
        ),
    ),
    Pattern(
        "no_better_than_without",
        lambda facts: bool(facts.no_better_than_without),
        lambda facts: f"Those who succeed might have done so without the programme: {facts.no_better_than_without}.",
        _always(
            (4, "Deadweight and baseline may be set too low."),
            (1, "The evidence of practice elsewhere may have promised too much."),
        ),
    ),
    Pattern(
        "unverifiable",
        lambda facts: bool(facts.unverifiable),
        lambda facts: f"A result cannot be verified, or others claim it too: {facts.unverifiable}.",
        _always(
            (4, "Evidence and attribution need a rule that can be kept."),
            (1, "Somebody else works with these people and was not seen."),
        ),
    ),
    Pattern(
        "harm",
        lambda facts: facts.harm,
        lambda _facts: "Service users tell of harm or poor service.",
        _always(
            (4, "There may be no floor under the quality of the service; hear the service users' seat on it."),
            (5, "Practice may look after results more than people."),
        ),
    ),
)


def diagnose(facts: Facts) -> list[Diagnosis]:
    """Every pattern that is seen, in the order of the table."""
    return [
        Diagnosis(pattern.code, pattern.seen(facts), pattern.where(facts))
        for pattern in PATTERNS
        if pattern.holds(facts)
    ]


def stages(found: Iterable[Diagnosis]) -> list[tuple[int, str]]:
    """The stages questioned, in order; a stage that several patterns question has all their reasons, each once."""
    whys: dict[int, list[str]] = defaultdict(list)
    for one in found:
        for where in one.where:
            if where.why not in whys[where.stage]:
                whys[where.stage].append(where.why)
    return [(stage, " ".join(whys[stage])) for stage in sorted(whys)]


def agents_below(cells: Iterable[Cell], *, higher_is_better: bool = True) -> list[str]:
    """The agents that do worse than the others do with people of the same segments (indirect standardisation).

    An agent's expectation is what its people would have achieved, segment by segment, at the rate of the other agents.
    Worse: less than 85 % of it (where less is better, more than 1 ÷ 85 %), and given all achievements of each segment,
    which fall to the agents by the matured shares of their people, a chance under 1 %: so that few people of the others
    make nobody look bad. Fewer than five expected say nothing.
    """
    table = list(cells)
    return [one for one in sorted({cell.agent for cell in table}) if _is_behind(one, table, higher_is_better)]


def _is_behind(agent: str, table: Sequence[Cell], higher_is_better: bool) -> bool:
    expected, achieved, chances = 0.0, 0, [1.0]
    for segment in sorted({cell.segment for cell in table if cell.agent == agent}):
        own, own_matured = _sum(cell for cell in table if cell.segment == segment and cell.agent == agent)
        others, matured = _sum(cell for cell in table if cell.segment == segment and cell.agent != agent)
        if matured > 0 and own_matured > 0:
            expected += own_matured * others / matured
            achieved += own
            chances = _added(chances, own + others, own_matured / (own_matured + matured))
    if expected < FEWEST_EXPECTED:
        return False
    if higher_is_better:
        return achieved < FAR_BELOW * expected and math.fsum(chances[: achieved + 1]) < CHANCE
    return FAR_BELOW * achieved > expected and math.fsum(chances[achieved:]) < CHANCE


def _sum(cells: Iterable[Cell]) -> tuple[int, float]:
    found = list(cells)
    return sum(cell.achieved for cell in found), math.fsum(cell.matured for cell in found)


def _added(chances: Sequence[float], number: int, share: float) -> list[float]:
    """The chances of 0, 1, … in all, once a binomial number of so many is added; what hardly happens is left out."""
    more = [(k, chance) for k in range(number + 1) if (chance := distributions.binomial_pmf(k, number, share)) > RARE]
    found = [0.0] * (len(chances) + number)
    for place, before in enumerate(chances):
        if before > RARE:
            for k, chance in more:
                found[place + k] += before * chance
    return found


def all_below(cells: Iterable[Cell], value: float, *, higher_is_better: bool = True) -> bool:
    """Whether each of two agents or more is worse than the target expects of its people, by its whole interval."""
    sums: dict[str, tuple[int, int, float]] = {}
    for cell in cells:
        people, achieved, matured = sums.get(cell.agent, (0, 0, 0.0))
        sums[cell.agent] = (people + cell.people, achieved + cell.achieved, matured + cell.matured)
    return len(sums) > 1 and all(
        people > 0 and _is_worse(stats.wilson(achieved, people), value * matured / people, higher_is_better)
        for people, achieved, matured in sums.values()
    )


def _is_worse(interval: Interval, expected: float, higher_is_better: bool) -> bool:
    return interval.high < expected if higher_is_better else interval.low > expected
