"""The file of rejected rows: each as it was sent, with what is wrong with it, ready to be corrected and sent back."""

from collections.abc import Iterable, Sequence

from govuk import spreadsheets
from outcomes.domain.reading import REPORT_COLUMNS


def header(columns: Sequence[str]) -> list[str]:
    """The columns as sent, without those of an earlier report, then those of this one."""
    return [*(spreadsheets.safe(columns[place]) for place in kept(columns)), *REPORT_COLUMNS]


def kept(columns: Sequence[str]) -> list[int]:
    """The places of the columns that are the sender's own."""
    return [place for place, column in enumerate(columns) if column not in REPORT_COLUMNS]


def line(
    columns: Sequence[str], cells: Sequence[str], row_number: int, errors: Iterable[tuple[str, str, str, str]]
) -> list[str]:
    """A rejected row and, for each of its errors (field, code, reason, cure), one part of the last four cells."""
    own = [spreadsheets.safe(cells[place]) if place < len(cells) else "" for place in kept(columns)]
    parts = zip(*errors, strict=True)
    return [*own, str(row_number), *(spreadsheets.safe(" | ".join(part)) for part in parts)]
