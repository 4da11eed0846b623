"""Excel workbooks, checked at the door: an archive that is none, is damaged or would unpack to too much is refused.

What the archive says of itself may be a lie; `workbook_reader` therefore limits its own memory and time as well.
"""

import zipfile
from pathlib import Path
from typing import Any

from outcomes.domain import archives
from outcomes.domain.archives import LARGEST_CONTENT, LARGEST_RATIO, MEGABYTE
from outcomes.domain.problems import UnreadableFile

SAVE_AS_CSV = "Save the sheet as CSV UTF-8 and send that; there is no such limit for CSV."
DAMAGED = "The content is not an Excel workbook, although the name says so. Save it again as .xlsx or as CSV."


def check(path: Path) -> dict[str, Any]:
    """What the archive says of itself. Raises `UnreadableFile` for other archives, damaged ones and zip bombs."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if not any(entry.filename == "xl/workbook.xml" for entry in entries):
                raise UnreadableFile(DAMAGED)
            _refuse_bombs(entries)
            book = archives.part(archive, "xl/workbook.xml")
    except archives.BROKEN as error:
        raise UnreadableFile(DAMAGED) from error
    return {"date1904": b'date1904="1"' in book or b'date1904="true"' in book}


def _refuse_bombs(entries: list[zipfile.ZipInfo]) -> None:
    size, packed = sum(entry.file_size for entry in entries), sum(entry.compress_size for entry in entries)
    if size > LARGEST_CONTENT:
        raise UnreadableFile(
            f"The workbook unpacks to {size // MEGABYTE:,} MB; at most {LARGEST_CONTENT // MEGABYTE} MB can be read. "
            + SAVE_AS_CSV
        )
    if size > MEGABYTE and size > LARGEST_RATIO * max(packed, 1):
        raise UnreadableFile(
            f"The workbook unpacks to {size // max(packed, 1):,} times its size, which no ordinary workbook does. "
            + SAVE_AS_CSV
        )
