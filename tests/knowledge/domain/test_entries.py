from hypothesis import given
from hypothesis import strategies as st

from knowledge.domain import entries


def test_tags_are_small_letters_each_once_in_the_order_given() -> None:
    assert entries.tags_of("Small  numbers, gaming,, GAMING ,verdicts") == ["small numbers", "gaming", "verdicts"]


def test_a_snippet_is_cut_into_what_was_found_and_what_stands_around_it() -> None:
    snippet = f"of {entries.HIT}cohorts{entries.END} that {entries.HIT}closed{entries.END}"
    assert entries.pieces(snippet) == [("of ", False), ("cohorts", True), (" that ", False), ("closed", True)]


@given(st.text(alphabet=["a", " ", "<", entries.HIT, entries.END], max_size=12))
def test_a_snippet_loses_no_letter_whatever_its_marks(snippet: str) -> None:
    said = "".join(text for text, _is_hit in entries.pieces(snippet))
    assert [letter for letter in said if letter in "a <"] == [letter for letter in snippet if letter in "a <"]
