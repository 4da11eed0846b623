"""Figures of a simulation in words: the middle of all runs, what eight of ten lie between, how likely something is."""

import dataclasses
from collections.abc import Mapping

from govuk import formats

Bands = Mapping[str, float]
Row = tuple[str, ...]
LONGEST_LABEL = 20
JOINED = "\u2060"  # no line ends between a sign and its amount


@dataclasses.dataclass(frozen=True)
class Figures:
    """A table of words: its name, its columns, its rows (the first cell is the row's name)."""

    name: str
    columns: Row
    rows: tuple[Row, ...]


def pounds(amount: float) -> str:
    return formats.pounds(round(amount)).replace("−", f"−{JOINED}")


def likely(bands: Bands) -> str:
    """The middle of all runs, and in brackets what eight of ten lie between: £1,500 (£1,000 to £2,000)."""
    if round(bands["low"]) == round(bands["high"]):
        return pounds(bands["middle"])
    return f"{pounds(bands['middle'])} ({pounds(bands['low'])} to {pounds(bands['high'])})"


def chance(share: float | None) -> str:
    if share is None:
        return formats.NOTHING
    if 0 < share < 0.01:
        return "under 1%"
    return "over 99%" if 0.99 < share < 1 else formats.percent(share)


def number(bands: Bands) -> str:
    return f"{formats.count(round(bands['middle']))}"


def between(bands: Bands) -> str:
    return f"{pounds(bands['low'])} to {pounds(bands['high'])} in eight of ten runs"


def short(name: str) -> str:
    return name if len(name) <= LONGEST_LABEL else f"{name[: LONGEST_LABEL - 1].rstrip()}…"


def changed(amount: float, usual: float | None) -> str:
    if usual is None:
        return pounds(amount)
    return f"{pounds(amount)} ({f'+{JOINED}' if amount >= usual else ''}{pounds(amount - usual)})"


def more(number: float | None, usual: float | None) -> str:
    if number is None:
        return formats.NOTHING
    told = formats.count(round(number))
    if usual is None:
        return told
    difference = round(number) - round(usual)
    sign = "+" if difference >= 0 else "−"
    return f"{told} ({sign}{formats.count(abs(difference))})"
