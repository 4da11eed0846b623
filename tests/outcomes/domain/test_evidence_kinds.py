"""What a file of evidence is: told from its content, whatever it is called."""

import base64
import contextlib
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.domain import evidence_kinds
from outcomes.domain.evidence_kinds import KINDS
from outcomes.domain.problems import UnreadableFile
from tests.outcomes.papers import JPEG, LETTER, MESSAGE, PDF, PNG, archive, word

ODT = archive(mimetype=b"application/vnd.oasis.opendocument.text", content_DOT_xml=b"<x/>")
WITH_PARTS = b"From: a@b.c\nDate: today\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nHello\n--x\n"


def attached(content: bytes, name: str = "letter.pdf") -> bytes:
    about = f'Content-Disposition: attachment; filename="{name}"\nContent-Transfer-Encoding: base64\n\n'
    return WITH_PARTS + about.encode() + base64.encodebytes(content) + b"\n--x--\n"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (PDF, "pdf"),
        (PNG, "png"),
        (JPEG, "jpeg"),
        (word(), "docx"),
        (word(xl__workbook_DOT_xml=b"<x/>").replace(b"word/document.xml", b"word/documents.xm"), "xlsx"),
        (ODT, "odt"),
        (LETTER, "text"),
        ("name,day\nÜnal,1\n".encode("cp1252"), "text"),
        (b"BMW garage: repaired\n", "text"),
        (MESSAGE, "email"),
        (attached(PDF), "email"),
    ],
)
def test_the_content_decides_what_a_file_is(content: bytes, code: str) -> None:
    assert evidence_kinds.kind_of(content) == KINDS[code]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b" \r\n\0\0", "is empty"),
        (PDF.replace(b"/Root", b"/Encrypt 5 0 R /Root"), "protected by a password"),
        (PDF.replace(b"/Root", b"/OpenAction << /S /JavaScript >> /Root"), "holds a script"),
        (PDF[:40], "cut off"),
        (PNG[:20], "cut off"),
        (JPEG[:20], "cut off"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "password or is in an old format"),
        (word(word__vbaProject_DOT_bin=b"x"), "holds macros"),
        (word(word__activeX__activeX1_DOT_bin=b"x"), "a program or another file inside"),
        (word(word__embeddings__run_DOT_exe=b"x"), "a program or another file inside"),
        (word()[:60], "damaged or cut off"),
        (archive(letter_DOT_pdf=PDF), "is an archive"),
        (archive(mimetype=b"application/vnd.oasis.opendocument.text", META__INF=b"x", Basic__x=b"x"), "holds macros"),
        (b"<!DOCTYPE html><script>1</script>", "a web page or XML"),
        (b"\xef\xbb\xbf <svg onload='x'/>", "a web page or XML"),
        (b"#!/bin/sh\nrm -r /\n", "is a program"),
        (b"MZ\x90\0\x03\0\0\0", "cannot be told"),
        (b"GIF89a\x01\0", "a GIF picture"),
        (attached(b"MZ\x90\0\x03", "setup.exe"), "attachment that cannot be kept, “setup.exe”"),
        (attached(b"<html></html>", "page.html"), "attachment that cannot be kept, “page.html”"),
        (WITH_PARTS + b"Content-Type: multipart/mixed\n\n" * 50, "too many parts"),
    ],
)
def test_what_may_not_be_kept_is_refused_with_the_reason(content: bytes, words: str) -> None:
    with pytest.raises(UnreadableFile, match=words):
        evidence_kinds.kind_of(content)


def test_a_document_that_would_unpack_to_too_much_is_refused_without_being_opened() -> None:
    bomb = bytearray(word(word__media__x_DOT_bin=b"x" * 1000))
    place = bomb.rindex(b"PK\x01\x02", 0, bomb.rindex(b"word/media/x.bin"))
    bomb[place + 24 : place + 28] = struct.pack("<L", 4_000_000_000)
    with pytest.raises(UnreadableFile, match="unpack to far more"):
        evidence_kinds.kind_of(bytes(bomb))
    with pytest.raises(UnreadableFile, match="unpack to far more"):
        evidence_kinds.kind_of(word(word__media__x_DOT_bin=b"\0" * 40_000_000))


def test_a_document_with_a_password_on_its_parts_is_refused() -> None:
    locked = bytearray(word())
    place = locked.index(b"PK\x01\x02")
    locked[place + 8] |= 1
    with pytest.raises(UnreadableFile, match="protected by a password"):
        evidence_kinds.kind_of(bytes(locked))
    manifest = {"META-INF/manifest.xml": b"<manifest:encryption-data/>"}
    with pytest.raises(UnreadableFile, match="protected by a password"):
        evidence_kinds.kind_of(archive(mimetype=b"application/vnd.oasis.opendocument.text", **manifest))


@given(st.binary(max_size=2000))
def test_whatever_is_sent_is_either_of_a_known_kind_or_refused_in_words(content: bytes) -> None:
    with contextlib.suppress(UnreadableFile):
        assert evidence_kinds.kind_of(content) in KINDS.values()


@pytest.mark.parametrize(
    ("code", "name", "handed_out"),
    [("pdf", "Letter.PDF", "Letter.PDF"), ("text", "run.exe", "run.exe.txt"), ("jpeg", "a.png", "a.png.jpg")],
)
def test_a_file_is_handed_out_with_an_ending_that_fits_its_content(code: str, name: str, handed_out: str) -> None:
    assert evidence_kinds.named_for(KINDS[code], name) == handed_out
