"""What a file really is, decided from its bytes while they arrive, before anything is kept."""

import codecs
import dataclasses
import hashlib
from pathlib import PurePath

from outcomes.domain import json_lines
from outcomes.domain.problems import UnreadableFile

HEAD = 8192
CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13, 26})
NOT_IN_CP1252 = b"\x81\x8d\x8f\x90\x9d"
TEXT_SUFFIXES = (".csv", ".tsv", ".txt", *json_lines.SUFFIXES)
WORKBOOK_SUFFIXES = (".xlsx", ".xlsm")
ZIP = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
OTHER_KINDS = {
    b"%PDF": "a PDF",
    b"{\\rtf": "a word-processor document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
}
SAVE_AS = "Save it as CSV UTF-8 or as an Excel workbook (.xlsx) and send it again."


@dataclasses.dataclass(frozen=True)
class Sniffed:
    digest: str
    size: int
    format: str
    encoding: str


def too_many_rows(most: int) -> str:
    """Why a file with more rows than may be sent at once is not taken, and what to do."""
    return f"The file has more than {most:,} rows. Split it into several files and send them one after the other."


class Sniffer:
    """Takes the bytes of a file in order; `verdict` says what it is or raises `UnreadableFile`.

    `rows` is the number of lines, the header apart, as long as each of them is a row for certain: no quotation mark has
    come yet inside which a line could end.
    """

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self._utf8 = codecs.getincrementaldecoder("utf-8")()
        self._head = b""
        self.size = 0
        self.rows = -1
        self.is_utf8 = self.is_line_a_row = True
        self.has_nul = self.has_controls = self.outside_cp1252 = self.has_text = False

    def feed(self, chunk: bytes) -> None:
        self._hash.update(chunk)
        self.size += len(chunk)
        if len(self._head) < HEAD:
            self._head += chunk[: HEAD - len(self._head)]
        if self._head.startswith(ZIP):
            return
        self.is_line_a_row = self.is_line_a_row and b'"' not in chunk
        self.rows += chunk.count(b"\n") if self.is_line_a_row else 0
        self.has_text = self.has_text or bool(chunk.removeprefix(codecs.BOM_UTF8).strip())
        if self.is_utf8:
            try:
                self._utf8.decode(chunk)
            except UnicodeDecodeError:
                self.is_utf8 = False
        self.has_nul = self.has_nul or b"\0" in chunk
        self.has_controls = self.has_controls or len(chunk.translate(None, CONTROLS)) < len(chunk)
        self.outside_cp1252 = self.outside_cp1252 or len(chunk.translate(None, NOT_IN_CP1252)) < len(chunk)

    def verdict(self, filename: str) -> Sniffed:
        """What the file is. Its name has to agree with its content."""
        suffix = PurePath(filename).suffix.lower()
        if suffix not in TEXT_SUFFIXES + WORKBOOK_SUFFIXES:
            raise UnreadableFile(f"“{filename}” is neither a CSV nor an Excel workbook. {SAVE_AS}")
        if self.size == 0:
            raise UnreadableFile("The file is empty. Check that it was saved, then send it again.")
        format_ = "xlsx" if suffix in WORKBOOK_SUFFIXES else "ndjson" if suffix in json_lines.SUFFIXES else "csv"
        encoding = self._workbook() if format_ == "xlsx" else self._text()
        if format_ == "ndjson" and encoding == "cp1252":
            raise UnreadableFile("The lines of JSON are not UTF-8. Save them as UTF-8 and send the file again.")
        return Sniffed(digest=self._hash.hexdigest(), size=self.size, format=format_, encoding=encoding)

    def _workbook(self) -> str:
        if self._head.startswith(OLD_OFFICE):
            raise UnreadableFile(
                "The workbook is protected by a password or is in the old format of Excel. "
                "Save it as an Excel workbook (.xlsx) without a password and send it again."
            )
        if not self._head.startswith(ZIP):
            raise UnreadableFile(f"The name ends in .xlsx, but the content is not an Excel workbook. {SAVE_AS}")
        return ""

    def _text(self) -> str:
        self._refuse_other_kinds()
        if self.has_nul or (self.has_controls and not self._utf8_to_the_end()):
            raise UnreadableFile(f"The content is not text, although the name says that it is a CSV. {SAVE_AS}")
        if not self.has_text:
            raise UnreadableFile("The file is empty. Check that it was saved, then send it again.")
        if self._utf8_to_the_end():
            return "utf-8-sig"
        if self.outside_cp1252:
            raise UnreadableFile(f"The characters are neither UTF-8 nor Windows (cp1252). {SAVE_AS}")
        return "cp1252"

    def _refuse_other_kinds(self) -> None:
        if self._head.startswith(ZIP):
            raise UnreadableFile(
                "The content is an Excel workbook or another zip archive, although the name says that it is a CSV. "
                "If it is a workbook, give it a name that ends in .xlsx and send it again."
            )
        if self._head.startswith(OLD_OFFICE):
            raise UnreadableFile(f"The content is an old Excel workbook, although the name says CSV. {SAVE_AS}")
        if self._head.startswith(WIDE):
            raise UnreadableFile(f"The file is saved as UTF-16 (“Unicode text”), which cannot be read. {SAVE_AS}")
        for start, kind in OTHER_KINDS.items():
            if self._head.startswith(start):
                raise UnreadableFile(f"The content is {kind}, although the name says that it is a CSV. {SAVE_AS}")
        if self._head.lstrip().lower().startswith((b"<!doctype", b"<html", b"<?xml")):
            raise UnreadableFile(f"The content is a web page or XML, although the name says CSV. {SAVE_AS}")

    def _utf8_to_the_end(self) -> bool:
        if self.is_utf8:
            try:
                self._utf8.decode(b"", final=True)
            except UnicodeDecodeError:
                self.is_utf8 = False
        return self.is_utf8
