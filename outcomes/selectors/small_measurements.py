"""Measured figures as somebody reads them who neither sees rows nor measures.

The figures of agents for one metric and one period, and that of all agents, are a table with its total, decided on as a
whole. Behind a ratio stand those who are counted; a value without counts is made by the participants who had started by
the day on which it was measured, so that where they are few it would tell of single people. What was corrected is told
only where it tells of no few whom the correction moved.
"""

import dataclasses
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q

from accounts.models import User
from delivery.domain import suppression
from delivery.domain.suppression import EVERYTHING, NOT_SHOWN, Figure, Kind, Rule
from delivery.models import Participant
from delivery.selectors import disclosure_rules
from outcomes import permissions
from outcomes.models import Measurement
from outcomes.selectors.measurements import Shown
from stages.models import Programme

READ_WHOLE = ("rows.view", "measurement.report", "measurement.decide")
REST = ""
"""In the place of an agent: those of the total who stand in no figure of an agent."""

Behind = Mapping[int, Figure]
"""By measurement, those who stand behind it."""


def read(found: Sequence[Shown], viewer: User, programme: Programme) -> list[Shown]:
    """The figures as the person may read them; where counts are to be rounded, no ratio tells its own."""
    if not found or any(permissions.can(viewer, action, programme) for action in READ_WHOLE):
        return list(found)
    told = _told(programme, [one.measurement for one in found])
    return [one if one.measurement.pk in told else dataclasses.replace(one, figure=NOT_SHOWN) for one in found]


def _told(programme: Programme, asked: Iterable[Measurement]) -> set[int]:
    """Those of the figures asked for, and beside them, that are told."""
    of = {(one.metric, one.covers) for one in asked}
    beside = Measurement.objects.filter(
        programme=programme,
        metric__in={metric for metric, _covers in of},
        covers__in={covers for _metric, covers in of},
    ).select_related("agent")
    groups: dict[tuple[str, str], list[Measurement]] = defaultdict(list)
    for one in beside.order_by("pk"):
        if (one.metric, one.covers) in of:
            groups[one.metric, one.covers].append(one)
    behind = _behind(programme, [one for group in groups.values() for one in group])
    rule = disclosure_rules.rules(programme).other
    return {key for group in groups.values() for key in _told_of(group, behind, rule)}


def _behind(programme: Programme, every: Collection[Measurement]) -> Behind:
    """Of a ratio, what is counted among how many; of a value, the participants who had started by its day."""
    started = _started(programme, sorted({one.measured_on for one in every if one.denominator is None}))
    found = {}
    for one in every:
        if one.numerator is not None and one.denominator is not None:
            found[one.pk] = Figure(_whole(one.denominator), _whole(one.numerator))
        else:
            by_agent = started[one.measured_on]
            people = sum(by_agent.values()) if one.agent_id is None else by_agent.get(one.agent_id, 0)
            found[one.pk] = Figure(people, 0)
    return found


def _whole(count: Decimal) -> int:
    """A part of one is one; beyond that parts are left out."""
    return max(int(abs(count)), 1 if count else 0)


def _started(programme: Programme, days: Sequence[date]) -> dict[date, dict[int, int]]:
    """By day, how many participants of each agent had started."""
    if not days:
        return {}
    each = {f"by_{place}": Count("pk", filter=Q(started_on__lte=day)) for place, day in enumerate(days)}
    rows = Participant.objects.filter(programme=programme).order_by().values_list("agent").annotate(**each)
    found: dict[date, dict[int, int]] = {day: {} for day in days}
    for agent, *numbers in rows.values_list("agent", *each):
        for day, number in zip(days, numbers, strict=True):
            found[day][agent] = number
    return found


def _told_of(group: Sequence[Measurement], behind: Behind, rule: Rule) -> set[int]:
    """Of all figures of one metric for one period, in the order in which they were reported, those that are told.

    One that was corrected is told beside the one that stands, if neither it nor their difference is small.
    """
    if rule.base > 1 and any(one.denominator is not None for one in group):
        return set()
    last = {one.agent_id: one for one in group}
    hidden = _hidden(last, behind, rule)
    told = {one.pk for agent, one in last.items() if agent not in hidden}
    for one in group:
        now = last[one.agent_id]
        if one.agent_id not in hidden and one is not now and not _is_small(one, behind, rule):
            moved = {EVERYTHING: [behind[now.pk]]}
            if not suppression.secrets({EVERYTHING: behind[one.pk]}, rule, _kind([one, now]), moved):
                told.add(one.pk)
    return told


def _hidden(last: Mapping[int | None, Measurement], behind: Behind, rule: Rule) -> set[int | None]:
    """The agents whose figure is hidden; None: that of all agents."""
    small = {agent for agent, one in last.items() if _is_small(one, behind, rule)}
    cells = {str(agent): behind[one.pk] for agent, one in last.items() if agent is not None}
    whole, parts = last.get(None), sum(cells.values(), suppression.NOBODY)
    names = {str(agent) for agent in small}
    if whole is not None:
        rest = Figure(behind[whole.pk].people - parts.people, behind[whole.pk].achieved - parts.achieved)
        if rest.people < 0 or not rest.achieved >= 0:
            return small  # they are no parts of it, so that nobody can subtract them
        cells[REST] = rest
        names.add(REST)
    table = suppression.with_totals({(name, ""): one for name, one in cells.items()})
    shut = {place for place in table if place[0] in names or (place[0] is None and (whole is None or None in small))}
    places = suppression.hidden_places(table, rule, kind=_kind(last.values()), closed=shut)
    return {agent for agent in last if (EVERYTHING if agent is None else (str(agent), None)) in places}


def _is_small(one: Measurement, behind: Behind, rule: Rule) -> bool:
    """Whether those who were counted, all of them, or those who were not, are few."""
    figure = behind[one.pk]
    if one.denominator is None:
        return rule.is_small(figure.people)
    return any(rule.is_small(count) for count in (figure.people, figure.achieved, abs(figure.people - figure.achieved)))


def _kind(every: Iterable[Measurement]) -> Kind:
    """How the counts behind figures of one metric belong together."""
    ratios = [(one.numerator, one.denominator) for one in every]
    if any(counted is None or of is None for counted, of in ratios):
        return Kind.SO_FAR
    return (
        Kind.SHARE if all(0 <= counted <= of for counted, of in ratios if counted is not None and of) else Kind.EVENTS
    )
