"""What was shown of months of start, alone and summed up, period after period and run after run; and what follows.

Closed cohorts are counted by month of start. A total is a sum of months, and months that are shown one by one give the
sum of any of them. People are only ever added to a month, and whoever has achieved by the end of a period has by that
of a later one. So what was shown of the same months before, in the same period or an earlier one, bounds them from
below; and by how much they have moved since is a number of people, as small counts are.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from delivery.domain import suppression
from delivery.domain.suppression import NOBODY, Figure, Kind, Place, Rule

LAST = 3
"""With how many of the runs that told a period last the movements of other periods since are subtracted."""

Months = Mapping[Place, Figure]
Thing = tuple[str, str]
Group = frozenset[Place]


@dataclass(frozen=True)
class Sum:
    """What was shown of some months together, in a period that starts on a day, by a run of the monitor."""

    run: int
    period: int
    starts_on: date
    months: Group
    figure: Figure


class MonthMemory:
    """Everything that was shown of the months of a programme."""

    def __init__(self) -> None:
        self.sums: dict[Thing, list[Sum]] = defaultdict(list)
        self.last: dict[tuple[int, Group], int] = {}
        self.people: dict[Group, set[int]] = defaultdict(set)
        self.closed: set[tuple[Thing, int]] = set()

    def keep(self, thing: Thing, run: int, period: int, starts_on: date, shown: Mapping[Group, Figure]) -> None:
        """From now on, these are known, and how many people are in one sum and not in another.

        As many start in a month whatever outcome is asked of them, and in whatever period.
        """
        for months, figure in shown.items():
            self.sums[thing].append(Sum(run, period, starts_on, months, figure))
            self.last[period, months] = figure.people
            self.people[months].add(figure.people)
            for (_period, part), people in self.last.items():
                if part < months:
                    self.people[months - part].add(figure.people - people)
        if one_by_one := {month: figure for months, figure in shown.items() if len(months) == 1 for month in months}:
            for rest, people in self._rests(one_by_one):
                self.people[rest].add(people)

    def close(self, thing: Thing, period: int) -> None:
        """From now on the months of the period are not shown: a total was told of it without them."""
        self.closed.add((thing, period))

    def may_show(self, thing: Thing, period: int, day: date, months: Months, rule: Rule) -> bool:
        """Whether the months may be shown one by one: none is small, nor has any sum of them moved by a few.

        Once a total of the period was told without its months, later ones would bound those that were small then.
        """
        if (thing, period) in self.closed or suppression.secrets(months, rule, Kind.SHARE, {}):
            return False
        for group, before in self._before(thing, period, day, months).items():
            now = _sum(months, group)
            if any(_few(now.people - one.people, rule) or _few(now.achieved - one.achieved, rule) for one in before):
                return False
        if any(
            _few(_sum(months, group).people - number, rule)
            for group, numbers in self.people.items()
            if group <= months.keys()
            for number in numbers
        ):
            return False
        return not self._tells_of_others(thing, day, months, rule)

    def _tells_of_others(self, thing: Thing, day: date, months: Months, rule: Rule) -> bool:
        """Whether few are left of a sum that was told of them and of months whose follow-up has ended since.

        As many started in a month whichever period is asked of them, and who had not achieved it by the end of a later
        one had not by that of an earlier one.
        """
        for rest, people in self._rests(months):
            if _few(people, rule) or any(_few(people - known, rule) for known in self.people.get(rest, ())):
                return True
        last = {(one.period, one.months): one for one in self.sums.get(thing, ()) if one.starts_on < day}
        return any(
            _few(_others(one.figure) - _others(_sum(months, one.months.intersection(months))), rule)
            for one in last.values()
            if one.months.intersection(months) and one.months.difference(months)
        )

    def _rests(self, months: Months) -> Iterator[tuple[Group, int]]:
        """Of each sum told last that goes beyond some of the months: the others in it, and how many people they are."""
        for (_period, group), people in self.last.items():
            rest = group.difference(months)
            if rest and rest != group:
                yield rest, people - _sum(months, group - rest).people

    def floors(self, thing: Thing, period: int, day: date, months: Months) -> set[Figure]:
        """What is known of all the months together, at the least: of each by itself, or of some of them as a sum."""
        before = self._before(thing, period, day, months)
        of_months = {month: self._floor(before, frozenset({month}), months) for month in months}
        found = {sum(of_months.values(), NOBODY)}
        for group in before.keys() | {one for one in self.people if one <= months.keys()}:
            rest = (floor for month, floor in of_months.items() if month not in group)
            found.add(sum(rest, self._floor(before, group, months)))
        return found

    def _floor(self, before: Mapping[Group, set[Figure]], group: Group, months: Months) -> Figure:
        """The most that was shown of them, and not more than there is."""
        now, known = _sum(months, group), before.get(group, set())
        people = {one.people for one in known} | self.people.get(group, set())
        return Figure(
            max((number for number in people if number <= now.people), default=0),
            max((one.achieved for one in known if one.achieved <= now.achieved), default=0),
        )

    def _before(self, thing: Thing, period: int, day: date, months: Months) -> dict[Group, set[Figure]]:
        """What was shown of the months, by the same period and earlier ones; and what this period showed, as it would
        stand if nobody had come since but those who are known to have come in an earlier period.
        """
        known = [one for one in self.sums.get(thing, ()) if one.starts_on <= day and one.months <= months.keys()]
        found: dict[Group, set[Figure]] = defaultdict(set)
        for one in known:
            found[one.months].add(one.figure)
        own = [one for one in known if one.period == period]
        last = sorted({one.run for one in own})[-LAST:]
        earlier = _by_group([one for one in known if one.starts_on < day])
        for one in own:
            if one.run in last:
                found[one.months] |= set(_moved(one, earlier))
        return found


def _by_group(known: list[Sum]) -> list[list[Sum]]:
    """What was shown of the same months in the same period, run after run, where it has moved."""
    found: dict[tuple[int, Group], list[Sum]] = defaultdict(list)
    for one in known:
        found[one.period, one.months].append(one)
    return [rows for rows in found.values() if len({one.figure for one in rows}) > 1]


def _moved(before: Sum, earlier: list[list[Sum]]) -> Iterator[Figure]:
    for rows in earlier:
        then = [one for one in rows if one.run <= before.run]
        if then and rows[-1].months <= before.months and rows[-1].figure != then[-1].figure:
            now, first = rows[-1].figure, then[-1].figure
            figure = before.figure
            yield Figure(figure.people + now.people - first.people, figure.achieved + now.achieved - first.achieved)


def _sum(months: Months, group: Group) -> Figure:
    return sum((months[month] for month in group), NOBODY)


def _others(figure: Figure) -> int:
    return figure.people - figure.achieved


def _few(moved: int, rule: Rule) -> bool:
    return 0 < abs(moved) < rule.threshold
