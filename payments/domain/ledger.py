"""What the ledger must still say: the differences between what is owed and what has been stated, and where they go.

The ledger is never changed, so a difference is a further entry. It goes on the statement of the period in which the
amount falls due while that is open; once it is approved, on the agent's next open statement, as an adjustment.
"""

import dataclasses
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from payments.domain.lines import Line
from payments.domain.payers import NO_PARTS, Parts

FIRST_DIGEST = "0" * 64
PAYMENT = "payment"
ADJUSTMENT = "adjustment"
Key = tuple[int | None, int, str, int, str]
Terms = tuple[int, int, str, str, Decimal]


class Stated(NamedTuple):
    """The sum of the ledger's entries for one claim or start under one rule, version, segment and unit amount."""

    agent: int
    participant: int | None
    claim: int | None
    version: int
    rule: str
    outcome: str
    segment: str
    period: str
    unit_amount: Decimal
    units: int
    gross: Decimal
    deadweight: Decimal
    capped: Decimal
    net: Decimal
    about: str = ""
    who: Parts = NO_PARTS


class Change(NamedTuple):
    """A further entry. `period` is the one in which the amount fell due; `reason` a code, empty for a first payment."""

    agent: int
    participant: int | None
    claim: int | None
    version: int
    rule: str
    outcome: str
    segment: str
    period: str
    unit_amount: Decimal
    units: int
    gross: Decimal
    deadweight: Decimal
    capped: Decimal
    net: Decimal
    reason: str
    explanation: dict[str, Any]
    about: str = ""


def differences(lines: Iterable[Line], stated: Iterable[Stated]) -> list[Change]:
    """What must be added to the ledger so that it says what is owed. Nothing, when it says so already."""
    known: defaultdict[Key, list[Stated]] = defaultdict(list)
    for row in stated:
        known[_key(row)].append(row)
    found: list[Change] = []
    for line in lines:
        rows = known.pop(_key(line), None)
        if rows is None:
            found.append(_first(line))
        else:
            found += _changes(line, rows)
    for rows in known.values():
        found += [_reversal(row, "not_owed") for row in rows if _says_something(row)]
    return found


def _key(row: Line | Stated) -> Key:
    """What an amount is for: a claim, a start, or something of an agent's that has a name of its own."""
    if row.claim is not None:
        return row.claim, 0, row.rule, 0, ""
    if row.participant is not None:
        return None, row.participant, row.rule, 0, ""
    return None, 0, row.rule, row.agent, row.about


def _first(line: Line) -> Change:
    explanation = _with(line.explanation, line.who or NO_PARTS)
    return Change(*line[:9], line.units, *line[9:13], "", explanation, line.about)


def _with(explanation: dict[str, Any], who: Parts) -> dict[str, Any]:
    """The explanation of an entry with what each payer bears of the entry."""
    return explanation if who == NO_PARTS else {**explanation, "who_pays": who.document()}


def _changes(line: Line, rows: Sequence[Stated]) -> list[Change]:
    """The same unit amount under the same version gives one difference; another one is taken back and stated anew."""
    same = [row for row in rows if _terms(row) == _terms(line)]
    stood = [row for row in rows if _says_something(row)]
    why = _why_anew(line, stood)
    found = [_reversal(row, why) for row in stood if row not in same]
    if not same:
        return [*found, _first(line)._replace(reason=why)]
    row = same[0]
    units = line.units - row.units
    gross, deadweight = line.gross - row.gross, line.deadweight - row.deadweight
    capped, net = line.capped - row.capped, line.net - row.net
    who = (line.who or NO_PARTS).less(row.who)
    if units or gross or deadweight or capped or net or who != NO_PARTS:
        moved = units, gross, deadweight, capped, net
        reason = "volume_moved" if units and line.participant is None else _why(*moved)
        found.append(Change(*line[:9], *moved, reason, _with(line.explanation, who), line.about))
    return found


def _why_anew(line: Line, stood: Sequence[Stated]) -> str:
    """Why an amount is taken back and stated anew; `stood`: what was stated for it."""
    if stood and all(row.version != line.version for row in stood):
        return "by_other_version"
    if line.participant is not None and any(row.segment != line.segment for row in stood):
        return "reclassified"
    if "metric" in line.explanation:
        return "remeasured"
    return "agent_moved" if line.participant is None else "repriced"


def _why(units: int, gross: Decimal, deadweight: Decimal, capped: Decimal, net: Decimal) -> str:
    if units > 0:
        return "owed_again"
    if gross:
        return "rounded_again"
    if deadweight:
        return "deadweight_moved"
    return "cap_moved" if capped or net else "payers_moved"


def _reversal(row: Stated, reason: str) -> Change:
    taken = (-row.units, -row.gross, -row.deadweight, -row.capped, -row.net)
    explanation = _with({"kind": "reversal"}, NO_PARTS.less(row.who))
    return Change(*row[:9], *taken, reason, explanation, row.about)


def _terms(row: Line | Stated) -> Terms:
    return row.agent, row.version, row.outcome, row.segment, row.unit_amount


def _says_something(row: Stated) -> bool:
    return bool(row.units or row.gross or row.deadweight or row.capped or row.net or row.who.less(NO_PARTS) != NO_PARTS)


class Place(NamedTuple):
    """The period on whose statement a change is entered, and as what."""

    period: str
    kind: str


@dataclasses.dataclass(frozen=True)
class Calendar:
    """The periods in order, and for which of them each agent's statement is approved."""

    periods: Sequence[str]
    approved: frozenset[tuple[int, str]]

    def place(self, agent: int, period: str) -> Place | None:
        """Where a change of an amount that fell due in `period` goes; None when no later statement is open."""
        if (agent, period) not in self.approved:
            return Place(period, PAYMENT)
        later = self.periods[self.periods.index(period) + 1 :]
        return next((Place(code, ADJUSTMENT) for code in later if (agent, code) not in self.approved), None)


_COMPACT = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def compact(value: Any) -> str:
    """JSON without spaces, its fields in order: equal values have equal text."""
    return _COMPACT.encode(value)


def escaped(text: str) -> str:
    """A text as a cell of COPY's text format."""
    return text.replace("\\", r"\\").replace("\t", r"\t").replace("\n", r"\n").replace("\r", r"\r")


def row_text(values: Iterable[object], reason: str, explanation: dict[str, Any]) -> str:
    """The cells of an entry, in COPY's text format: what is written, and what the entry's digest covers."""
    cells = [r"\N" if value is None else str(value) for value in values]
    return "\t".join([*cells, escaped(reason) if reason else "", escaped(compact(explanation))])


def entry_digest(run_number: int, row: str, about: str = "") -> str:
    """SHA-256 of a row of the run with this number, in hexadecimal. The name of an agent's amount is part of it."""
    named = f"\t{about}" if about else ""
    return hashlib.sha256(f"{run_number}\t{row}{named}".encode()).hexdigest()


def run_facts(programme: int, number: int, as_of: date, entries: int, net: Decimal) -> str:
    """What the digest of a run says about the run itself."""
    return compact([programme, number, as_of.isoformat(), entries, f"{net:.2f}"])


class Chain:
    """The digest of a run: that of the run before, the run's own facts, and the digest of each entry in order."""

    def __init__(self, previous: str, facts: str) -> None:
        self._hash = hashlib.sha256(f"{previous}\n{facts}\n".encode())

    def add(self, entry_digest: str) -> None:
        self._hash.update(entry_digest.encode())

    def digest(self) -> str:
        return self._hash.hexdigest()
