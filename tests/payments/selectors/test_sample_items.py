"""The state of drawn claims, told of all of them by one query, against the rule followed for each by itself."""

import random
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from accounts.errors import Forbidden, Refused
from accounts.models import Role, User
from outcomes.actions import checks, claims, verification
from outcomes.models import Appeal, ClaimState, EvidenceRequest, ItemDecision, SampleItem
from outcomes.selectors import sample_items
from tests import builders
from tests.kept import kept
from tests.payments.scheme import PRICED
from tests.payments.verifying import Verdict, World

pytestmark = pytest.mark.django_db


@pytest.fixture
@kept
def world() -> World:
    return World()


Told = tuple[str, datetime | None, Any]


def by_the_rule(item: SampleItem) -> Told:
    """State, day of the agreed failure, and day by which evidence is asked for: read row after row, in order."""
    verdict, failed_at, ask_due = "", None, None
    for decision in ItemDecision.objects.filter(item=item).order_by("pk"):
        verdict = decision.verdict
        failed_at = decision.decided_at if verdict == Verdict.AGREED else failed_at
    for asked in EvidenceRequest.objects.filter(item=item, answer=None):
        ask_due = asked.due_on if ask_due is None else min(ask_due, asked.due_on)
    *_, last = ClaimState.objects.filter(claim=item.claim_id).order_by("pk").values_list("state", flat=True)
    if verdict in (Verdict.PASSED, Verdict.UPHELD):
        return "passed", failed_at, ask_due
    if verdict in (Verdict.AGREED, Verdict.DISMISSED):
        waits = verdict == Verdict.AGREED and Appeal.objects.filter(item=item).exists()
        return ("appealed" if waits else "failed"), failed_at, ask_due
    if last == ClaimState.State.WITHDRAWN:
        return "withdrawn", failed_at, ask_due
    if verdict == Verdict.FAILED:
        return "to_confirm", failed_at, ask_due
    return ("to_check" if ask_due is None else "asked"), failed_at, ask_due


def steps(world: World, third: User) -> list[Callable[[SampleItem, datetime], object]]:
    """All that can happen to a drawn claim; what its state does not allow is refused."""
    verifiers = (world.first, world.second)
    return [
        *(lambda item, at, by=by: world.passes(item, by=by, at=at) for by in verifiers),
        *(lambda item, at, by=by: world.fails(item, by=by) for by in verifiers),
        *(
            lambda item, at, by=by, agree=agree: checks.confirm(item=item, agree=agree, note="Seen.", by=by, at=at)
            for by in verifiers
            for agree in (True, True, False)
        ),
        *(
            lambda item, at, days=days: checks.ask(
                item=item, text="Who saw it?", due_on=(at + timedelta(days=days)).date(), by=world.first, at=at
            )
            for days in (9, 3)
        ),
        lambda item, at: checks.answer(
            request=EvidenceRequest.objects.filter(item=item).latest("pk"), text="The employer.", reference="",
            by=world.for_agent, at=at,
        ),
        lambda item, at: checks.appeal(item=item, text="They did start.", by=world.for_agent, at=at),
        *(
            lambda item, at, uphold=uphold: checks.decide_appeal(
                item=item, uphold=uphold, note="Looked at.", by=third, at=at
            )
            for uphold in (True, False)
        ),
        lambda item, at: claims.withdraw(claim=item.claim, reason="Sent by mistake.", by=world.for_agent, at=at),
    ]  # fmt: skip


def lived(world: World, items: list[SampleItem], seed: int) -> None:
    """Take each drawn claim through a history of its own; every third begins with a failure."""
    chance = random.Random(seed)
    third = builders.member(world.programme, Role.COMMISSIONER)
    acts = steps(world, third)
    for place, item in enumerate(items):
        if place % 3 == 0:
            world.fails_for_good(item)
        for step in range(place % 12):
            try:
                chance.choice(acts)(item, PRICED + timedelta(minutes=step))
            except (Refused, Forbidden, EvidenceRequest.DoesNotExist):
                continue


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_all_states_in_one_query_are_those_that_the_rule_gives_one_by_one(world: World, seed: int) -> None:
    before = world.drawn()
    verification.give_up(plan=before[0].plan, reason="Drawn too early.", by=world.commissioner, at=PRICED)
    drawn = world.drawn(name="Once more")
    lived(world, drawn, seed)
    items = list(sample_items.with_state(SampleItem.objects.all()))
    told = {item.pk: (item.state, item.failed_at, item.ask_due) for item in items}
    expected = {item.pk: by_the_rule(item) for item in (*before, *drawn)}
    assert told == expected
    assert {item.pk: sample_items.state_of(item) for item in items} == {pk: one[0] for pk, one in expected.items()}
    for plan in {item.plan for item in items}:
        by_hand = Counter(expected[item.pk][0] for item in items if item.plan == plan)
        assert sample_items.counts(plan) == by_hand
        for state, number in by_hand.items():
            shown = sample_items.search(world.first, plan, state=state)
            assert [item.state for item in shown] == [state] * number


def test_the_histories_come_to_every_state(world: World) -> None:
    """So that the comparison above looks at each of them."""
    items = world.drawn()
    lived(world, items, 1)
    found = {by_the_rule(item)[0] for item in items}
    assert found == set(sample_items.WORDS)
