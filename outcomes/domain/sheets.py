"""A workbook of one sheet of texts, written as a stream: it takes the time of its bytes, and little memory."""

import itertools
import zipfile
from collections.abc import Iterable, Sequence
from typing import IO

LONGEST_CELL = 32_767
LARGEST_SHEET = 1_048_576
BLOCK = 500
_LEFT_OUT = [*(chr(number) for number in range(32) if chr(number) not in "\t\n"), "\ufffe", "\uffff"]
_XML = str.maketrans(dict.fromkeys(_LEFT_OUT, "") | {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    ),
}
BOOK = (
    f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets><sheet name="{{name}}" sheetId="1" r:id="rId1"/>'
    "</sheets></workbook>"
)


def write(file: IO[bytes], name: str, rows: Iterable[Sequence[str]]) -> None:
    """Write the rows as a workbook, at most as many as a sheet holds. What none can hold is left out of cells."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        for path, content in PARTS.items():
            archive.writestr(path, _HEAD + content)
        archive.writestr("xl/workbook.xml", _HEAD + BOOK.format(name=_text(name)))
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>'.encode())
            source = itertools.islice(rows, LARGEST_SHEET)
            while block := list(itertools.islice(source, BLOCK)):
                sheet.write("".join(map(_row, block)).encode())
            sheet.write(b"</sheetData></worksheet>")


def _row(cells: Sequence[str]) -> str:
    told = (f'<c t="inlineStr"><is><t xml:space="preserve">{_text(cell)}</t></is></c>' for cell in cells)
    return f"<row>{''.join(told)}</row>"


def _text(cell: str) -> str:
    return cell[:LONGEST_CELL].translate(_XML)
