"""Whether two people who apply a definition to the same cases come to the same answers.

The first of the six characteristics (Webster 2016) asks for an outcome that is clear; twenty written cases, decided by
two people who do not know each other's answers, show whether it is. From which share on a definition counts as clear
is our own measure: 18 of 20.
"""

import dataclasses
import hashlib
import itertools
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from contracts.domain import differences, words
from contracts.domain.clauses import Outcome

COUNTS, DOES_NOT_COUNT, CANNOT_TELL = "counts", "does_not_count", "cannot_tell"
ANSWERS = {COUNTS: "Counts", DOES_NOT_COUNT: "Does not count", CANNOT_TELL: "Cannot tell"}
FEWEST_CASES, MOST_CASES = 20, 100
FEWEST_PEOPLE, MOST_PEOPLE = 2, 5
CLEAR, UNCLEAR = Fraction(9, 10), Fraction(3, 4)
SUBSTANTIAL = Decimal("0.6")
Z = Decimal("1.959964")
DECIDES = (
    "Name", "Kind", "Direction", "Definition", "Numerator", "Denominator", "Unit", "Event date", "Window", "At most",
    "Counts with", "Evidence", "Kinds of evidence", "Who can achieve it", "Counts only where",
    "Closing of the cohort",
)  # fmt: skip
"""The statements of a definition by which a case is decided. Prices, baselines and reasons are none of them."""

Answers = Mapping[int, str]
"""The answer to each case, by its number."""


def statements(outcome: Outcome) -> words.Rows:
    """What somebody reads who decides cases."""
    return [row for row in differences.outcome_rows(outcome) if row[0] in DECIDES]


def digest(outcome: Outcome) -> str:
    """SHA-256 of those statements: a test of them says nothing about others."""
    text = json.dumps(statements(outcome), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@dataclasses.dataclass(frozen=True)
class Interval:
    """From `low` to `high`, with a confidence of 95%."""

    low: Decimal
    high: Decimal


@dataclasses.dataclass(frozen=True)
class Pair:
    """How far two people agree. `kappa` is None where each put every case under one and the same answer.

    `interval` is that of the share of cases on which they agree; `kappa_interval` that of kappa, None where it cannot
    be worked out.
    """

    cases: int
    agreed: int
    interval: Interval
    kappa: Decimal | None
    kappa_interval: Interval | None

    @property
    def share(self) -> Fraction:
        return Fraction(self.agreed, self.cases)


def pairs(people: Sequence[Answers]) -> list[Pair]:
    """Every two of the people, in the order in which they began."""
    return [compare(one, other) for one, other in itertools.combinations(people, 2)]


def compare(one: Answers, other: Answers) -> Pair:
    """The agreement of two people over the cases that both decided.

    Kappa is Cohen's (A coefficient of agreement for nominal scales, 1960): (pₒ − pₑ) ÷ (1 − pₑ), where pₒ is the share
    of cases on which they agree and pₑ the share expected if each kept the shares of their answers and gave them by
    chance.
    """
    numbers = sorted(set(one) & set(other))
    if not numbers:
        raise ValueError("There is no case that both decided.")
    total = len(numbers)
    cells = Counter((one[number], other[number]) for number in numbers)
    agreed = sum(times for (first, second), times in cells.items() if first == second)
    first, second = _margins(cells)
    expected = sum((Fraction(first[answer] * second[answer], total**2) for answer in ANSWERS), Fraction(0))
    kappa = None if expected == 1 else (Fraction(agreed, total) - expected) / (1 - expected)
    return Pair(
        cases=total,
        agreed=agreed,
        interval=wilson(agreed, total),
        kappa=None if kappa is None else _decimal(kappa),
        kappa_interval=None if kappa is None else _interval(cells, total, kappa, expected),
    )


def _margins(cells: Counter[tuple[str, str]]) -> tuple[Counter[str], Counter[str]]:
    first: Counter[str] = Counter()
    second: Counter[str] = Counter()
    for (mine, theirs), times in cells.items():
        first[mine] += times
        second[theirs] += times
    return first, second


def _interval(cells: Counter[tuple[str, str]], total: int, kappa: Fraction, expected: Fraction) -> Interval | None:
    """The large-sample interval of kappa (Fleiss, Cohen and Everitt, Large sample standard errors of kappa, 1969).

    Variance = [Σᵢ pᵢᵢ(1 − (pᵢ. + p.ᵢ)(1 − κ))² + (1 − κ)² Σᵢ≠ⱼ pᵢⱼ(p.ᵢ + pⱼ.)² − (κ − pₑ(1 − κ))²] ÷ [n(1 − pₑ)²].
    None where it is nought, as with full agreement: the formula then says nothing about so few cases.
    """
    first, second = _margins(cells)
    rows = {answer: Fraction(first[answer], total) for answer in ANSWERS}
    columns = {answer: Fraction(second[answer], total) for answer in ANSWERS}
    spread = Fraction(0)
    for (mine, theirs), times in cells.items():
        share = Fraction(times, total)
        if mine == theirs:
            spread += share * (1 - (rows[mine] + columns[mine]) * (1 - kappa)) ** 2
        else:
            spread += (1 - kappa) ** 2 * share * (columns[mine] + rows[theirs]) ** 2
    spread -= (kappa - expected * (1 - kappa)) ** 2
    variance = spread / (total * (1 - expected) ** 2)
    if variance <= 0:
        return None
    reach = Z * _decimal(variance).sqrt()
    return Interval(max(Decimal(-1), _decimal(kappa) - reach), min(Decimal(1), _decimal(kappa) + reach))


def wilson(successes: int, total: int) -> Interval:
    """The score interval of a share (Wilson, Probable inference, 1927): it holds for few cases and for full marks."""
    share, square = Decimal(successes) / total, Z * Z
    centre = (share + square / (2 * total)) / (1 + square / total)
    reach = Z * (share * (1 - share) / total + square / (4 * total * total)).sqrt() / (1 + square / total)
    return Interval(max(Decimal(0), centre - reach), min(Decimal(1), centre + reach))


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


@dataclasses.dataclass(frozen=True)
class Tried:
    """What the latest finished test of an outcome's definition says: of the two who agree least.

    `current` is False where the definition has been worded otherwise since.
    """

    cases: int
    agreed: int
    kappa: Decimal | None
    current: bool

    @property
    def is_clear(self) -> bool:
        """18 of 20 or more, and more than chance would bring."""
        return Fraction(self.agreed, self.cases) >= CLEAR and (self.kappa is None or self.kappa >= SUBSTANTIAL)

    @property
    def is_unclear(self) -> bool:
        """Fewer than 15 of 20."""
        return Fraction(self.agreed, self.cases) < UNCLEAR


def least(people: Sequence[Answers], *, current: bool) -> Tried:
    """The result by which a definition is judged: that of the two who agree least."""
    one = min(pairs(people), key=lambda pair: (pair.share, pair.kappa if pair.kappa is not None else Decimal(1)))
    return Tried(one.cases, one.agreed, one.kappa, current)


def advice(people: Sequence[Answers]) -> list[str]:
    """What the answers themselves say is to be changed; nothing where all agree and could tell."""
    numbers = sorted(set.intersection(*(set(one) for one in people)))
    given = {number: {one[number] for one in people} for number in numbers}
    unsure = [number for number in numbers if CANNOT_TELL in given[number]]
    opposed = [number for number in numbers if {COUNTS, DOES_NOT_COUNT} <= given[number]]
    found = []
    if opposed:
        found.append(
            f"{_cases(opposed)} counted for one and not for another: they read the same words as opposite rules. Write "
            "the rule that decides between them into the definition."
        )
    if unsure:
        found.append(
            f"In {_cases(unsure).lower()} somebody could not tell: the definition is silent there, or the evidence "
            "does not show it. Say what decides, or which record does."
        )
    answers = set().union(*given.values()) - {CANNOT_TELL}
    if len(answers) == 1:
        found.append(
            "Every case falls the same way, so the cases hardly try the definition. Write some that are close to its "
            "edges, on both sides."
        )
    return found


def _cases(numbers: Sequence[int]) -> str:
    return f"{'Case' if len(numbers) == 1 else 'Cases'} {words.listed(map(str, numbers))}"
