"""Drawing a sample that anybody can draw again: from a seed and the list of claims alone, without a random generator.

Version 1 of the algorithm, written down in docs/verification.md with a worked example. Every claim has a key that is
the same wherever its programme is loaded. Equal chances: within a stratum, the claims with the smallest SHA-256 of
seed, stratum and key. Chances by value: claims in the order of those digests, laid end to end by their pence, and one
taken at every step of the same length from a start within the first step; those at least a step long are all taken.
"""

import dataclasses
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

ALGORITHM = 1
EQUAL = "equal"
BY_VALUE = "by_value"
SEPARATOR = "|"


@dataclasses.dataclass(frozen=True, order=True)
class Unit:
    """A claim of the population: its key, the stratum that it belongs to, and its pounds when it was listed."""

    key: str
    stratum: str
    value: Decimal = Decimal(0)

    @property
    def pence(self) -> int:
        return int(self.value * 100)

    @property
    def line(self) -> str:
        return f"{self.stratum}\t{self.key}\t{self.value:.2f}"


@dataclasses.dataclass(frozen=True, order=True)
class Drawn:
    """A claim of the sample. `certain`: its value alone is a step, so that it is checked whatever the seed."""

    stratum: str
    key: str
    value: Decimal
    certain: bool = False


def key(agent: str, participant: str, outcome: str, day: str, sequence: int) -> str:
    """What a claim is called in a drawing: the same in every system that its programme is loaded into."""
    return SEPARATOR.join((agent, participant, outcome, day, str(sequence)))


def text(units: Iterable[Unit]) -> str:
    """The population as text, one claim a line in order: what its digest is taken of."""
    return "".join(f"{unit.line}\n" for unit in sorted(units, key=lambda unit: (unit.stratum, unit.key)))


def read(population: str) -> list[Unit]:
    """The population from its text."""
    rows = (line.split("\t") for line in population.splitlines())
    return [Unit(found, stratum, Decimal(value)) for stratum, found, value in rows]


def digest(population: str) -> str:
    """SHA-256 of the population's text, in hexadecimal: whatever is added, taken out or changed gives another one."""
    return hashlib.sha256(population.encode()).hexdigest()


def draw(units: Iterable[Unit], sizes: Mapping[str, int], *, seed: str, method: str) -> list[Drawn]:
    """The sample: so many of each stratum, in order. The order in which the units are given makes no difference."""
    strata: defaultdict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        strata[unit.stratum].append(unit)
    found: list[Drawn] = []
    for stratum in sorted(strata):
        ranked = sorted(strata[stratum], key=lambda unit: (rank(seed, unit), unit.key))
        number = sizes.get(stratum, 0)
        found += _by_value(ranked, number, seed, stratum) if method == BY_VALUE else _equal(ranked, number)
    return sorted(found)


def rank(seed: str, unit: Unit) -> str:
    """What decides a claim's place: SHA-256 of seed, stratum and key, in hexadecimal."""
    return _sha(seed, unit.stratum, unit.key)


def _sha(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _equal(ranked: Sequence[Unit], number: int) -> list[Drawn]:
    return [Drawn(unit.stratum, unit.key, unit.value) for unit in ranked[:number]]


def certain(units: Iterable[Unit], number: int) -> tuple[list[Unit], list[Unit], Fraction]:
    """Those taken whatever the seed, the others, and the length of a step in pence for the others.

    Claims at least a step long are set aside and the step is taken anew of what is left, until none is as long.
    Claims without a value are not reached by a drawing by value and are in neither list.
    """
    left = [unit for unit in units if unit.pence > 0]
    aside: list[Unit] = []
    while left and number > len(aside):
        step = Fraction(sum(unit.pence for unit in left), number - len(aside))
        long = [unit for unit in left if unit.pence >= step]
        if not long:
            return aside, left, step
        aside += long
        left = [unit for unit in left if unit.pence < step]
    return aside, left, Fraction(0)


def _by_value(ranked: Sequence[Unit], number: int, seed: str, stratum: str) -> list[Drawn]:
    aside, left, step = certain(ranked, number)
    found = [Drawn(unit.stratum, unit.key, unit.value, certain=True) for unit in aside]
    if not step:
        return found
    point = step * int(_sha(seed, stratum, "start"), 16) / 2**256
    end = 0
    for unit in left:
        end += unit.pence
        if point < end:
            found.append(Drawn(unit.stratum, unit.key, unit.value))
            point += step
    return found


def stratum_code(agent: str, outcome: str, period: str, at_risk: bool) -> str:
    """What a stratum is called: the agent, what else it is kept apart by, and whether its claims ask questions."""
    parts = [agent, *(part for part in (outcome, period) if part)]
    return SEPARATOR.join([*parts, "risk"] if at_risk else parts)
