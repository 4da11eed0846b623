"""Rows that amend or withdraw claims: which claim, what is to become of it and why, and what is to stand instead."""

from collections.abc import Sequence

from delivery.domain.contract import Contract
from outcomes.domain.cells import (
    EVIDENCE_REFERENCE_LENGTH,
    REFERENCE_LENGTH,
    Code,
    Dates,
    Flaw,
    Numbers,
    Parser,
    Reference,
    Sequences,
    Text,
)
from outcomes.domain.reading import Header, Reading, Row
from outcomes.domain.rows import CODE_LENGTH, Cells

AMEND, WITHDRAW = "amend", "withdraw"
ACTIONS = (AMEND, WITHDRAW)
REASON_LENGTH = 500


class Actions(Parser):
    """What is to become of a claim, in any case of letters."""

    def parse(self, cell: str) -> str | Flaw:
        named = cell.casefold()
        return named if named in ACTIONS else Flaw("unknown_action")


class ChangeRows:
    """A claim is named as it was claimed: by participant, outcome, day and sequence. Cells of the `new_` columns take
    the place of what stands; an empty one changes nothing."""

    REQUIRED = ("participant", "outcome", "achieved_on", "action", "reason")
    OPTIONAL = (
        "sequence", "new_achieved_on", "new_sequence", "new_value", "new_evidence_kind", "new_evidence_ref",
    )  # fmt: skip
    ddl = (
        "row_number bigint NOT NULL, participant text, outcome text, event_date date, action text, reason text, "
        "sequence integer, new_date date, new_sequence integer, new_value numeric(14,4), new_kind text, new_ref text, "
        "flawed boolean NOT NULL"
    )

    def __init__(self, contract: Contract, header: Header, reading: Reading) -> None:
        self.dates = Dates(serials=reading.format == "xlsx" and not reading.date1904)
        plan: tuple[tuple[str, Parser], ...] = (
            ("participant", Reference(REFERENCE_LENGTH)),
            ("outcome", Code(contract.outcome_codes, refuse_unknown=True, length=CODE_LENGTH)),
            ("achieved_on", self.dates),
            ("action", Actions()),
            ("reason", Text(REASON_LENGTH)),
            ("sequence", Sequences()),
            ("new_achieved_on", self.dates),
            ("new_sequence", Sequences()),
            ("new_value", Numbers()),
            ("new_evidence_kind", Code(contract.evidence_kinds, refuse_unknown=False, length=CODE_LENGTH)),
            ("new_evidence_ref", Text(EVIDENCE_REFERENCE_LENGTH)),
        )
        self._cells = Cells(header, plan, required=len(self.REQUIRED))
        self.problems = self._cells.problems

    def lines(self, rows: Sequence[Row]) -> list[str | None]:
        return [self._line(number, cells) for number, cells in rows]

    def _line(self, number: int, cells: list[str]) -> str | None:
        found = self._cells.values(number, cells)
        if found is None:
            return None
        values, flawed = found
        return f"{number}\t" + "\t".join(values) + ("\tt" if flawed else "\tf")
