"""The figures of one target as a person may see them: for everybody, or narrowed to an agent or a segment.

A narrowed rate is judged again over the people concerned, by the same rules as the whole. Small counts are hidden from
those who may not see rows; a figure that would give a hidden one away by subtraction is hidden with it, in the tables
as in every narrowed view.
"""

import dataclasses
import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from django.db.models import QuerySet

from accounts.models import Role, User
from contracts.models import Target
from delivery.domain.suppression import NOBODY, NOT_SHOWN, Figure, Rule
from govuk import formats
from monitoring import permissions
from monitoring.domain import stats, tracking
from monitoring.domain.evidence import Cell
from monitoring.models import Measurement
from monitoring.selectors import kept, measurements, shown, watched
from monitoring.selectors.shown import Hidden
from stages.models import Membership, Programme

ROUNDED = "Counts are rounded to the nearest {}."


@dataclasses.dataclass(frozen=True)
class Audience:
    """Who looks. `own` are the codes of the agents they may see (None: all); `sees_small` that nothing is hidden."""

    programme: Programme
    own: frozenset[str] | None
    sees_small: bool

    @functools.cached_property
    def hidden(self) -> Hidden:
        """What those who may not see rows are not shown; read when it is first asked for."""
        return shown.hidden(self.programme)

    @functools.cached_property
    def numbers(self) -> frozenset[int]:
        """Every number of everybody that those who may not see rows are shown."""
        return shown.numbers(self.programme, self.hidden)

    @functools.cached_property
    def watched(self) -> frozenset[str]:
        """The codes of the targets that the contract still names."""
        return watched.of(self.programme)

    @property
    def sees_every_row(self) -> bool:
        """Whether they may see the records of all agents."""
        return self.sees_small and self.own is None

    @property
    def measurements(self) -> QuerySet[Measurement]:
        """Those that stand for who may see rows, of all agents or of their own; for others those they are told."""
        return measurements.standing(self.programme) if self.sees_small else measurements.told(self.programme)

    def may_name(self, agent: str) -> bool:
        return self.own is None or agent in self.own

    def may_see(self, target: Target) -> bool:
        """A target that speaks of one agent alone is not shown to the others."""
        return target.agent is None or self.may_name(target.agent.code)


def audience(user: User, programme: Programme) -> Audience:
    """An agent's people see the figures of their own organisation, and those whole; others see all agents."""
    return audiences(user, {programme.pk: programme})[programme.pk]


def audiences(user: User, programmes: Mapping[int, Programme]) -> dict[int, Audience]:
    """Who the person is in each of many programmes, in one query."""
    held: dict[int, list[tuple[Role, str]]] = {pk: [] for pk in programmes}
    rows = Membership.objects.filter(user=user, programme__in=held).values_list(
        "programme", "role", "organisation__code"
    )
    for pk, role, code in rows:
        held[pk].append((Role(role), code))
    return {pk: _audience(programmes[pk], of) for pk, of in held.items()}


def _audience(programme: Programme, held: Sequence[tuple[Role, str]]) -> Audience:
    roles = {role for role, _code in held}
    if roles == {Role.AGENT}:
        return Audience(programme, frozenset(code for _role, code in held), sees_small=True)
    return Audience(programme, None, bool(roles & permissions.RULES["figures.view_small"]))


@dataclasses.dataclass(frozen=True)
class Selection:
    """Whose figures are asked for: some agents (None: all), one segment (None: all)."""

    agents: frozenset[str] | None = None
    segment: str | None = None

    @property
    def is_everybody(self) -> bool:
        return self.agents is None and self.segment is None

    def meets(self, other: "Selection") -> bool:
        """Whether somebody may be in both."""
        apart = self.agents is not None and other.agents is not None and self.agents.isdisjoint(other.agents)
        return not apart and (None in (self.segment, other.segment) or self.segment == other.segment)

    def takes(self, cell: Cell) -> bool:
        return (self.agents is None or cell.agent in self.agents) and self.segment in (None, cell.segment)


EVERYBODY = Selection()


@dataclasses.dataclass(frozen=True)
class Reading:
    """One target at the end of one period, for a selection. Where `hidden`, all figures are None.

    `stood_on` is the day on which they were measured, where they stand in the place of later ones that are too few.
    """

    period: str
    ends_on: date
    status: str
    people: int | None = None
    achieved: int | None = None
    actual: float | None = None
    low: float | None = None
    high: float | None = None
    expected: float | None = None
    minimum: float | None = None
    probability: float | None = None
    reason: str = ""
    hidden: bool = False
    stood_on: date | None = None
    starts_on: date | None = None

    @property
    def kept(self) -> str:
        """Of which day the figures are, in a sentence, where they are not the newest; otherwise empty."""
        return kept.words(self.stood_on) if self.stood_on and not self.hidden else ""


def cells_of(one: Measurement) -> list[Cell]:
    return [Cell(*cell) for cell in one.details["cells"]]


def figures_by(cells: Iterable[Cell], name: Callable[[Cell], str]) -> dict[str, Figure]:
    """Cells summed by agent or by segment, in the order of their names."""
    found: dict[str, Figure] = {}
    for cell in sorted(cells):
        found[name(cell)] = found.get(name(cell), NOBODY) + Figure(cell.people, cell.achieved)
    return found


def agent_of(cell: Cell) -> str:
    return cell.agent


def segment_of(cell: Cell) -> str:
    return cell.segment


def is_hidden(one: Measurement, selection: Selection, viewer: Audience) -> bool:
    """Whether the selection's figure is small, or could give a small one away, in the table of agents and segments.

    Those from whom small counts are hidden ask for one agent at a time or for all.
    """
    agent = next(iter(selection.agents)) if selection.agents else None
    return viewer.hidden.is_hidden(one.pk, (agent, selection.segment))


def scope_of(target: Target) -> Selection:
    """The selection that the target itself speaks of."""
    agents = None if target.agent is None else frozenset({target.agent.code})
    return Selection(agents, target.segment.code if target.segment else None)


def read(one: Measurement, selection: Selection, viewer: Audience) -> Reading:
    """The figures for a selection, with small counts hidden and others rounded as the source of the data asks."""
    first, last = one.period.starts_on, one.period.ends_on
    blank = Reading(one.period.code, last, one.status, stood_on=kept.stood_on(one), starts_on=first)
    if viewer.sees_small:
        return _read(one, selection, blank)
    if is_hidden(one, selection, viewer):
        return dataclasses.replace(blank, hidden=True, status=tracking.Status.TOO_FEW, reason=NOT_SHOWN)
    return _rounded(one, _read(one, selection, blank), viewer.hidden.rules.of(one.target.outcome.code))


def _rounded(one: Measurement, reading: Reading, rule: Rule) -> Reading:
    """Counts to the base of the rule. Shares stay as they are: they are shown only where their denominator is."""
    if rule.base == 1:
        return reading
    people = None if reading.people is None else rule.rounded(reading.people)
    achieved = None if reading.achieved is None else rule.rounded(reading.achieved)
    reading = dataclasses.replace(reading, people=people, achieved=achieved, reason=ROUNDED.format(rule.base))
    if one.target.measure == Target.Measure.RATE or achieved is None:
        return reading
    interval = stats.poisson_interval(achieved)
    return dataclasses.replace(reading, actual=float(achieved), low=interval.low, high=interval.high)


def _read(one: Measurement, selection: Selection, blank: Reading) -> Reading:
    cells = cells_of(one)
    if selection.is_everybody:
        return _stored(one, blank)
    part = [cell for cell in cells if selection.takes(cell)]
    people, achieved = sum(cell.people for cell in part), sum(cell.achieved for cell in part)
    if one.target.measure == Target.Measure.COUNT:
        return _counted(blank, people, achieved)
    return _judged(blank, one, people, achieved, sum(cell.matured for cell in part))


def _float(value: object) -> float | None:
    return None if value is None else float(str(value))


def _stored(one: Measurement, blank: Reading) -> Reading:
    return dataclasses.replace(
        blank,
        people=one.denominator,
        achieved=one.numerator,
        actual=_float(one.actual),
        low=_float(one.low),
        high=_float(one.high),
        expected=_float(one.expected) or None,
        minimum=_float(one.minimum),
        probability=_float(one.probability),
        reason=one.reason,
    )


def _counted(blank: Reading, people: int, achieved: int) -> Reading:
    """A number in the period for a part of the people: the contract sets no number for parts, so there is no status."""
    interval = stats.poisson_interval(achieved)
    return dataclasses.replace(
        blank,
        status=tracking.Status.TOO_FEW,
        people=people,
        achieved=achieved,
        actual=float(achieved),
        low=interval.low,
        high=interval.high,
        reason="The contract asks for a number from all together, not from each part.",
    )


def _judged(blank: Reading, one: Measurement, people: int, achieved: int, matured: float) -> Reading:
    target = one.target
    found = tracking.judge_rate(
        people=people,
        achieved=achieved,
        matured=matured,
        value=float(target.value),
        minimum=_float(target.minimum),
        fewest=1,
        higher_is_better=target.outcome.direction == "higher",
    )
    return dataclasses.replace(
        blank,
        status=found.status,
        people=people,
        achieved=achieved,
        actual=found.actual,
        low=found.low,
        high=found.high,
        expected=found.expected or None,
        minimum=found.minimum,
        probability=found.probability,
        reason=found.reason if people else "None of these people were far enough, or their data are late.",
    )


def name_of(target: Target) -> str:
    """The outcome with the segment and the agent that the target is narrowed to."""
    return " – ".join([target.outcome.name, *(str(one) for one in (target.segment, target.agent) if one)])


def label_of(target: Target) -> str:
    """The target's name, and what is measured."""
    measure = "rate" if target.measure == Target.Measure.RATE else "number in the period"
    return f"{name_of(target)} ({measure})"


def level_of(target: Target, value: float | None) -> str:
    """A figure of a target in its unit: a percentage of people, or a number."""
    if value is None:
        return formats.NOTHING
    if target.measure == Target.Measure.RATE:
        return formats.percent(value, 1)
    return formats.count(round(value, 1)).removesuffix(".0")
