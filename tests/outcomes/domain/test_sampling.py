"""Drawing a sample: the same for everybody, worked by hand, and fair."""

import hashlib
import random
from collections import Counter
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from outcomes.domain import sampling
from outcomes.domain.sampling import BY_VALUE, EQUAL, Unit


def units(number: int = 20, values: list[int] | None = None) -> list[Unit]:
    return [
        Unit(f"agent|P{place:03}|job|2026-05-12|1", "agent|job", Decimal((values or [1200] * number)[place]))
        for place in range(number)
    ]


def test_the_sample_is_what_sorting_the_digests_by_hand_gives() -> None:
    lines = sorted(hashlib.sha256(f"seed\nagent|job\n{unit.key}".encode()).hexdigest() + unit.key for unit in units())
    found = sampling.draw(units(), {"agent|job": 3}, seed="seed", method=EQUAL)
    assert {one.key for one in found} == {line[64:] for line in lines[:3]}


@given(st.integers(0, 10_000), st.sampled_from([EQUAL, BY_VALUE]))
def test_the_order_in_which_claims_are_listed_makes_no_difference(shuffle: int, method: str) -> None:
    listed = units(values=[100 * place for place in range(20)])
    mixed = random.Random(shuffle).sample(listed, len(listed))
    sizes = {"agent|job": 5}
    assert sampling.draw(listed, sizes, seed="a", method=method) == sampling.draw(mixed, sizes, seed="a", method=method)


def test_another_seed_gives_another_sample() -> None:
    found = {
        tuple(one.key for one in sampling.draw(units(), {"agent|job": 3}, seed=str(seed), method=EQUAL))
        for seed in range(20)
    }
    assert len(found) > 15


def test_claims_are_drawn_in_proportion_to_their_value() -> None:
    listed = units(values=[100] * 10 + [300] * 10)
    drawn: Counter[Decimal] = Counter()
    for seed in range(400):
        drawn.update(one.value for one in sampling.draw(listed, {"agent|job": 4}, seed=str(seed), method=BY_VALUE))
    assert sum(drawn.values()) == 1600
    assert 2.4 < drawn[Decimal(300)] / drawn[Decimal(100)] < 3.7


def test_a_claim_as_large_as_a_step_is_always_drawn_and_one_without_value_never() -> None:
    listed = units(values=[0, 10_000] + [100] * 18)
    for seed in range(20):
        found = sampling.draw(listed, {"agent|job": 4}, seed=str(seed), method=BY_VALUE)
        assert len(found) == 4
        assert [one.value for one in found if one.certain] == [Decimal(10_000)]
        assert all(one.value for one in found)


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=40), st.integers(1, 40))
def test_by_value_draws_as_many_as_asked_and_none_twice(values: list[int], number: int) -> None:
    listed = units(len(values), values)
    found = sampling.draw(listed, {"agent|job": number}, seed="s", method=BY_VALUE)
    assert len({one.key for one in found}) == len(found) == min(number, sum(1 for value in values if value))


def test_a_changed_list_has_another_digest_and_reads_back() -> None:
    text = sampling.text(units())
    assert sampling.read(text) == units()
    assert sampling.digest(text) != sampling.digest(text.replace("1200", "1201"))
