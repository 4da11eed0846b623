from delivery.domain.networks import EVERYTHING, Network

VALUES = {
    ("a", "x"): 2,
    ("a", "y"): 30,
    ("b", "x"): 50,
    ("b", "y"): 40,
    ("a", None): 32,
    ("b", None): 90,
    (None, "x"): 52,
    (None, "y"): 70,
    EVERYTHING: 122,
}
SQUARE = {("a", "x"), ("a", "y"), ("b", "x"), ("b", "y")}


def test_a_hidden_cell_whose_row_is_shown_otherwise_cannot_move() -> None:
    assert Network(VALUES).rise(("a", "x"), {("a", "x")}, 10) == 0
    assert Network(VALUES).fall(("a", "x"), {("a", "x")}, 10) == 0


def test_four_hidden_cells_in_a_square_move_as_far_as_those_that_give_way() -> None:
    assert Network(VALUES).rise(("a", "x"), SQUARE, 100) == 30
    assert Network(VALUES).fall(("a", "x"), SQUARE, 100) == 2
    assert Network(VALUES).rise(("b", "x"), SQUARE, 100) == 2


def test_it_looks_no_further_than_it_is_asked_to() -> None:
    assert Network(VALUES).rise(("a", "x"), SQUARE, 3) == 3


def test_where_all_is_hidden_a_figure_may_be_as_great_as_one_likes() -> None:
    assert Network(VALUES).rise(("a", "x"), set(VALUES), 10_000) == 10_000


def test_the_cheapest_way_round_a_cell_is_the_square_of_least_cost() -> None:
    costs = {place: value for place, value in VALUES.items() if place != EVERYTHING}
    assert set(Network(VALUES).cheapest(("a", "x"), costs)) == SQUARE - {("a", "x")}


def test_there_is_no_way_round_when_nothing_may_be_passed() -> None:
    assert Network(VALUES).cheapest(("a", "x"), {}) == []
