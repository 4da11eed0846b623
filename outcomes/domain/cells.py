"""Cells to values. Each parser returns the value as text for the database, or the flaw found in the cell.

Parsers are dictionaries that fill themselves: the same few thousand dates and numbers come again and again in a file,
and looking one up is many times faster than reading it. A dictionary that grows beyond its bound starts afresh.
"""

import abc
import dataclasses
import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

BOUND = 100_000
REFERENCE_LENGTH = 64
EVIDENCE_REFERENCE_LENGTH = 200
LARGEST_SEQUENCE = 32_767
LARGEST_VALUE = Decimal("10000000000")
INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
"""Marks without a width, which come along when something is copied; nobody could see them to remove them."""
FORMULA_SIGNS = frozenset("=+-@＝＋－＠")
SERIAL_EPOCH = date(1899, 12, 30)
SERIALS = range(36_526, 73_051)  # 1 January 2000 to 31 December 2099 in the calendar of a spreadsheet

_TIME = r"(?:[T ]{1,2}(?:00:00(?::00(?:\.0+)?)?Z|(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?))?"
"""A time of the day at the place, which is passed over. Of one in another zone nobody can tell whose day it is in."""
_ISO = re.compile(rf"(\d{{4}})-(\d{{1,2}})-(\d{{1,2}}){_TIME}\Z", re.ASCII)
_SLASHED = re.compile(rf"(\d{{1,2}})/(\d{{1,2}})/(\d{{4}}){_TIME}\Z", re.ASCII)
_TWO_DIGIT_YEAR = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2}\Z", re.ASCII)
_SERIAL = re.compile(r"\d{5}(\.0+)?\Z", re.ASCII)
_THOUSANDS = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?\Z", re.ASCII)
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,2})?\Z", re.ASCII)
_SHORTENED = re.compile(r"\d([.,]\d+)?[eE]\+\d{1,3}\Z", re.ASCII)
_WHOLE = re.compile(r"\d{1,5}(\.0+)?\Z", re.ASCII)


@dataclasses.dataclass(frozen=True)
class Flaw:
    """What is wrong with a cell: a code of `outcomes.domain.problems` and the details of its sentences."""

    code: str
    details: tuple[str, ...] = ()


class Parser(dict[str, str | Flaw], abc.ABC):
    """Cell → text for the database, or `Flaw`. An empty cell gives an empty text."""

    def __missing__(self, cell: str) -> str | Flaw:
        if len(self) >= BOUND:
            self.clear()
        seen = cell.translate(INVISIBLE).strip()
        result = self[cell] = self.parse(seen) if seen else ""
        return result

    def column(self, cells: Sequence[str]) -> Sequence[str | Flaw]:
        """What each of the cells comes to, in their order."""
        return list(map(self.__getitem__, cells))

    @abc.abstractmethod
    def parse(self, cell: str) -> str | Flaw:
        """Read a cell that is not empty and has no space around it."""


class Text(Parser):
    """Text on one line, of at most `length` characters. The apostrophe that keeps a spreadsheet from taking it for a
    formula is not part of it."""

    def __init__(self, length: int) -> None:
        super().__init__()
        self.length = length

    def __missing__(self, cell: str) -> str | Flaw:
        """References hardly ever come again, so those without a flaw are not kept."""
        if cell.isprintable() and len(cell) <= self.length and cell[:1] not in " '" and cell[-1] != " ":
            return cell
        return super().__missing__(cell)

    def column(self, cells: Sequence[str]) -> Sequence[str | Flaw]:
        """Cells that hold nothing but short, printable text are looked at all at once and stand as they are."""
        joined = "\t".join(cells)
        plain = (
            joined.count("\t") == len(cells) - 1
            and joined.replace("\t", "").isprintable()
            and max(map(len, cells)) <= self.length
            and not any(edge in f"\t{joined}\t" for edge in ("\t ", " \t", "\t'"))
            and self.may_stand(joined)
        )
        return cells if plain else super().column(cells)

    def may_stand(self, joined: str) -> bool:
        """Whether nothing in cells of printable text, written one after the other, asks for a closer look."""
        return True

    def parse(self, cell: str) -> str | Flaw:
        cell = cell.replace("\xa0", " ").strip()
        if cell[:1] == "'" and cell[1:2] in FORMULA_SIGNS:
            cell = cell[1:]
        if not cell.isprintable():
            return Flaw("unprintable")
        if len(cell) > self.length:
            return Flaw("too_long", (str(len(cell)), str(self.length)))
        return cell


class Reference(Text):
    """The reference of a participant. One that a spreadsheet took for a long number and shortened, such as 1.23E+15,
    could stand for many people, so it is a flaw."""

    def __missing__(self, cell: str) -> str | Flaw:
        return Flaw("shortened_number") if _SHORTENED.match(cell.strip()) else super().__missing__(cell)

    def may_stand(self, joined: str) -> bool:
        return "E+" not in joined and "e+" not in joined


class Code(Parser):
    """A code of the contract in any case, given back as the contract writes it."""

    def __init__(self, codes: Iterable[str], *, refuse_unknown: bool, length: int) -> None:
        super().__init__()
        self.codes = {code.casefold(): code for code in codes}
        self.text = Text(length)
        self.refuse_unknown = refuse_unknown

    def parse(self, cell: str) -> str | Flaw:
        if known := self.codes.get(cell.casefold()):
            return known
        if self.refuse_unknown:
            return Flaw("unknown_outcome", (", ".join(self.codes.values()),))
        return self.text[cell]


class Dates(Parser):
    """Dates as 2025-03-31 or 31/03/2025, given back as ISO. Slashed dates are read in the UK order, day before month.

    `slashed` and `month_first` keep the first cells that could be read in that order and that could not: a file that
    has both is ambiguous as a whole. With `serials`, numbers of a spreadsheet's calendar count as dates.
    """

    def __init__(self, *, serials: bool = False) -> None:
        super().__init__()
        self.serials = serials
        self.slashed = ""
        self.month_first = ""

    def parse(self, cell: str) -> str | Flaw:
        if match := _ISO.match(cell):
            year, month, day = map(int, match.groups())
            return _iso(year, month, day) or Flaw("date_impossible")
        if match := _SLASHED.match(cell):
            return self._slashed(cell, *map(int, match.groups()))
        if _SERIAL.match(cell):
            return self._serial(int(float(cell)))
        return Flaw("date_two_digit_year" if _TWO_DIGIT_YEAR.match(cell) else "date_unknown")

    def _slashed(self, cell: str, day: int, month: int, year: int) -> str | Flaw:
        if found := _iso(year, month, day):
            self.slashed = self.slashed or cell
            return found
        if swapped := _iso(year, day, month):
            self.month_first = self.month_first or cell
            return Flaw("date_month_first", (f"{month:02}/{day:02}/{year}", swapped))
        return Flaw("date_impossible")

    def _serial(self, number: int) -> str | Flaw:
        if self.serials and number in SERIALS:
            return (SERIAL_EPOCH + timedelta(days=number)).isoformat()
        return Flaw("date_serial")


def _iso(year: int, month: int, day: int) -> str:
    """The date in ISO form, or nothing if there is no such day."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def ungrouped(number: str) -> str:
    """The number without the commas between its thousands; anything else as it is."""
    return number.replace(",", "") if _THOUSANDS.match(number) else number


class Numbers(Parser):
    """Decimal numbers with at most four places, below ten thousand million."""

    def parse(self, cell: str) -> str | Flaw:
        cell = ungrouped(cell)
        if not _NUMBER.match(cell):
            return Flaw("number_unknown")
        try:
            number = Decimal(cell)
            if abs(number) >= LARGEST_VALUE:
                return Flaw("number_too_large")
            rounded = number.quantize(Decimal("0.0001"))
        except InvalidOperation:
            return Flaw("number_too_large")
        return str(rounded) if rounded == number else Flaw("number_too_precise")


class Sequences(Parser):
    """Whole numbers from 1 upwards."""

    def parse(self, cell: str) -> str | Flaw:
        number = int(float(cell)) if _WHOLE.match(cell) else 0
        return str(number) if 1 <= number <= LARGEST_SEQUENCE else Flaw("sequence_not_whole")
