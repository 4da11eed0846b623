"""The text of a PDF as we make them: objects that stand alone, fonts with a map to Unicode, two bytes a sign."""

import re
import zlib
from collections.abc import Iterator, Mapping

OBJECT = re.compile(rb"(\d+) 0 obj(.*?)endobj", re.DOTALL)
STREAM = re.compile(rb"stream\n(.*?)\nendstream", re.DOTALL)
STRING = re.compile(rb"\(((?:\\.|[^\\()])*)\)", re.DOTALL)
ONE = rb"\((?:\\.|[^\\()])*\)"
SHOWN = re.compile(rb"/(f\d+) [\d.]+ Tf|(\[(?:[^\]()]|" + ONE + rb")*\] ?TJ|" + ONE + rb" ?Tj)|(ET)", re.DOTALL)
ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def text(pdf: bytes) -> str:
    """All that can be read on the pages, in their order, with single spaces."""
    objects = {int(number): body for number, body in OBJECT.findall(pdf)}
    pages = [body for body in objects.values() if b"/Type/Page/" in body]
    return " ".join(" ".join(" ".join(_page(body, objects)) for body in pages).split())


def _page(page: bytes, objects: Mapping[int, bytes]) -> Iterator[str]:
    """What is shown between the beginning and the end of each text."""
    fonts = {name: _signs(objects[font], objects) for name, font in _fonts(page, objects)}
    font: dict[int, str] = {}
    line = ""
    for name, shown, ends in SHOWN.findall(_stream(objects[_reference(page, b"Contents")])):
        if name:
            font = fonts[name]
        for raw in STRING.findall(shown):
            plain = _plain(raw)
            codes = (int.from_bytes(plain[place : place + 2]) for place in range(0, len(plain), 2))
            line += "".join(font.get(code, "") for code in codes)
        if ends:
            yield line
            line = ""


def _fonts(page: bytes, objects: Mapping[int, bytes]) -> list[tuple[bytes, int]]:
    resources = objects[_reference(page, b"Resources")]
    return [(name, int(number)) for name, number in re.findall(rb"/(f\d+) (\d+) 0 R", resources)]


def _reference(body: bytes, name: bytes) -> int:
    found = re.search(rb"/" + name + rb" (\d+) 0 R", body)
    assert found, name
    return int(found.group(1))


def _stream(body: bytes) -> bytes:
    found = STREAM.search(body)
    assert found
    return zlib.decompress(found.group(1))


def _signs(font: bytes, objects: Mapping[int, bytes]) -> dict[int, str]:
    """The text of each sign of a font."""
    table = _stream(objects[_reference(font, b"ToUnicode")]).decode("latin-1")
    found: dict[int, str] = {}
    for part in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        found |= {int(code, 16): _unicode(sign) for code, sign in re.findall(r"<(\w+)> *<(\w+)>", part)}
    for part in re.findall(r"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, sign in re.findall(r"<(\w+)> *<(\w+)> *<(\w+)>", part):
            begin = int(first, 16)
            found |= {code: chr(int(sign, 16) + code - begin) for code in range(begin, int(last, 16) + 1)}
    return found


def _unicode(sign: str) -> str:
    return bytes.fromhex(sign).decode("utf-16-be")


def _plain(raw: bytes) -> bytes:
    """The bytes of a string without its escapes."""

    def one(found: re.Match[bytes]) -> bytes:
        said = found.group(1)
        return bytes([int(said, 8) & 255]) if said[:1].isdigit() else ESCAPED.get(said, said)

    return re.sub(rb"\\([0-7]{1,3}|.)", one, raw, flags=re.DOTALL)
