import pytest

from expertbody.domain import lengths


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (15, "15 minutes"),
        (60, "1 hour"),
        (90, "1 hour 30 minutes"),
        (lengths.USUAL, "2 hours"),
    ],
)
def test_a_length_is_said_in_hours_and_minutes(minutes: int, words: str) -> None:
    assert lengths.words(minutes) == words


def test_what_is_held_already_is_offered_beside_the_half_hours() -> None:
    offered = [minutes for minutes, _words in lengths.choices(45)]
    assert offered[:3] == [30, 45, 60]
    assert [minutes for minutes, _words in lengths.choices()] == list(lengths.OFFERED)
