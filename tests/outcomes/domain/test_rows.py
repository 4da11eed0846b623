"""Rows looked at column by column come to the same as rows looked at one by one."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.domain.cells import Code, Dates, Parser, Sequences, Text
from outcomes.domain.reading import Header, Reading, Row, Source
from outcomes.domain.rows import Cells

NAMES = ["participant", "achieved_on", "outcome", "sequence"]
CELLS = st.one_of(
    st.sampled_from(["", " ", "P-1", "'=1", " P-2", "a\tb", "\xa0P", "x" * 20, "2025-03-01", "31/02/2025", "job", "2"]),
    st.text(max_size=4),
)
TABLES = st.lists(st.lists(CELLS, min_size=2, max_size=6), min_size=1, max_size=12)


def cells() -> Cells:
    plan: list[tuple[str, Parser]] = [
        ("participant", Text(10)),
        ("achieved_on", Dates()),
        ("outcome", Code(["job"], refuse_unknown=True, length=10)),
        ("sequence", Sequences()),
        ("evidence_ref", Text(10)),
    ]
    header = Header(columns=NAMES, positions={name: place for place, name in enumerate(NAMES)}, unknown=[])
    return Cells(header, plan, required=2)


@given(TABLES)
def test_column_by_column_is_as_row_by_row(table: list[list[str]]) -> None:
    columns, odd = cells().columns(list(enumerate(table)))
    for place, row in enumerate(table):
        alone = cells()
        found = alone.values(place, list(row))
        if place in odd:
            assert found is None or found[1] or len(row) != len(NAMES)
        else:
            assert found == ([column[place] for column in columns], False)
            assert (alone.problems, alone.short) == ([], "")


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("quoted", ["plain", '"two\nlines"'], ids=["plain", "quoted"])
def test_the_rows_picked_are_those_with_the_numbers(tmp_path: Path, ending: str, quoted: str) -> None:
    lines = ["", "participant,outcome", "P-1,ä", "", f"P-2,{quoted}", "P-3", "P-4,x", "P-5,y"]
    path = tmp_path / "file.csv"
    path.write_bytes(ending.join(lines).encode("cp1252"))

    def source() -> Source:
        return Source(path, Reading(format="csv", encoding="cp1252"))

    every: list[Row] = list(source().rows())
    wanted = [[3, 5], [6], [8]]
    assert list(source().picked(wanted)) == [[row for row in every if row[0] in batch] for batch in wanted]
