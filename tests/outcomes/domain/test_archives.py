"""Archives that were made to harm whoever opens them."""

import io
import struct
import zipfile

import pytest

from outcomes.domain import archives
from outcomes.domain.evidence_kinds import kind_of
from outcomes.domain.problems import UnreadableFile
from tests.outcomes.papers import word

CONTENT_TYPES = "[Content_Types].xml"


def packed(method: int, size: int = archives.MEGABYTE) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as file:
        file.writestr(CONTENT_TYPES, b"\0" * size)
        file.writestr("word/document.xml", "<w:document/>")
    return out.getvalue()


def telling(content: bytes, size: int) -> bytes:
    """The archive with another size of its first part in the list of its contents."""
    place = content.index(b"PK\x01\x02") + 24
    return content[:place] + struct.pack("<I", size) + content[place + 4 :]


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_what_is_unpacked_without_a_limit_is_not_unpacked(method: int, monkeypatch: pytest.MonkeyPatch) -> None:
    content = telling(packed(method), 10)
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_args: pytest.fail("the part was opened"))
    with pytest.raises(UnreadableFile, match="damaged or cut off"):
        kind_of(content)


def test_of_a_part_that_is_larger_than_it_says_no_more_is_read_than_it_says() -> None:
    with zipfile.ZipFile(io.BytesIO(telling(packed(zipfile.ZIP_DEFLATED), 10))) as archive:
        with pytest.raises(zipfile.BadZipFile):
            archives.part(archive, CONTENT_TYPES)
        assert archives.part(archive, "docProps/app.xml") == b""


def test_a_part_that_cannot_be_unpacked_is_told_as_damage() -> None:
    content = bytearray(packed(zipfile.ZIP_DEFLATED, size=100))
    place = 30 + len(CONTENT_TYPES)
    content[place : place + 5] = b"\xff" * 5
    with pytest.raises(UnreadableFile, match="damaged or cut off"):
        kind_of(bytes(content))


def test_an_ordinary_document_is_taken() -> None:
    assert kind_of(word()).code == "docx"
