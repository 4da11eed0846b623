"""What is shown to somebody who may not see rows and looks on every day, by the product's own decision alone."""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from accounts.models import Organisation
from contracts.models import OutcomeDefinition, Period, Target
from delivery.domain.suppression import Figure, Kind, Place, Rule
from delivery.selectors.disclosure_rules import Rules
from monitoring.actions import telling
from monitoring.models import Measurement
from monitoring.selectors import shown, tables

PERIOD = Period(pk=1, code="2025-q4", starts_on=date(2025, 10, 1), ends_on=date(2025, 12, 31))
Cells = Mapping[tuple[str, str], Figure]


def target(key: int, measure: str, agent: str | None = None) -> Target:
    narrowed = Organisation(pk=1, code=agent) if agent else None
    return Target(pk=key, code=f"target-{key}", outcome=OutcomeDefinition(code="job"), measure=measure, agent=narrowed)


TARGETS = {
    Kind.SHARE: (target(1, "rate"), target(2, "rate", "southway")),
    Kind.EVENTS: (target(1, "count"), target(2, "count", "southway")),
}


def rules_of(rule: Rule) -> Rules:
    """The rule for every outcome."""
    return Rules((0, rule.threshold), rule, {}, {})


@dataclasses.dataclass(frozen=True)
class Shown:
    """What is shown of one measurement: the day on which it was made, and its figures by place among all."""

    day: int
    figures: dict[Place, Figure]


def measured(
    of: Target, day: int, cells: Cells, period: Period = PERIOD, cohorts: Sequence[Sequence[object]] = ()
) -> Measurement:
    own = of.agent.code if of.agent else None
    rows = [
        [*cell, one.people, one.achieved, float(one.people)] for cell, one in cells.items() if own in (None, cell[0])
    ]
    key = 100 * day + 10 * period.pk + of.pk
    return Measurement(
        pk=key, run_id=day, target=of, period=period, details={"cells": rows}, cohorts=[list(one) for one in cohorts]
    )


def told_of(
    days: Iterable[Sequence[Measurement]], rule: Rule, *, remembers: bool = True
) -> Iterator[tuple[Measurement, shown._Decision]]:
    """Every measurement of which anything is told, with the decision on it, when the monitor writes some each day."""
    rules = rules_of(rule)
    told: list[Measurement] = []
    decision = shown._Decision(rules)
    for new in days:
        if remembers:
            telling.decide_all(new, told, rules)
        else:
            decision = shown._Decision(rules)
        now = [one for one in new if one.is_told]
        told += now
        decision.take_all(now)
        yield from ((one, decision) for one in now)


def looked_at(days: Sequence[Cells], targets: Sequence[Target], rule: Rule, *, remembers: bool = True) -> list[Shown]:
    """What is shown of each measurement of which anything is told, when the monitor runs after each day."""
    runs = ([measured(of, day, cells) for of in targets] for day, cells in enumerate(days))
    found = []
    for one, decision in told_of(runs, rule, remembers=remembers):
        own, table = tables.scope_of(one), tables.table_of(one)
        places = table.keys() - decision.places[one.pk]
        shown_now = {(place[0] or own[0], place[1] or own[1]): table[place] for place in places}
        found.append(Shown(one.run_id, shown_now))
    return found
