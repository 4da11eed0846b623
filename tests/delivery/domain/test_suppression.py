from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from delivery.domain import suppression
from delivery.domain.suppression import NOBODY, Figure, Kind, Place, Rule
from tests.delivery import attacks


def test_a_figure_is_small_when_few_people_stand_behind_any_part_of_it() -> None:
    assert suppression.is_small(Figure(4, 0), 5)
    assert suppression.is_small(Figure(100, 4), 5)
    assert suppression.is_small(Figure(100, 96), 5)
    assert not suppression.is_small(Figure(100, 0), 5)
    assert not suppression.is_small(Figure(0, 0), 5)
    assert not suppression.is_small(Figure(10, 5), 5)


def test_one_small_figure_takes_the_next_smallest_with_it() -> None:
    assert suppression.hidden([Figure(100, 50), Figure(40, 20), Figure(60, 3)], 5) == [False, True, True]


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    assert suppression.hidden([Figure(100, 50), Figure(40, 20), Figure(0, 0)], 5) == [False, False, False]


def test_names_are_those_of_the_hidden_figures() -> None:
    group = {"north": Figure(100, 50), "south": Figure(10, 1), "east": Figure(50, 25)}
    assert suppression.hidden_names(group, 5) == {"south", "east"}


@st.composite
def figures(draw: st.DrawFn) -> Figure:
    people = draw(st.integers(0, 60))
    return Figure(people, draw(st.integers(0, people)))


@given(st.lists(figures(), max_size=8), st.integers(2, 10))
def test_what_is_hidden_cannot_be_found_from_the_total_and_the_rest(group: list[Figure], threshold: int) -> None:
    found = suppression.hidden(group, threshold)
    for figure, hide in zip(group, found, strict=True):
        assert hide or not suppression.is_small(figure, threshold)
    concealed = [figure for figure, hide in zip(group, found, strict=True) if hide]
    everything_hidden = all(hide or not figure.people for figure, hide in zip(group, found, strict=True))
    if concealed and not everything_hidden:
        assert len(concealed) > 1
        assert not suppression.is_small(sum(concealed, NOBODY), threshold)


def table(*rows: tuple[Figure, ...]) -> dict[Place, Figure]:
    return suppression.with_totals(
        {(f"a{i}", f"s{j}"): figure for i, row in enumerate(rows) for j, figure in enumerate(row)}
    )


def cells_of(figures: Mapping[Place, Figure]) -> list[tuple[str, str]]:
    return [(row, column) for row, column in figures if row is not None and column is not None]


def shown_of(figures: Mapping[Place, Figure], hidden: frozenset[Place], kind: Kind) -> dict[Place, dict[str, float]]:
    return {
        place: {name: float(number) for name, number in kind.parts(figure).items()}
        for place, figure in figures.items()
        if place not in hidden
    }


def assert_protected(
    figures: Mapping[Place, Figure],
    hidden: frozenset[Place],
    rule: Rule,
    kind: Kind = Kind.SHARE,
    before: Mapping[Place, list[Figure]] | None = None,
) -> None:
    """No secret is shown, and none is bounded below the threshold by all that is shown (the attack)."""
    known = shown_of(figures, hidden, kind)
    for secret in suppression.secrets(figures, rule, kind, before or {}):
        assert secret.place in hidden
        low, high = attacks.bounds(cells_of(figures), known, secret.place, secret.parts, attacks.parts_of(kind))
        is_wide = high >= secret.known + rule.threshold - 1e-6
        assert is_wide or (secret.known and low <= secret.known - rule.threshold + 1e-6)


def test_a_cell_hidden_for_its_row_takes_a_square_with_it_and_leaves_the_totals() -> None:
    figures = table((Figure(40, 2), Figure(60, 30)), (Figure(100, 50), Figure(80, 40)))
    hidden = suppression.hidden_places(figures, Rule())
    assert hidden == {("a0", "s0"), ("a0", "s1"), ("a1", "s0"), ("a1", "s1")}


def test_a_table_without_small_figures_is_shown_whole() -> None:
    assert (
        suppression.hidden_places(table((Figure(100, 50), Figure(60, 30)), (Figure(80, 40), NOBODY)), Rule()) == set()
    )


def test_two_small_cells_that_are_small_together_take_a_third_with_them() -> None:
    figures = table((Figure(2, 0),), (Figure(2, 0),), (Figure(30, 10),), (Figure(90, 40),))
    hidden = suppression.hidden_places(figures, Rule())
    assert ("a2", "s0") in hidden
    assert ("a3", "s0") not in hidden


def test_nobody_hides_behind_a_cell_in_which_there_is_nobody() -> None:
    figures = table((Figure(40, 2), NOBODY, Figure(90, 45)), (Figure(70, 30), Figure(50, 25), Figure(60, 30)))
    assert ("a0", "s1") not in suppression.hidden_places(figures, Rule())


def test_nought_is_hidden_where_the_source_asks_for_it() -> None:
    figures = table((Figure(40, 0), Figure(60, 30)), (Figure(100, 50), Figure(80, 40)))
    assert suppression.hidden_places(figures, Rule()) == set()
    assert ("a0", "s0") in suppression.hidden_places(figures, Rule(hides_nought=True))


def test_the_few_who_did_not_achieve_are_as_protected_as_the_few_who_did() -> None:
    figures = table((Figure(40, 38), Figure(60, 30)), (Figure(100, 50), Figure(80, 40)))
    assert ("a0", "s0") in suppression.hidden_places(figures, Rule())


def test_what_moved_by_a_few_people_since_it_was_shown_is_not_shown_again_until_it_moved_further() -> None:
    tables = [table((Figure(100, achieved),), (Figure(100, 50),)) for achieved in (20, 22, 26)]
    first, second, third = suppression.hidden_over_time(tables, Rule())
    assert first == third == set()
    assert ("a0", "s0") in second


def test_what_is_shown_stays_shown_whatever_comes_later() -> None:
    tables = [table((Figure(100, n), Figure(50, 20))) for n in (20, 22, 23, 60)]
    for number in range(1, 5):
        assert (
            suppression.hidden_over_time(tables[:number], Rule())
            == suppression.hidden_over_time(tables, Rule())[:number]
        )


def test_events_and_people_are_each_protected() -> None:
    figures = table((Figure(40, 3), Figure(60, 90)), (Figure(100, 50), Figure(80, 200)))
    hidden = suppression.hidden_places(figures, Rule(), kind=Kind.EVENTS)
    assert ("a0", "s0") in hidden
    assert_protected(figures, hidden, Rule(), Kind.EVENTS)


def test_counts_are_rounded_to_the_base_a_half_upwards() -> None:
    rule = Rule(8, 5)
    assert [rule.rounded(count) for count in (0, 8, 12, 13, 22, 23)] == [0, 10, 10, 15, 20, 25]
    assert Rule().rounded(13) == 13


def test_the_rule_is_told_in_a_sentence() -> None:
    assert "1 to 7" in Rule(8, 5).words
    assert "nearest 5" in Rule(8, 5).words
    assert "0 to 4" in Rule(5, 1, hides_nought=True).words


rules = st.builds(Rule, st.integers(2, 10), st.just(1), st.booleans())


@st.composite
def tables(draw: st.DrawFn) -> dict[Place, Figure]:
    rows, columns = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    return table(*(tuple(draw(figures()) for _ in range(columns)) for _ in range(rows)))


@given(tables(), rules)
def test_no_linear_program_over_a_table_finds_anything_below_the_threshold(
    given_table: dict[Place, Figure], rule: Rule
) -> None:
    assert_protected(given_table, suppression.hidden_places(given_table, rule), rule)


@given(st.integers(1, 3), st.integers(1, 3), st.data(), rules)
def test_nor_does_one_that_remembers_what_was_shown_before(
    rows: int, columns: int, data: st.DataObject, rule: Rule
) -> None:
    people: dict[tuple[str, str], int] = {}
    achieved: dict[tuple[str, str], int] = {}
    sequence = []
    for _period in range(4):
        for cell in [(f"a{i}", f"s{j}") for i in range(rows) for j in range(columns)]:
            joined = data.draw(st.integers(0, 25))
            people[cell] = people.get(cell, 0) + joined
            achieved[cell] = min(people[cell], achieved.get(cell, 0) + data.draw(st.integers(0, 12)))
        sequence.append(suppression.with_totals({cell: Figure(people[cell], achieved[cell]) for cell in people}))
    before: dict[Place, list[Figure]] = {}
    for one, hidden in zip(sequence, suppression.hidden_over_time(sequence, rule), strict=True):
        assert_protected(one, hidden, rule, before=before)
        for place in set(one) - hidden:
            before.setdefault(place, []).append(one[place])


@given(tables())
def test_no_single_figure_is_hidden_without_need(given_table: dict[Place, Figure]) -> None:
    """Showing any one of the hidden figures that are not small would give something away."""
    rule = Rule()
    found = suppression.secrets(given_table, rule, Kind.SHARE, {})
    hidden = suppression.hidden_places(given_table, rule)
    for place in hidden - {secret.place for secret in found}:
        known = shown_of(given_table, hidden - {place}, Kind.SHARE)
        highs = [
            (attacks.bounds(cells_of(given_table), known, one.place, one.parts, attacks.parts_of(Kind.SHARE))[1])
            for one in found
        ]
        assert any(high < rule.threshold - 1e-6 for high in highs)


def test_the_worked_example_of_the_documentation() -> None:
    figures = table((Figure(600, 300), Figure(60, 12)), (Figure(40, 3), Figure(50, 20)))
    hidden = suppression.hidden_places(figures, Rule())
    assert hidden == {("a0", "s0"), ("a0", "s1"), ("a1", "s0"), ("a1", "s1")}
    known = shown_of(figures, hidden, Kind.SHARE)
    low, high = attacks.bounds(cells_of(figures), known, ("a1", "s0"), ("achieved",), attacks.parts_of(Kind.SHARE))
    assert (round(low), round(high)) == (0, 23)
