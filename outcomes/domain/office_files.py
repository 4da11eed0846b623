"""Files of office programs, which are archives: what they are, told from their lists of contents alone.

Nothing is unpacked but two small parts that say what the archive is, each at most to a limit: an archive may lie about
what it holds.
"""

import io
import re
import zipfile

from outcomes.domain import archives
from outcomes.domain.archives import LARGEST_CONTENT, LARGEST_RATIO, MEGABYTE
from outcomes.domain.problems import UnreadableFile

MOST_ENTRIES = 10_000
DAMAGED = "The file is an archive that is damaged or cut off. Save the document once more and send it again."
NO_ARCHIVES = "The file is an archive, not a Word, Excel or OpenDocument text file. Send the files in it one by one."
MACROS = "The document holds macros, so it is not kept. Save it as .docx, .xlsx or PDF and send that."
PROGRAMS = "The document has a program or another file inside, so it is not kept. Save it as PDF and send that."
LOCKED = "The document is protected by a password. Save it without one and send it again."
MACRO_PARTS = re.compile(r"vbaproject\.bin$|vbadata\.xml$|macrosheets/|^basic/|^scripts/")
PROGRAM_PARTS = re.compile(r"\.(exe|dll|js|vbs|jar|zip|rar|7z)$|activex|oleobject")
ODT_TYPE = b"application/vnd.oasis.opendocument.text"


def kind_of(content: bytes) -> str:
    """docx, xlsx or odt. Raises `UnreadableFile` for other archives, for bombs, passwords, macros and programs."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _refuse_bombs(entries)
            found = _kind(archive, {entry.filename for entry in entries})
    except archives.BROKEN as error:
        raise UnreadableFile(DAMAGED) from error
    return found


def _refuse_bombs(entries: list[zipfile.ZipInfo]) -> None:
    size, packed = sum(entry.file_size for entry in entries), sum(entry.compress_size for entry in entries)
    if len(entries) > MOST_ENTRIES or size > LARGEST_CONTENT or size > MEGABYTE + LARGEST_RATIO * packed:
        raise UnreadableFile(
            "The document would unpack to far more than any ordinary one, so it was not opened. Save it as PDF and "
            "send that."
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise UnreadableFile(LOCKED)


def _kind(archive: zipfile.ZipFile, names: set[str]) -> str:
    _refuse_what_runs({name.lower() for name in names})
    if "[Content_Types].xml" in names:
        if b"macroenabled" in archives.part(archive, "[Content_Types].xml").lower():
            raise UnreadableFile(MACROS)
        for code, part in (("docx", "word/document.xml"), ("xlsx", "xl/workbook.xml")):
            if part in names:
                return code
    if "mimetype" in names and archives.part(archive, "mimetype").strip() == ODT_TYPE:
        if b"encryption-data" in archives.part(archive, "META-INF/manifest.xml"):
            raise UnreadableFile(LOCKED)
        return "odt"
    raise UnreadableFile(NO_ARCHIVES)


def _refuse_what_runs(names: set[str]) -> None:
    if any(MACRO_PARTS.search(name) for name in names):
        raise UnreadableFile(MACROS)
    if any(PROGRAM_PARTS.search(name) for name in names):
        raise UnreadableFile(PROGRAMS)
