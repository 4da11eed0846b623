import pytest

from stages.domain import few_people


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("In May 3 participants left.", ["3 participants"]),
        ("Two of the young men did not come back.", ["Two of the young men"]),
        ("Only one family was visited, and 4 children.", ["one family", "4 children"]),
        ("We heard of 1 person.", ["1 person"]),
        ("12 participants left, 5 people came.", []),
        ("Stage 4 people were asked in 2025-03.", ["4 people"]),
        ("Stage 4 questions the price per person.", []),
        ("1.3 people a week, £3 a person", []),
        ("Nobody left.", []),
    ],
)
def test_small_numbers_beside_words_for_people_are_found(text: str, found: list[str]) -> None:
    assert few_people.told(text, 5) == found


def test_the_threshold_of_the_programme_counts() -> None:
    assert few_people.told("7 clients", 10) == ["7 clients"]
    assert few_people.told("7 clients", 5) == []
