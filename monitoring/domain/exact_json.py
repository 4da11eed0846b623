"""JSON that comes from elsewhere: read with exact numbers, and refused where two readers would read it differently."""

import dataclasses
import hashlib
import json
import re
from collections import Counter
from decimal import Decimal
from typing import Any

DEEPEST = 40
LARGEST_EXPONENT, SMALLEST_EXPONENT = 15, -20
MOST_FAULTS = 200
LONGEST_SHOWN = 200
OTHER_FILE = "Download it as JSON; save a spreadsheet as .xlsx."
SEVERAL = (
    "It holds several documents one after the other. Put brackets around them, [ and ], with commas between, or send "
    "them one by one."
)
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"?|[\[\]{}]', re.DOTALL)
_NO_TEXT = re.compile("[\0\ud800-\udfff]")


@dataclasses.dataclass(frozen=True)
class Fault:
    """One thing that is wrong: where in the document, what, and what to do about it."""

    path: str
    problem: str
    cure: str

    @property
    def field(self) -> str:
        """The place, for programs."""
        return self.path or "file"

    @property
    def code(self) -> str:
        return "comparator"

    @property
    def reason(self) -> str:
        return self.problem

    def __str__(self) -> str:
        return f"{shown(self.path) or 'The file'}: {self.problem} {self.cure}"


class Unreadable(Exception):
    """The text is no JSON that could be read, for these reasons."""

    def __init__(self, *faults: Fault) -> None:
        self.faults = faults
        super().__init__(" ".join(map(str, faults)))


class _Pairs(list[tuple[str, Any]]):
    """An object as it was written, with names that stand there twice."""


def parse(content: bytes) -> Any:
    """The document with every number as a Decimal. Raises `Unreadable` with everything that is wrong with the text.

    Names that stand twice in one object, numbers out of any sensible range and characters that no database keeps are
    told with their paths, all at once.
    """
    text = _text(content)
    _refuse_depth(text)
    try:
        found = json.loads(
            text, parse_float=Decimal, parse_int=Decimal, parse_constant=_refuse_constant, object_pairs_hook=_Pairs
        )
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        is_several = error.msg == "Extra data" and text[error.pos :].lstrip().startswith(("{", "["))
        cure = SEVERAL if is_several else "Correct the file there, or download it again."
        cure = cure if error.pos else OTHER_FILE
        raise Unreadable(Fault("", f"It is not JSON: {error.msg} at {where}.", cure)) from None
    faults: list[Fault] = []
    document = _plain(found, "", faults)
    if faults:
        raise Unreadable(*faults[:MOST_FAULTS])
    return document


def _text(content: bytes) -> str:
    if not content.strip():
        raise Unreadable(Fault("", "It is empty.", "Choose the file that you downloaded."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable(Fault("", "It is not UTF-8 text.", OTHER_FILE)) from None


def _refuse_depth(text: str) -> None:
    depth = 0
    for token in _TOKEN.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token.group(), 0)
        if depth > DEEPEST:
            line = text.count("\n", 0, token.start()) + 1
            raise Unreadable(
                Fault("", f"It is nested more than {DEEPEST} levels deep at line {line}.", "Check that it is the file.")
            )


def _refuse_constant(name: str) -> Any:
    raise Unreadable(Fault("", f"{name} stands for a number.", "Write a number, or null where it is not known."))


def below(path: str, name: object) -> str:
    """The path of a part of the thing at `path`."""
    return f"{path}/{name}" if path else str(name)


def _plain(value: Any, path: str, faults: list[Fault]) -> Any:
    if isinstance(value, _Pairs):
        for name in (name for name, times in Counter(name for name, _inner in value).items() if times > 1):
            faults.append(Fault(below(path, name), "This name stands twice in one object.", "Keep one of them."))
        return {_kept(name, path, faults): _plain(inner, below(path, name), faults) for name, inner in value}
    if isinstance(value, list):
        return [_plain(inner, below(path, place), faults) for place, inner in enumerate(value)]
    if isinstance(value, Decimal) and not is_sensible(value):
        faults.append(Fault(path, "This number is too large, or has too many places.", "Write it as it is meant."))
        return Decimal(0)
    return _kept(value, path, faults) if isinstance(value, str) else value


def is_sensible(number: Decimal) -> bool:
    """Whether a number of people or of money could be meant."""
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    return number.adjusted() < LARGEST_EXPONENT and exponent >= SMALLEST_EXPONENT


def _kept(text: str, path: str, faults: list[Fault]) -> str:
    if not text.isprintable() and _NO_TEXT.search(text):
        faults.append(Fault(path, "It has \\u0000 or half of a character.", "Take that character out."))
        return ""
    return text


def written(value: Any) -> str:
    """The document as JSON again, with its numbers as they were."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_said(name)}: {written(inner)}" for name, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    return str(value) if isinstance(value, Decimal) else _said(value)


def _said(value: str | bool | None) -> str:
    return json.dumps(value, ensure_ascii=False)


def digest(value: Any) -> str:
    """SHA-256 of what the document says, whatever its spacing, the order of its names and how its numbers end."""
    return hashlib.sha256(written(_canonical(value)).encode()).hexdigest()


def _canonical(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _canonical(value[name]) for name in sorted(value)}
    if isinstance(value, list):
        return [_canonical(inner) for inner in value]
    return value.normalize() + 0 if isinstance(value, Decimal) else value


def shown(value: Any) -> str:
    """A value or a path as people read it, shortened where it is long."""
    text = f"{value:f}" if isinstance(value, Decimal) else value if isinstance(value, str) else written(value)
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
