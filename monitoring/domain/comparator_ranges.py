"""What schemes elsewhere planned, took and paid, as ranges: lowest, middle and highest, each with its scheme."""

import dataclasses
import statistics
from collections.abc import Iterable, Sequence
from decimal import Decimal

from monitoring.domain.comparators import Fact, Reading

DISPUTED = "DISPUTED"
PEOPLE, REACHED, MONTHS, PRICE, MOST = "people", "reached", "months", "price", "most"
WORDS = {
    PEOPLE: "People planned",
    REACHED: "People reached",
    MONTHS: "Months of service",
    PRICE: "Price for one outcome",
    MOST: "Most to be paid in all",
}
MOST_LABELS = ("Most that outcome payers may pay", "Value of the contract")


@dataclasses.dataclass(frozen=True)
class Figure:
    """A figure of one scheme; `number` is that of its comparator."""

    number: int
    title: str
    value: Decimal
    about: str = ""


@dataclasses.dataclass(frozen=True)
class Range:
    """The figures of one kind, lowest first. `currency` is empty where they are no money."""

    code: str
    currency: str
    figures: tuple[Figure, ...]

    @property
    def name(self) -> str:
        return f"{WORDS[self.code]} ({self.currency})" if self.currency else WORDS[self.code]

    @property
    def low(self) -> Figure:
        return self.figures[0]

    @property
    def high(self) -> Figure:
        return self.figures[-1]

    @property
    def middle(self) -> Decimal:
        return statistics.median(figure.value for figure in self.figures)

    @property
    def schemes(self) -> int:
        return len({figure.number for figure in self.figures})


def ranges(readings: Sequence[tuple[int, Reading]]) -> list[Range]:
    """The ranges of all that is stated, in the order of `WORDS`. What is disputed is left out; so is nought."""
    found: dict[tuple[str, str], list[Figure]] = {}
    for number, reading in readings:
        for code, currency, value, about in _stated(reading):
            found.setdefault((code, currency), []).append(Figure(number, reading.title, value, about))
    order = list(WORDS)
    return [
        Range(code, currency, tuple(sorted(them, key=lambda figure: (figure.value, figure.number))))
        for (code, currency), them in sorted(found.items(), key=lambda entry: (order.index(entry[0][0]), entry[0][1]))
    ]


def _stated(reading: Reading) -> Iterable[tuple[str, str, Decimal, str]]:
    for code, fact in ((PEOPLE, reading.people_planned), (REACHED, reading.people_actual)):
        if (value := _value(fact)) is not None:
            yield code, "", value, ""
    if reading.months:
        yield MONTHS, "", reading.months, ""
    for outcome in reading.outcomes:
        for price in outcome.prices:
            if (value := _value(price.amount)) is not None:
                yield PRICE, price.currency or "currency not stated", value, outcome.name
    most = [
        (one.currency, value) for one in reading.money if one.label in MOST_LABELS and (value := _value(one.amount))
    ]
    for currency, value in most:
        yield MOST, currency or "currency not stated", value, ""


def _value(fact: Fact | None) -> Decimal | None:
    if fact is None or fact.status == DISPUTED:
        return None
    return fact.number if fact.number is not None and fact.number > 0 else None
