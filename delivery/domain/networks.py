"""A table of two ways with its totals as a network, and how far a hidden figure of it could be from the truth.

Every figure is an edge: a cell leads from its row to its column, the total of a row from the source to the row, the
total of a column from the column to the sink, the total of all from the sink back to the source. That totals are the
sums of their cells says that as much flows into each node as out of it. Whoever knows the shown figures and that no
figure is below nought knows exactly this: hidden figures may be anything that keeps the flow in balance. So the
greatest value that a hidden figure could have is its own and the greatest flow round it through other hidden figures
(Ford and Fulkerson); it is found exactly and in whole numbers, and no better bound exists.
"""

import heapq
import itertools
import sys
from collections import defaultdict, deque
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property

Place = tuple[str | None, str | None]
"""Where a figure stands in a table of two ways: its row and its column; None is the total over them."""

Node = tuple[str, str | None]
Step = tuple[Place, bool]
"""A figure on a way round, and whether it is passed from tail to head, so that it rises."""

SOURCE: Node = ("source", None)
SINK: Node = ("sink", None)
EVERYTHING: Place = (None, None)
UNBOUNDED = sys.maxsize


def tail(place: Place) -> Node:
    row, column = place
    if row is not None:
        return ("row", row) if column is not None else SOURCE
    return ("column", column) if column is not None else SINK


def head(place: Place) -> Node:
    row, column = place
    if column is not None:
        return ("column", column) if row is not None else SINK
    return ("row", row) if row is not None else SOURCE


@dataclass(frozen=True)
class Network:
    """One kind of count at every place of a table, the totals among them; all are whole and at least nought.

    `below` and `above` are how far figures could at most lie below their values, and above, where more is known of them
    than that they are not less than nought.
    """

    values: Mapping[Place, int]
    below: Mapping[Place, int] = field(default_factory=dict)
    above: Mapping[Place, int] = field(default_factory=dict)

    @cached_property
    def _steps(self) -> dict[Node, list[tuple[Node, Step]]]:
        """From each node, the nodes that one figure leads to: forwards it rises, backwards it falls."""
        found: dict[Node, list[tuple[Node, Step]]] = defaultdict(list)
        for place in self.values:
            found[tail(place)].append((head(place), (place, True)))
            found[head(place)].append((tail(place), (place, False)))
        return found

    def rise(self, place: Place, hidden: Collection[Place], most: int) -> int:
        """How far a hidden figure could lie above its value as far as the shown ones tell; counted up to `most`."""
        return self._around(place, head(place), tail(place), hidden, min(most, self.above.get(place, most)))

    def fall(self, place: Place, hidden: Collection[Place], most: int) -> int:
        """How far a hidden figure could lie below its value as far as the shown ones tell; counted up to `most`."""
        return self._around(place, tail(place), head(place), hidden, min(most, self.room(place, rises=False)))

    def room(self, place: Place, *, rises: bool, moved: int = 0) -> int:
        """How far the figure at a place could rise, or fall, for all that is known of it alone, after it has moved."""
        if rises:
            return self.above.get(place, UNBOUNDED) - moved
        return min(self.values[place], self.below.get(place, UNBOUNDED)) + moved

    def _around(self, place: Place, start: Node, end: Node, hidden: Collection[Place], most: int) -> int:
        moved: dict[Place, int] = defaultdict(int)
        total = 0
        while total < most:
            way = self._way(place, start, end, hidden, moved)
            if way is None:
                break
            room = min([most - total, *(self.room(one, rises=rises, moved=moved[one]) for one, rises in way)])
            for one, rises in way:
                moved[one] += room if rises else -room
            total += room
        return total

    def _way(
        self, place: Place, start: Node, end: Node, hidden: Collection[Place], moved: Mapping[Place, int]
    ) -> list[Step] | None:
        """The shortest way from one node to another over hidden figures that can still give way."""
        came: dict[Node, tuple[Node, Step]] = {}
        waiting = deque([start])
        while waiting:
            node = waiting.popleft()
            for other, (one, rises) in self._steps[node]:
                if one == place or one not in hidden or other in came or other == start:
                    continue
                if self.room(one, rises=rises, moved=moved.get(one, 0)) > 0:
                    came[other] = node, (one, rises)
                    if other == end:
                        return _back(came, start, end)
                    waiting.append(other)
        return None

    def cheapest(self, place: Place, costs: Mapping[Place, int]) -> list[Place]:
        """The figures on the cheapest way round a place on which it could rise; empty where there is none.

        Places without a cost cannot be passed. Hidden ones should cost nothing.
        """
        start, end = head(place), tail(place)
        order = itertools.count()
        heap: list[tuple[int, int, Node]] = [(0, next(order), start)]
        best: dict[Node, int] = {start: 0}
        came: dict[Node, tuple[Node, Step]] = {}
        while heap:
            cost, _order, node = heapq.heappop(heap)
            if node == end:
                return [one for one, _rises in _back(came, start, end)]
            if cost > best[node]:
                continue
            for other, (one, rises) in self._steps[node]:
                if one == place or one not in costs or self.room(one, rises=rises) <= 0:
                    continue
                whole = cost + costs[one]
                if whole < best.get(other, whole + 1):
                    best[other] = whole
                    came[other] = node, (one, rises)
                    heapq.heappush(heap, (whole, next(order), other))
        return []


def _back(came: Mapping[Node, tuple[Node, Step]], start: Node, end: Node) -> list[Step]:
    way, node = [], end
    while node != start:
        node, step = came[node]
        way.append(step)
    return way
