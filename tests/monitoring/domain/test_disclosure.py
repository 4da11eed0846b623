from hypothesis import given
from hypothesis import strategies as st

from monitoring.domain import disclosure
from monitoring.domain.disclosure import NOBODY, Figure


def test_a_figure_is_small_when_few_people_stand_behind_any_part_of_it() -> None:
    assert disclosure.is_small(Figure(4, 0), 5)
    assert disclosure.is_small(Figure(100, 4), 5)
    assert disclosure.is_small(Figure(100, 96), 5)
    assert not disclosure.is_small(Figure(100, 0), 5)
    assert not disclosure.is_small(Figure(0, 0), 5)
    assert not disclosure.is_small(Figure(10, 5), 5)


def test_one_small_figure_takes_the_next_smallest_with_it() -> None:
    assert disclosure.hidden([Figure(100, 50), Figure(40, 20), Figure(60, 3)], 5) == [False, True, True]


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    assert disclosure.hidden([Figure(100, 50), Figure(40, 20), Figure(0, 0)], 5) == [False, False, False]


def test_names_are_those_of_the_hidden_figures() -> None:
    group = {"north": Figure(100, 50), "south": Figure(10, 1), "east": Figure(50, 25)}
    assert disclosure.hidden_names(group, 5) == {"south", "east"}


@st.composite
def figures(draw: st.DrawFn) -> Figure:
    people = draw(st.integers(0, 60))
    return Figure(people, draw(st.integers(0, people)))


@given(st.lists(figures(), max_size=8), st.integers(2, 10))
def test_what_is_hidden_cannot_be_found_from_the_total_and_the_rest(group: list[Figure], threshold: int) -> None:
    found = disclosure.hidden(group, threshold)
    for figure, hide in zip(group, found, strict=True):
        assert hide or not disclosure.is_small(figure, threshold)
    concealed = [figure for figure, hide in zip(group, found, strict=True) if hide]
    everything_hidden = all(hide or not figure.people for figure, hide in zip(group, found, strict=True))
    if concealed and not everything_hidden:
        assert len(concealed) > 1
        assert not disclosure.is_small(sum(concealed, NOBODY), threshold)
