from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from delivery.domain import amounts
from delivery.domain.amounts import Block
from delivery.domain.suppression import Rule


def five(_outcome: str) -> Rule:
    return Rule()


def test_periods_without_small_numbers_are_shown_one_by_one() -> None:
    counts = {"job": {("a", 1): 20, ("b", 1): 30, ("a", 2): 10, ("b", 2): 0}}
    assert amounts.blocks([1, 2], counts, five) == [Block((1,), frozenset()), Block((2,), frozenset())]


def test_a_period_with_a_small_number_of_any_outcome_is_taken_together_with_the_next() -> None:
    counts = {"job": {("a", 1): 20, ("a", 2): 20}, "home": {("a", 1): 2, ("a", 2): 9}}
    assert amounts.blocks([1, 2], counts, five) == [Block((1, 2), frozenset())]


def test_a_small_number_at_the_end_waits() -> None:
    assert amounts.blocks([1, 2], {"job": {("a", 1): 20, ("a", 2): 3}}, five) == [Block((1,), frozenset())]


def test_an_agent_with_a_small_number_is_hidden_with_another() -> None:
    counts = {"job": {("a", 1): 3, ("b", 1): 30, ("c", 1): 90}}
    assert amounts.blocks([1], counts, five) == [Block((1,), frozenset({"a", "b"}))]


def test_amounts_are_rounded_no_finer_than_the_counts_behind_them() -> None:
    assert amounts.step(5, Decimal("1350.00")) == Decimal(10_000)
    assert amounts.step(5, Decimal("0.30")) == Decimal(2)
    assert amounts.rounded(Decimal("14999.99"), Decimal(10_000)) == Decimal(10_000)
    assert amounts.rounded(Decimal("15000.00"), Decimal(10_000)) == Decimal(20_000)


numbers = st.dictionaries(st.tuples(st.sampled_from("abc"), st.integers(1, 6)), st.integers(0, 30))


@given(st.dictionaries(st.sampled_from(["job", "home"]), numbers))
def test_no_sum_of_amounts_that_are_shown_speaks_of_few(counts: dict[str, dict[tuple[str, int], int]]) -> None:
    """Whatever is taken from whatever: all, an agent, and what is left when shown agents are taken from all."""
    for block in amounts.blocks(range(1, 7), counts, five):
        for entries in counts.values():
            by_agent = {
                agent: sum(
                    number for (one, period), number in entries.items() if one == agent and period in block.periods
                )
                for agent in "abc"
            }
            shown = {agent: number for agent, number in by_agent.items() if agent not in block.hidden}
            rest = sum(by_agent.values()) - sum(shown.values())
            assert not any(Rule().is_small(number) for number in (*shown.values(), rest))


@given(numbers)
def test_what_is_shown_does_not_change_when_a_period_is_added(entries: dict[tuple[str, int], int]) -> None:
    whole = amounts.blocks(range(1, 7), {"job": entries}, five)
    before = amounts.blocks(range(1, 6), {"job": entries}, five)
    assert whole[: len(before)] == before
