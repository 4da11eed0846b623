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


def table(*rows: tuple[Figure, ...]) -> dict[tuple[str, str], Figure]:
    return {(f"a{i}", f"s{j}"): figure for i, row in enumerate(rows) for j, figure in enumerate(row)}


def test_a_cell_hidden_for_its_row_takes_one_of_its_column_with_it() -> None:
    big, small = Figure(100, 50), Figure(40, 2)
    found = disclosure.hidden_places(table((small, Figure(60, 30)), (big, Figure(80, 40))), 5)
    assert {("a0", "s0"), ("a0", "s1"), ("a1", "s0"), ("a1", "s1")} <= found
    assert (None, None) not in found


def test_a_table_without_small_cells_is_shown_whole() -> None:
    assert (
        disclosure.hidden_places(table((Figure(100, 50), Figure(60, 30)), (Figure(80, 40), NOBODY)), 5) == frozenset()
    )


@given(st.integers(1, 4), st.integers(1, 4), st.data())
def test_no_line_of_a_table_gives_a_small_figure_away(rows: int, columns: int, data: st.DataObject) -> None:
    cells = {(f"a{i}", f"s{j}"): data.draw(figures()) for i in range(rows) for j in range(columns)}
    found = disclosure.hidden_places(cells, 5)
    agents, segments = sorted({row for row, _column in cells}), sorted({column for _row, column in cells})

    def total(row: str | None, column: str | None) -> Figure:
        return sum((one for (r, c), one in cells.items() if row in (None, r) and column in (None, c)), NOBODY)

    for row in (*agents, None):
        for column in (*segments, None):
            assert (row, column) in found or not disclosure.is_small(total(row, column), 5)
    for row in (*agents, None):
        hidden = [column for column in segments if (row, column) in found]
        shown = [column for column in segments if (row, column) not in found and total(row, column).people]
        if hidden and shown and (row, None) not in found:
            assert len(hidden) > 1
            assert not disclosure.is_small(sum((total(row, column) for column in hidden), NOBODY), 5)
