"""One line of the table of quality.md: work measured beside its rival or its limit, in the same run."""

import dataclasses
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal, TypedDict


class Line(TypedDict):
    """The form of bench/results.json."""

    work: str
    rows: int
    seconds: float
    reference: str
    reference_seconds: float
    ratio: float
    bar: str
    holds: bool


@dataclasses.dataclass(frozen=True)
class Measurement:
    """How long a piece of work took beside its reference, for as many rows, and the bar that the ratio must hold.

    `at_most`: the work may take no more than `limit` times the reference's time (ratio = work ÷ reference).
    `at_least`: the work must be `limit` times as fast as the reference (ratio = reference ÷ work).
    """

    work: str
    rows: int
    seconds: float
    reference: str
    reference_seconds: float
    kind: Literal["at_most", "at_least"]
    limit: float

    @property
    def ratio(self) -> float:
        slow, fast = (self.seconds, self.reference_seconds)
        return slow / fast if self.kind == "at_most" else fast / slow

    @property
    def holds(self) -> bool:
        return self.ratio <= self.limit if self.kind == "at_most" else self.ratio >= self.limit

    @property
    def bar(self) -> str:
        if self.kind == "at_most":
            return f"at most {self.limit:g} × the reference's time"
        return f"at least {self.limit:g} × as fast as the reference"

    def line(self) -> Line:
        return Line(
            work=self.work,
            rows=self.rows,
            seconds=round(self.seconds, 3),
            reference=self.reference,
            reference_seconds=round(self.reference_seconds, 3),
            ratio=round(self.ratio, 3),
            bar=self.bar,
            holds=self.holds,
        )


@contextmanager
def stopwatch() -> Iterator[Callable[[], float]]:
    """`with stopwatch() as seconds: …` and then `seconds()`: how long the block took."""
    began = time.perf_counter()
    ended: list[float] = []
    yield lambda: (ended[0] if ended else time.perf_counter()) - began
    ended.append(time.perf_counter())
