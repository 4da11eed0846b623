"""Small files of evidence, made up."""

import io
import zipfile
from datetime import datetime

from accounts.models import User
from outcomes.actions import evidence
from outcomes.domain.evidence import Sent
from outcomes.models import Attachment, Claim

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20 + b"IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0" + b"\0" * 20 + b"\xff\xd9"
LETTER = b"Dear Sir or Madam,\nthey have worked here since January.\n"
MESSAGE = b"From: employer@example.org\r\nTo: agent@example.org\r\nSubject: At work\r\n\r\nSince January.\r\n"


def archive(**parts: bytes) -> bytes:
    """A zip file of parts whose names are given with __ for / and _DOT_ for a dot."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            _put(file, name.replace("__", "/").replace("_DOT_", "."), content)
    return out.getvalue()


def word(**parts: bytes) -> bytes:
    """A Word document, as far as anybody looks."""
    out = io.BytesIO(archive(word__document_DOT_xml=b"<w:document/>", **parts))
    with zipfile.ZipFile(out, "a") as file:
        _put(file, "[Content_Types].xml", b"<Types/>")
    return out.getvalue()


def _put(file: zipfile.ZipFile, name: str, content: bytes) -> None:
    """A part with the first day that a zip file knows, so that the same document is the same bytes at any hour."""
    file.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)


def sent(content: bytes = PDF, name: str = "letter.pdf") -> Sent:
    return Sent(name, io.BytesIO(content))


def attached(claim: Claim, *, by: User, at: datetime) -> Attachment:
    """A letter attached to the claim."""
    (made,) = evidence.attach(claim=claim, files=[sent()], by=by, at=at)
    return made
