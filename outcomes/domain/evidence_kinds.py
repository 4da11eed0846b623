"""What a file of evidence is, decided from its content and never from its name; what may not be kept is refused.

Only kinds that people send as evidence are known, and of those only files that can be opened without a password and
run nothing. Archives of office programs are judged by what they list of themselves: they are never unpacked.
"""

import dataclasses
import email
import re
from email.message import Message
from pathlib import PurePath

from outcomes.domain import office_files
from outcomes.domain.problems import UnreadableFile

ACCEPTED = (
    "a PDF, a picture (PNG or JPEG), a Word, Excel or OpenDocument text file, plain text or CSV, or an email (.eml)"
)
SEND_INSTEAD = f"Send {ACCEPTED}."
EMPTY = "The file is empty. Check that it was saved, then send it again."
UNLOCKED = "Save it without a password, for example by printing it to a new PDF, and send it again."
PNG, PNG_END = b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"
JPEG, JPEG_END = b"\xff\xd8\xff", b"\xff\xd9"
PDF, PDF_END = b"%PDF-", b"%%EOF"
PDF_LOCKED = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")
PDF_RUNS = re.compile(rb"/(?:JavaScript|Launch)\b")
TAIL = 4096
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MARKUP = (b"<!doctype", b"<html", b"<?xml", b"<svg", b"<script", b"<head", b"<body")
OTHERS = {
    b"{\\rtf": "a document in Rich Text Format",
    b"GIF8": "a GIF picture",
    b"#!": "a program",
    b"Rar!": "an archive",
    b"7z\xbc\xaf": "an archive",
    b"\x1f\x8b": "an archive",
}
NOT_TEXT = bytes(set(range(32)) - {9, 10, 12, 13})
NOT_IN_CP1252 = b"\x81\x8d\x8f\x90\x9d"
HEADER = re.compile(rb"[!-9;-~]+:[ \t]")
MESSAGE_HEADERS = (b"from", b"date", b"subject", b"to", b"received", b"message-id")
PARTS = re.compile(rb"(?im)^content-type:\s*(?:multipart|message)/")
MOST_PARTS, MOST_LINES = 40, 1_000_000


@dataclasses.dataclass(frozen=True)
class Kind:
    """A kind of file that is taken: how it is kept, called, told to browsers and ends; the first ending is its own."""

    code: str
    words: str
    content_type: str
    endings: tuple[str, ...]


_DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = {
    kind.code: kind
    for kind in (
        Kind("pdf", "PDF", "application/pdf", (".pdf",)),
        Kind("png", "Picture (PNG)", "image/png", (".png",)),
        Kind("jpeg", "Picture (JPEG)", "image/jpeg", (".jpg", ".jpeg")),
        Kind("docx", "Word document", _DOCUMENT, (".docx",)),
        Kind("xlsx", "Excel workbook", _WORKBOOK, (".xlsx",)),
        Kind("odt", "OpenDocument text", "application/vnd.oasis.opendocument.text", (".odt",)),
        Kind("email", "Email", "message/rfc822", (".eml",)),
        Kind("text", "Text", "text/plain; charset=utf-8", (".txt", ".csv", ".tsv", ".md", ".log")),
    )
}
ENDINGS = tuple(ending for kind in KINDS.values() for ending in kind.endings[:2])


def kind_of(content: bytes) -> Kind:
    """The kind of the file. Raises `UnreadableFile`, with the reason and the cure, for what is not taken."""
    if not content.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise UnreadableFile(EMPTY)
    if content.startswith(PDF):
        return _pdf(content)
    if content.startswith(PNG):
        return _picture("png", content, PNG_END)
    if content.startswith(JPEG):
        return _picture("jpeg", content, JPEG_END)
    if content.startswith(ZIP):
        return KINDS[office_files.kind_of(content)]
    if content.startswith(OLD_OFFICE):
        raise UnreadableFile(
            "The file is protected by a password or is in an old format of Word or Excel. Save it as .docx, .xlsx or "
            "PDF without a password and send it again."
        )
    return _text(content)


def named_for(kind: Kind, filename: str) -> str:
    """The name under which a file is handed out: as it was sent, with an ending that fits the content."""
    if PurePath(filename).suffix.lower() in kind.endings:
        return filename
    return filename + kind.endings[0]


def _pdf(content: bytes) -> Kind:
    if PDF_LOCKED.search(content):
        raise UnreadableFile(f"The PDF is protected by a password. {UNLOCKED}")
    if PDF_RUNS.search(content):
        raise UnreadableFile(
            "The PDF holds a script or starts a program, so it is not kept. Print it to a new PDF and send that."
        )
    if PDF_END not in content[-TAIL:]:
        raise UnreadableFile("The PDF is cut off: its end is missing. Save it once more and send it again.")
    return KINDS["pdf"]


def _picture(code: str, content: bytes, end: bytes) -> Kind:
    if end not in content:
        raise UnreadableFile("The picture is cut off: its end is missing. Save it once more and send it again.")
    return KINDS[code]


def _text(content: bytes) -> Kind:
    for start, words in OTHERS.items():
        if content.startswith(start):
            raise UnreadableFile(f"The file is {words}, which is not taken. {SEND_INSTEAD}")
    if not _is_text(content):
        raise UnreadableFile(f"What the file is cannot be told from its content. {SEND_INSTEAD}")
    if content.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(MARKUP):
        raise UnreadableFile("The file is a web page or XML, which is not taken. Print it to a PDF and send that.")
    if _is_message(content):
        _refuse_attachments(content)
        return KINDS["email"]
    return KINDS["text"]


def _is_text(content: bytes) -> bool:
    """Whether every character can be read as UTF-8, or as Windows text."""
    if len(content.translate(None, NOT_TEXT)) < len(content):
        return False
    try:
        content.decode()
    except UnicodeDecodeError:
        return len(content.translate(None, NOT_IN_CP1252)) == len(content)
    return True


def _is_message(content: bytes) -> bool:
    """Whether the text begins as an email does: with lines of headers, From and at least one more among them."""
    head = content.replace(b"\r\n", b"\n").lstrip(b"\n").split(b"\n\n", 1)[0].split(b"\n")
    if not all(line.startswith((b" ", b"\t")) or HEADER.match(line) or line.endswith(b":") for line in head):
        return False
    names = {line.split(b":", 1)[0].lower() for line in head if not line.startswith((b" ", b"\t"))}
    return b"from" in names and len(names.intersection(MESSAGE_HEADERS)) > 1


def _refuse_attachments(content: bytes) -> None:
    """Refuse an email with an attachment that would be refused by itself."""
    if len(PARTS.findall(content)) > MOST_PARTS or content.count(b"\n") > MOST_LINES:
        raise UnreadableFile("The email has too many parts to look through. Save its attachments and send those.")
    try:
        attached = [_attachment(part) for part in email.message_from_bytes(content).walk()]
    except (LookupError, ValueError, RecursionError) as error:
        raise UnreadableFile("The email is damaged. Print it to a PDF and send that.") from error
    for name, inside in filter(None, attached):
        try:
            kind_of(inside)
        except UnreadableFile as problem:
            which = f", “{name}”" if name else ""
            raise UnreadableFile(
                f"The email has an attachment that cannot be kept{which}. {problem} Or print the email to a PDF and "
                "send that."
            ) from problem


def _attachment(part: Message) -> tuple[str, bytes] | None:
    """Name and content of a part that is no text of the email itself."""
    name = part.get_filename() or ""
    if part.is_multipart() or (not name and part.get_content_maintype() == "text"):
        return None
    inside = part.get_payload(decode=True)
    return name, inside if isinstance(inside, bytes) else b""
