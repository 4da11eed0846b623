import pytest

from expertbody.domain import plain, reading


@pytest.mark.parametrize(
    ("word", "count"),
    [("plan", 1), ("stage", 1), ("people", 2), ("decided", 3), ("paused", 1), ("results", 2), ("the", 1), ("2026", 1)],
)
def test_syllables_are_counted(word: str, count: int) -> None:
    assert reading.syllables(word) == count


def test_short_words_in_short_sentences_are_easier_than_long_ones_in_long_sentences() -> None:
    easy = reading.ease("We pay for results. We count them.")
    hard = reading.ease(
        "Remuneration is contingent upon the verification of previously stipulated outcome characteristics by "
        "independent organisations."
    )
    assert easy > 90 > 0 > hard


def test_a_text_without_words_has_no_reading_ease() -> None:
    with pytest.raises(ValueError, match="without words"):
        reading.ease(" … ")


@pytest.mark.parametrize("text", plain.FIXED)
def test_every_fixed_text_reaches_the_bar(text: str) -> None:
    assert reading.ease(text) >= reading.BAR, f"{reading.ease(text):.0f}: {text}"
