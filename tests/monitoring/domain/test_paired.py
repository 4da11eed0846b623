from collections import Counter

import pytest
from hypothesis import given

from monitoring.domain import paired
from monitoring.domain.paired import Group, Level
from monitoring.domain.rates import Counts
from tests.monitoring.domain.drawn import events_by_person


def group(people: list[int]) -> Group:
    return Group(sum(1 for one in people if one), Counts.of(Counter(people)))


@given(events_by_person(), events_by_person())
def test_what_share_and_frequency_did_adds_up_to_the_net_effect(one: list[int], two: list[int]) -> None:
    found = paired.net(group(one), group(two))
    assert found.by_share + found.by_frequency == pytest.approx(found.per_head, abs=1e-9)
    assert found.avoided == pytest.approx(sum(two) / len(two) * len(one) - sum(one), abs=1e-6)


def test_fewer_people_with_more_events_each_are_told_as_opposed() -> None:
    before = group([0] * 50 + [1] * 50)
    after = group([0] * 60 + [2] * 40)
    found = paired.net(after, before)
    assert found.opposed
    assert found.share == pytest.approx(-0.1)
    assert found.per_head == pytest.approx(0.3)
    assert found.avoided == pytest.approx(-30)


def test_a_fall_in_both_is_not_opposed() -> None:
    assert not paired.net(group([0] * 70 + [1] * 30), group([0] * 50 + [2] * 50)).opposed


def test_more_people_than_events_cannot_have_had_one() -> None:
    with pytest.raises(ValueError, match="has one at least"):
        Group(5, Counts.of({0: 8, 1: 2}))


@given(events_by_person(), events_by_person())
def test_against_a_fixed_level_the_parts_add_up_too(one: list[int], two: list[int]) -> None:
    level = Level(group(two).share, group(two).per_head)
    found, between = paired.net_of_level(group(one), level), paired.net(group(one), group(two))
    assert found.by_share + found.by_frequency == pytest.approx(found.per_head, abs=1e-9)
    assert (found.share, found.per_head, found.avoided) == pytest.approx(
        (between.share, between.per_head, between.avoided), abs=1e-9
    )
