import itertools
from collections.abc import Sequence
from decimal import Decimal
from typing import TypeVar

from hypothesis import given
from hypothesis import strategies as st

from delivery.domain import amounts
from delivery.domain.amounts import Block
from delivery.domain.suppression import Rule

T = TypeVar("T", Block, amounts.Told)


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


late = st.dictionaries(st.tuples(st.sampled_from("abc"), st.integers(1, 6)), st.integers(0, 7))


@given(numbers, late)
def test_no_amount_differs_by_few_from_what_was_told_of_the_same_periods(
    first: dict[tuple[str, int], int], more: dict[tuple[str, int], int]
) -> None:
    """Of all, of an agent, and of what is left when shown agents are taken from all: over any periods in a row."""
    then = {"job": first}
    told = [amounts.counts_of(block, then) for block in amounts.blocks(range(1, 7), then, five)]
    now = {"job": {key: first.get(key, 0) + more.get(key, 0) for key in first | more}}
    shown = amounts.blocks(range(1, 7), now, five, [told])
    for new, old in itertools.product(rows(shown), rows(told)):
        periods, before = span(new), span(old)
        if not set(before) <= set(periods) or (periods == before and not any(more.get(k, 0) for k in keys(before))):
            continue
        seen = set("abc").intersection(*(one.counts.keys() for one in old)).difference(*(one.hidden for one in new))
        left = {
            agent: sum(now["job"].get((agent, period), 0) for period in periods)
            - sum(first.get((agent, period), 0) for period in before)
            for agent in "abc"
        }
        rest = sum(number for agent, number in left.items() if agent not in seen)
        for number in (sum(left.values()), rest, *(left[agent] for agent in seen)):
            assert not Rule().is_small(number), (new, old)


def rows(found: Sequence[T]) -> list[Sequence[T]]:
    """Those that follow each other."""
    return [found[first : last + 1] for first in range(len(found)) for last in range(first, len(found))]


def span(found: Sequence[Block | amounts.Told]) -> list[int]:
    return [period for one in found for period in one.periods]


def keys(periods: Sequence[int]) -> list[tuple[str, int]]:
    return list(itertools.product("abc", periods))


def test_where_nothing_has_changed_the_same_is_told_again() -> None:
    counts = {"job": {("a", 1): 20, ("b", 1): 3, ("a", 2): 9, ("b", 2): 4, ("b", 3): 30}}
    blocks = amounts.blocks([1, 2, 3], counts, five)
    told = [amounts.counts_of(block, counts) for block in blocks]
    assert amounts.blocks([1, 2, 3], counts, five, [told]) == blocks


def test_two_who_come_late_are_told_with_the_next_period_or_not_at_all() -> None:
    counts = {"job": {("a", 1): 20}}
    told = [amounts.counts_of(block, counts) for block in amounts.blocks([1], counts, five)]
    assert amounts.blocks([1], {"job": {("a", 1): 22}}, five, [told]) == []
    assert amounts.blocks([1, 2], {"job": {("a", 1): 22, ("a", 2): 8}}, five, [told]) == [Block((1, 2), frozenset())]
    assert amounts.blocks([1], {"job": {("a", 1): 26}}, five, [told]) == [Block((1,), frozenset())]


def test_what_was_taken_back_from_a_few_since_is_as_little_told() -> None:
    told = [amounts.Told((1,), {"a": {":job": 20}, amounts.WHOLE: {":job": 20}})]
    assert amounts.blocks([1], {":job": {("a", 1): 18}}, five, [told]) == []
    assert amounts.blocks([1], {":job": {("a", 1): 12}}, five, [told]) == [Block((1,), frozenset())]


def test_more_taken_back_than_paid_is_no_small_number_unless_the_difference_is() -> None:
    assert amounts.blocks([1], {"job": {("a", 1): -8, ("b", 1): 30}}, five) == [Block((1,), frozenset())]
    assert amounts.blocks([1], {"job": {("a", 1): -8, ("b", 1): 11}}, five) == []
    assert amounts.blocks([1], {"job": {("a", 1): -2, ("b", 1): 11}}, five) == [Block((1,), frozenset({"a", "b"}))]
