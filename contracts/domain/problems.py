"""What is wrong with a contract document: every problem at once, each with its place and its cure."""

import dataclasses
import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

CODE = re.compile(r"^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$")
DECIMAL = re.compile(r"^-?\d{1,12}(\.\d{1,12})?$")
NO_TEXT = re.compile("[\x00\ud800-\udfff]")
YEARS = range(1900, 2201)
SHARE = re.compile(r"^(\d{1,9}/\d{1,9}|\d{1,9}(\.\d{1,12})?)$")


@dataclasses.dataclass(frozen=True)
class Problem:
    """One thing that is wrong: its path in the document, a code, and a sentence that says what to do."""

    path: str
    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


class TermsError(ValueError):
    """The document is no contract. `problems` holds everything that was found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Reader:
    """One object of a document, read field by field. What is wrong is noted, and reading goes on.

    Every reader of one document shares the same list of problems.
    """

    def __init__(self, value: object, path: str, problems: list[Problem]) -> None:
        self.path = path
        self.problems = problems
        self.seen: set[str] = set()
        if isinstance(value, Mapping):
            self.value: Mapping[str, Any] = value
        else:
            self.value = {}
            problems.append(Problem(path, "not_an_object", "Write an object with named fields here."))

    def at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def note(self, key: str, code: str, message: str) -> None:
        self.problems.append(Problem(self.at(key) if key else self.path, code, message))

    def raw(self, key: str) -> Any:
        """The value as it stands, or None. A floating-point number anywhere is refused: it is not exact."""
        self.seen.add(key)
        value = self.value.get(key)
        if isinstance(value, float):
            self.note(key, "float", f'Write this number as text, for example "{value}": figures must be exact.')
            return None
        return value

    def _is_float(self, key: str) -> bool:
        return isinstance(self.value.get(key), float)

    def text(self, key: str, *, required: bool = False, at_most: int = 20_000) -> str:
        value = self.raw(key)
        if value is None:
            value = ""
        if not isinstance(value, str):
            self.note(key, "not_text", "Write text here.")
            return ""
        if required and not value.strip():
            self.note(key, "missing", f"Enter {key.replace('_', ' ')}.")
        if len(value) > at_most:
            self.note(key, "too_long", f"Shorten this to at most {at_most} characters.")
        if NO_TEXT.search(value):
            self.note(key, "bad_text", "Remove the characters that cannot be stored: null, or half of a pair.")
            return ""
        return value

    def code(self, key: str, *, required: bool = True, at_most: int = 60) -> str:
        value = self.text(key, required=required, at_most=at_most)
        if value and not CODE.match(value):
            self.note(
                key,
                "bad_code",
                "Use up to 60 letters, digits, hyphens and underscores, beginning with a letter or digit.",
            )
        return value

    def choice(self, key: str, allowed: Sequence[str], *, default: str = "") -> str:
        value = self.raw(key)
        if value in (None, "") and default:
            return default
        if value not in allowed:
            self.note(key, "unknown_choice", f"Choose one of: {', '.join(allowed)}.")
            return default or allowed[0]
        return str(value)

    def integer(self, key: str, *, least: int, most: int, default: int | None = None) -> int | None:
        value = self.raw(key)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int):
            self.note(key, "not_whole", "Write a whole number here, without quotation marks.")
            return default
        if not least <= value <= most:
            self.note(key, "out_of_range", f"Choose a whole number from {least} to {most}.")
            return default
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        value = self.raw(key)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.note(key, "not_yes_or_no", "Write true or false.")
            return default
        return value

    def date(self, key: str, *, required: bool = True) -> datetime.date | None:
        value = self.raw(key)
        if value in (None, ""):
            if required:
                self.note(key, "missing", f"Enter {key.replace('_', ' ')} as a date such as 2025-04-01.")
            return None
        try:
            found = datetime.date.fromisoformat(value if re.match(r"^\d{4}-\d{2}-\d{2}$", value) else "")
        except (TypeError, ValueError):
            self.note(key, "bad_date", "Write the date as year-month-day, for example 2025-04-01.")
            return None
        if found.year not in YEARS:
            self.note(key, "out_of_range", f"Choose a date between {YEARS[0]} and {YEARS[-1]}.")
            return None
        return found

    def decimal(
        self, key: str, *, least: Decimal, most: Decimal, places: int, required: bool = False
    ) -> Decimal | None:
        """An exact number written as text, within bounds, with at most so many decimal places."""
        value = self.raw(key)
        if value in (None, ""):
            if required and not self._is_float(key):
                self.note(key, "missing", f'Enter {key.replace("_", " ")} as text, for example "0.25" or "1600.00".')
            return None
        if isinstance(value, int) and not isinstance(value, bool):
            self.note(key, "not_text", f'Write this number as text: "{value}".')
            return None
        try:
            number = Decimal(value if isinstance(value, str) and DECIMAL.match(value) else "x")
        except InvalidOperation:
            self.note(key, "bad_number", 'Write an exact number as text, for example "0.25" or "1600.00".')
            return None
        return self._within(key, number, least, most, places)

    def _within(self, key: str, number: Decimal, least: Decimal, most: Decimal, places: int) -> Decimal | None:
        exponent = number.normalize().as_tuple().exponent
        if number < least and least == 0:
            self.note(key, "negative", "This cannot be less than zero.")
        elif not least <= number <= most:
            self.note(key, "out_of_range", f"Choose a number from {least:,f} to {most:,f}.")
        elif isinstance(exponent, int) and -exponent > places:
            self.note(key, "too_precise", f"Use at most {places} decimal places.")
        else:
            return number
        return None

    def money(self, key: str, *, required: bool = True) -> Decimal | None:
        """Pounds and pence as text, from 0 to 999,999,999.99."""
        number = self.decimal(key, least=Decimal(0), most=Decimal("999999999.99"), places=2, required=required)
        return None if number is None else number.quantize(Decimal("0.01"))

    def share(self, key: str, *, required: bool = True) -> Fraction | None:
        """An exact share from 0 to 1, as a fraction such as "1/6" or a decimal such as "0.25"."""
        value = self.raw(key)
        if value in (None, ""):
            if required and not self._is_float(key):
                self.note(key, "missing", f'Enter {key.replace("_", " ")} as a share such as "1/6" or "0.25".')
            return None
        if isinstance(value, int) and not isinstance(value, bool):
            self.note(key, "not_text", f'Write this share as text: "{value}".')
            return None
        try:
            share = Fraction(value if isinstance(value, str) and SHARE.match(value) else "x")
        except (ValueError, ZeroDivisionError):
            self.note(key, "bad_share", 'Write a share from 0 to 1 as text, for example "1/6" or "0.25".')
            return None
        if share > 1:
            self.note(key, "out_of_range", "A share lies from 0 to 1.")
            return None
        return share

    def array(self, key: str, *, required: bool = False) -> list[Any]:
        value = self.raw(key)
        if value is None:
            value = []
        if not isinstance(value, list | tuple):
            self.note(key, "not_a_list", "Write a list here.")
            return []
        if required and not value:
            self.note(key, "missing", f"Add at least one entry to {key.replace('_', ' ')}.")
        return list(value)

    def readers(self, key: str, *, required: bool = False) -> "list[Reader]":
        """A reader for each object of a list."""
        return [
            Reader(entry, f"{self.at(key)}[{index}]", self.problems)
            for index, entry in enumerate(self.array(key, required=required))
        ]

    def inner(self, key: str) -> "Reader":
        """A reader for an object inside this one."""
        value = self.raw(key)
        return Reader({} if value is None else value, self.at(key), self.problems)

    def codes(self, key: str) -> tuple[str, ...]:
        """A list of codes, each once."""
        found: list[str] = []
        for index, entry in enumerate(self.array(key)):
            place = f"{key}[{index}]"
            if not isinstance(entry, str) or not CODE.match(entry):
                self.note(place, "bad_code", "Write a code of letters, digits, hyphens and underscores.")
            elif entry in found:
                self.note(place, "twice", f"Name “{entry}” only once.")
            else:
                found.append(entry)
        return tuple(found)

    def finish(self) -> None:
        """Refuse fields that nobody reads: a misspelt name must never be dropped silently."""
        for key in self.value:
            if key not in self.seen:
                known = ", ".join(sorted(self.seen))
                self.note(str(key), "unknown_field", f"There is no field of this name. Choose among: {known}.")
