"""What somebody who has every figure that is shown can find out about those that are not, by linear programming."""

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.optimize import linprog

from delivery.domain.networks import Place
from delivery.domain.suppression import Kind

Known = Mapping[Place, Mapping[str, float]]
"""By place, the parts of each figure that is shown."""


def covers(place: Place, cell: tuple[str, str]) -> bool:
    return all(own in (None, other) for own, other in zip(place, cell, strict=True))


def bounds(
    cells: Sequence[tuple[str, str]],
    shown: Known,
    place: Place,
    parts: Sequence[str],
    every_part: Sequence[str],
    at_most: Known | None = None,
) -> tuple[float, float]:
    """The least and the greatest sum of the parts at a place that agrees with all that is shown.

    `at_most` are limits that follow from words, such as that a target is off track.
    """
    columns = [(cell, part) for cell in cells for part in every_part]
    equations, values = [], []
    for where, known in shown.items():
        for part, value in known.items():
            equations.append([float(covers(where, cell) and part == other) for cell, other in columns])
            values.append(value)
    limits = [
        ([float(covers(where, cell) and part == other) for cell, other in columns], value)
        for where, known in (at_most or {}).items()
        for part, value in known.items()
    ]
    wanted = [float(covers(place, cell) and part in parts) for cell, part in columns]
    return range_of(wanted, equations, values, limits)


def range_of(
    wanted: Sequence[float],
    equations: Sequence[Sequence[float]],
    values: Sequence[float],
    limits: Sequence[tuple[Sequence[float], float]] = (),
) -> tuple[float, float]:
    """The least and the greatest of a weighted sum of numbers that are not below nought and solve the equations.

    The weighted sums of `limits` are at most what each is given with.
    """
    ends = []
    for sign in (1, -1):
        found = linprog(
            sign * np.array(wanted),
            A_eq=np.array(equations) if equations else None,
            b_eq=list(values) or None,
            A_ub=np.array([weights for weights, _value in limits]) if limits else None,
            b_ub=[value for _weights, value in limits] or None,
            bounds=(0, None),
            method="highs",
        )
        ends.append(sign * float(found.fun) if found.status == 0 and found.fun is not None else sign * -np.inf)
    return ends[0], ends[1]


def parts_of(kind: Kind) -> list[str]:
    return sorted({name for names in kind.sums for name in names})
