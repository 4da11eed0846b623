"""What a table that is counted anew would tell beside the same table as it was told before, and what of it is hidden.

Data that come in late, or are taken back, move a table. Whoever kept the earlier figures subtracts them. So what moved
is a table itself, of the people by whom each place has moved, and small counts are hidden in it as in any other: by the
same decision, with the same protection from reasoning. How much of the earlier table was shown has no say: it is
decided as if all of it were known.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping

from delivery.domain import suppression
from delivery.domain.suppression import ACHIEVED, EVERYTHING, NOBODY, PEOPLE, Figure, Kind, Place, Rule

Table = Mapping[Place, Figure]
LAST = 3
"""With how many of the tables told last a later one is compared place by place. What differs by few from an older one
differs by few from these, or has not moved since and is hidden still; a figure that was shown is never forgotten."""


def hidden_places(earlier: Table, later: Table, rule: Rule, kind: Kind) -> frozenset[Place]:
    """The places of which the later table tells nothing, so that none tells that it has moved by a few.

    People, those who achieved and those who did not are each a table. Who came and who went count alike. Where nearly
    all have achieved it since, the whole alone is told: nothing that was hidden before could still be otherwise.
    """
    found: set[Place] = set()
    if kind is Kind.SHARE and any(
        _others(earlier.get(place, NOBODY)) >= rule.threshold > _others(figure) > 0 for place, figure in later.items()
    ):
        found |= later.keys() - {EVERYTHING}
    for moved in _moved(earlier, later, kind):
        table = suppression.with_totals({cell: Figure(abs(number), 0) for cell, number in moved.items()})
        if any(_is_few(figure.people, rule) for figure in table.values()):
            found |= suppression.hidden_places(table, Rule(rule.threshold), kind=Kind.COUNT, dear={EVERYTHING})
    return frozenset(found)


def may_follow(earlier: Table, later: Table, rule: Rule, kind: Kind) -> bool:
    """Whether the whole of the later table may be told, by and large: it has moved by nobody, or by more than a few."""
    return not differ_by_few(earlier, later, rule, kind) and EVERYTHING not in hidden_places(earlier, later, rule, kind)


def differ_by_few(earlier: Table, later: Table, rule: Rule, kind: Kind) -> bool:
    """Whether the whole of one table and of the other differ by a few."""
    return any(_is_few(sum(moved.values()), rule) for moved in _moved(earlier, later, kind))


def if_only_they_had_come(earlier: Table, first: Table, last: Table, kind: Kind) -> dict[Place, Figure]:
    """The table as it would stand if nobody had come but those by whom another table moved, from the first to the last.

    The other is of an earlier period: who came late in it is among those who came late in a later one. So the later
    table is compared with this one too, as it would tell of those who came in it alone. Events of one period are none
    of another, so that of them only the people go on.
    """
    shares = kind is Kind.SHARE
    found = {}
    for place in earlier.keys() | first.keys() | last.keys():
        own, before, now = (table.get(place, NOBODY) for table in (earlier, first, last))
        achieved = own.achieved + (now.achieved - before.achieved if shares else 0)
        found[place] = Figure(own.people + now.people - before.people, achieved)
    return found


def small_numbers(
    table: Table,
    rule: Rule,
    kind: Kind,
    before: Mapping[Place, Collection[Figure]],
    earlier: Iterable[Table],
) -> frozenset[str]:
    """Of people and of those who achieved: which have small counts in the table, or have moved by a few somewhere.

    Who did not achieve is known from the others, so that either number alone keeps them in the dark.
    """
    found = {
        PEOPLE if (ACHIEVED in secret.parts and len(secret.parts) > 1) or PEOPLE in secret.parts else ACHIEVED
        for secret in suppression.secrets(table, rule, kind, before)
    }
    for one in earlier:
        for name, moved in zip((PEOPLE, ACHIEVED, ACHIEVED), _moved(one, table, kind), strict=False):
            totals = suppression.with_totals({cell: Figure(abs(number), 0) for cell, number in moved.items()})
            if any(_is_few(figure.people, rule) for figure in totals.values()):
                found.add(name)
    return frozenset(found)


def still_hidden(
    earlier: Table, later: Table, hidden: Collection[Place], small: Collection[str], rule: Rule
) -> frozenset[Place]:
    """Of the places hidden in the earlier table, in which some numbers were small, those that stay hidden in the later.

    People are mostly only ever added. So a figure that is shown later bounds what was hidden from above, and by what is
    known to have come in since, from below. It may be shown if more than a few have come in both there and elsewhere in
    every total of it that was shown.
    """
    found: set[Place] = set()
    for name, moved in zip((PEOPLE, ACHIEVED), _moved(earlier, later, Kind.EVENTS), strict=True):
        if name in small:
            found |= {place for place in hidden if not _has_come(place, moved, hidden, rule)}
    return frozenset(found)


def _has_come(place: Place, moved: Mapping[tuple[str, str], int], hidden: Collection[Place], rule: Rule) -> bool:
    """Whether more than a few have come at the place, and elsewhere in each shown total of it and somebody else."""
    inside = {cell for cell in moved if _covers(place, cell)}
    if sum(moved[cell] for cell in inside) < rule.threshold:
        return False
    for total in {(place[0], None), (None, place[1]), EVERYTHING} - {place, *hidden}:
        beside = [number for cell, number in moved.items() if _covers(total, cell) and cell not in inside]
        if beside and sum(beside) < rule.threshold:
            return False
    return True


def _covers(place: Place, cell: tuple[str, str]) -> bool:
    return all(own in (None, other) for own, other in zip(place, cell, strict=True))


def _is_few(moved: int, rule: Rule) -> bool:
    return 0 < abs(moved) < rule.threshold


def _moved(earlier: Table, later: Table, kind: Kind) -> Iterator[dict[tuple[str, str], int]]:
    """For each number that figures are made of, by how much each cell has moved."""
    places = earlier.keys() | later.keys()
    cells = sorted({(row, column) for row, column in places if row is not None and column is not None})
    pairs = [(cell, earlier.get(cell, NOBODY), later.get(cell, NOBODY)) for cell in cells]
    yield {cell: now.people - before.people for cell, before, now in pairs}
    yield {cell: now.achieved - before.achieved for cell, before, now in pairs}
    if kind is Kind.SHARE:
        yield {cell: _others(now) - _others(before) for cell, before, now in pairs}


def _others(figure: Figure) -> int:
    return figure.people - figure.achieved
