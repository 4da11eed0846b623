"""CSV files from people: what is read, and what is said of those that cannot be."""

from datetime import date

import pytest

from delivery.domain import tables


def test_columns_are_found_by_name_in_any_order_and_spelling() -> None:
    content = "\ufeffKey Worker,participant,From,other\nW-1, P-1 ,2026-03-31,x\n,,,\nW-2,P-2\n".encode()
    rows = tables.read(content, ("participant", "key_worker", "from"), ("until",))
    assert [(row.number, dict(row.cells)) for row in rows] == [
        (2, {"participant": "P-1", "key_worker": "W-1", "from": "2026-03-31", "until": ""}),
        (4, {"participant": "P-2", "key_worker": "W-2", "from": "", "until": ""}),
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"a,b\n1,2\n", "Missing: participant"),
        (b"participant,participant\n1,2\n", "twice: participant"),
        (b"PK\x03\x04\0\0", "not text"),
        (b"participant\n\x81\n", "characters"),
        (b"participant\n" + b"x\n" * (tables.MOST_ROWS + 1), "more than 50,000 rows"),
        (b'participant,note\nP-1,"he said\nP-2,"no"\n', "rows would be lost in one cell"),
        (b'participant,note\nP-1,"' + b"x" * 140_000, "rows would be lost in one cell"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content: bytes, words: str) -> None:
    with pytest.raises(tables.Unreadable, match=words):
        tables.read(content, ("participant",))


def test_windows_characters_are_read() -> None:
    [row] = tables.read("participant\nZoë\n".encode("cp1252"), ("participant",))
    assert row.cells["participant"] == "Zoë"


@pytest.mark.parametrize("text", ["2026-03-31", "31/03/2026"])
def test_days_are_read_in_two_forms(text: str) -> None:
    assert tables.day(text) == date(2026, 3, 31)


@pytest.mark.parametrize("text", ["", "31/02/2026", "3/31/2026", "soon"])
def test_what_is_no_day_is_nothing(text: str) -> None:
    assert tables.day(text) is None


@pytest.mark.parametrize(("text", "number"), [("12", 12), ("0", 0), ("-1", None), ("1.5", None), ("", None)])
def test_whole_numbers(text: str, number: int | None) -> None:
    assert tables.whole(text) == number
