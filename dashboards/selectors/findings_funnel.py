"""Agents on a funnel: whether an agent's rate differs from that of all by more than its size explains.

Each agent is set against what all agents together achieve with people as far on as its own and, for those who may see
rows, of the same segments (indirect standardisation). Its adjusted rate is the rate of all × seen ÷ expected. Its
limits are the exact binomial ones at its own size and its own expectation. As chances differ between people, they are a
little wide, never too narrow.
"""

import dataclasses
from collections import defaultdict
from collections.abc import Mapping, Sequence

from contracts.models import Target
from delivery.domain.suppression import Rule
from govuk import charts, formats
from monitoring.domain import funnels
from monitoring.domain.evidence import Cell

FEWEST_AGENTS = 2
STEPS, SMALLEST, LARGEST = 24, 0.4, 1.1  # of the smallest and of the largest agent
COLUMNS = ("Agent", "People", "Rate, adjusted", "95% limits", "99.8% limits", "Where it lies")
WITHIN, BETWEEN, ABOVE, BELOW = "Within", "Between the limits", "Above", "Below"


@dataclasses.dataclass(frozen=True)
class Placed:
    """An agent on the funnel: people, achievements, and how many the average of all agents would have achieved."""

    name: str
    people: int
    achieved: int
    expected: float

    def limits(self, level: float) -> tuple[int, int]:
        return funnels.counts(self.people, self.expected / self.people, level)

    @property
    def place(self) -> str:
        """Beyond the 99.8% limits above or below; between them and the 95% limits; or within both."""
        fewest, most = self.limits(funnels.WIDE)
        if self.achieved < fewest:
            return BELOW
        if self.achieved > most:
            return ABOVE
        fewest, most = self.limits(funnels.USUAL)
        return WITHIN if fewest <= self.achieved <= most else BETWEEN


def placed(
    cells: Sequence[Cell], names: Mapping[str, str], withheld: frozenset[str], rule: Rule, *, by_segment: bool
) -> list[Placed]:
    """The agents that may be shown, each with what was expected of it; those of whom nothing is expected are left out.

    Where counts are rounded for the viewer, the rounded ones are placed.
    """
    levels = _levels(cells, by_segment=by_segment)
    sums: dict[str, list[float]] = defaultdict(lambda: [0, 0, 0.0])
    for cell in cells:
        total = sums[cell.agent]
        total[0] += cell.people
        total[1] += cell.achieved
        total[2] += levels.get(cell.segment if by_segment else "", 0.0) * cell.matured
    found = []
    for code, (people, achieved, expected) in sorted(sums.items()):
        shown = rule.rounded(int(people))
        if code in withheld or not shown or not 0 < expected < people:
            continue
        scale = shown / people
        found.append(Placed(names.get(code, code), shown, round(achieved * scale), expected * scale))
    return found


def _levels(cells: Sequence[Cell], *, by_segment: bool) -> dict[str, float]:
    """What all agents achieve for each achievement that the maturity curve allows, by segment or in all."""
    sums: dict[str, list[float]] = defaultdict(lambda: [0, 0.0])
    for cell in cells:
        total = sums[cell.segment if by_segment else ""]
        total[0] += cell.achieved
        total[1] += cell.matured
    return {segment: achieved / matured for segment, (achieved, matured) in sums.items() if matured > 0}


def funnel(
    cells: Sequence[Cell],
    names: Mapping[str, str],
    withheld: frozenset[str],
    rule: Rule,
    *,
    target: Target,
    period: str,
    by_segment: bool,
) -> charts.Chart | None:
    """The funnel plot of a rate; None for a number, or where fewer than two agents may be shown."""
    people, achieved = sum(cell.people for cell in cells), sum(cell.achieved for cell in cells)
    if target.measure != Target.Measure.RATE or not 0 < achieved < people:
        return None
    agents = placed(cells, names, withheld, rule, by_segment=by_segment)
    if len(agents) < FEWEST_AGENTS:
        return None
    centre = achieved / people
    chart = charts.funnel(
        title=f"Agents against the average of all, {period}",
        summary=_summary(agents, adjusted_for=_adjusted_for(by_segment)),
        points=[
            charts.FunnelPoint(one.name, one.people, _rate(one, centre), one.place in (ABOVE, BELOW)) for one in agents
        ],
        limits=_curves([one.people for one in agents], centre),
        centre=centre,
        size_name="People in the closed cohorts",
        measure="Rate, adjusted",
    )
    return dataclasses.replace(chart, columns=COLUMNS, rows=tuple(_row(one, centre) for one in agents))


def _rate(one: Placed, centre: float, achieved: float | None = None) -> float:
    """An agent's rate had its people been as far on, and of the same segments, as those of all agents."""
    return centre * (one.achieved if achieved is None else achieved) / one.expected


def _curves(people: Sequence[int], centre: float) -> list[charts.FunnelLimit]:
    """The limits around the sizes of the agents, closer together where they bend more.

    Those of a handful of people would be so wide that nobody could see how far the agents lie apart.
    """
    first, last = (size**0.5 for size in (min(people) * SMALLEST, max(people) * LARGEST))
    sizes = {max(1, round((first + (last - first) * step / STEPS) ** 2)) for step in range(STEPS + 1)}
    found = []
    for size in sorted(sizes):
        usual, wide = funnels.limits(size, centre), funnels.limits(size, centre, funnels.WIDE)
        found.append(charts.FunnelLimit(size, usual.low, usual.high, wide.low, wide.high))
    return found


def _adjusted_for(by_segment: bool) -> str:
    return "how far on its people are and for their segments" if by_segment else "how far on its people are"


def _summary(agents: Sequence[Placed], adjusted_for: str) -> str:
    parts = []
    for place, words in ((BELOW, "below"), (ABOVE, "above")):
        named = [one.name for one in agents if one.place == place]
        if named:
            parts.append(f"{_listed(named)} {'lies' if len(named) == 1 else 'lie'} {words} the 99.8% limits")
    said = " and ".join(parts) or "No agent lies outside the 99.8% limits"
    return f"{said}: chance alone would put one of 500 agents there. Each rate is adjusted for {adjusted_for}."


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _row(one: Placed, centre: float) -> tuple[str, ...]:
    def between(level: float) -> str:
        low, high = (_rate(one, centre, count) for count in one.limits(level))
        return f"{formats.percent(low, 1)} to {formats.percent(high, 1)}"

    return (
        one.name,
        formats.count(one.people),
        formats.percent(_rate(one, centre), 1),
        between(funnels.USUAL),
        between(funnels.WIDE),
        one.place,
    )
