"""What a claim's state is now, beside the history that it is taken from; and the lists of claims in a state."""

import importlib
import random
from collections.abc import Iterator
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import Role
from outcomes.models import Claim, ClaimState, CurrentState
from outcomes.selectors import claims
from tests import builders
from tests.outcomes import handovers
from tests.outcomes.scheme import SENT, Scheme
from tests.outcomes.test_lists_of_rows import every

pytestmark = pytest.mark.django_db
State = ClaimState.State


@pytest.fixture
def scheme() -> Scheme:
    """Claims of two agents on a few days, most of which have come to one or several states, some at once."""
    made = handovers.scheme_of_two()
    south = made.programme.contract_versions.get().parties.get(organisation__code="southern-works").organisation
    for n in range(40):
        agent = south if n % 3 == 0 else made.agent
        person = made.participant(f"A-{n}", date(2025, 1, 10), agent=agent)
        Claim.objects.create(
            programme=made.programme, agent=agent, participant=person,
            outcome="job_outcome" if n % 4 else "qualification",
            event_date=date(2025, 3, 1 + n % 6), version=made.version, received_at=SENT,
        )  # fmt: skip
    chance = random.Random(7)
    own = list(Claim.objects.filter(programme=made.programme).order_by("pk"))
    for _ in range(5):
        come_to(made, [(one, chance.choice(State.values)) for one in chance.sample(own, 15)])
    come_to(made, [(own[0], State.VERIFIED), (own[0], State.FAILED)])
    return made


def come_to(scheme: Scheme, changes: list[tuple[Claim, str]]) -> None:
    ClaimState.objects.bulk_create(
        ClaimState(claim=claim, state=state, reason="Because.", changed_by=scheme.user, changed_at=SENT)
        for claim, state in changes
    )


def last(scheme: Scheme) -> dict[int, str]:
    """By claim, the state that was given to it last, as the history tells; those that never had one are not in it."""
    history = ClaimState.objects.filter(claim__programme=scheme.programme).order_by("pk")
    return dict(history.values_list("claim", "state"))


def now() -> set[tuple[object, ...]]:
    return set(CurrentState.objects.values_list("claim", "change", "programme", "agent", "event_date", "state"))


def test_the_state_now_is_the_last_of_the_history(scheme: Scheme) -> None:
    told = last(scheme)
    assert len(told) > 25
    assert set(told.values()) == set(State.values)
    expected = {
        (one.pk, one.states.latest("pk").pk, one.programme_id, one.agent_id, one.event_date, told[one.pk])
        for one in Claim.objects.filter(pk__in=told)
    }
    assert now() == expected


def test_of_two_changes_at_once_the_higher_number_counts_whichever_is_written_first(scheme: Scheme) -> None:
    claim = Claim.objects.exclude(pk__in=last(scheme)).earliest("pk")
    number = ClaimState.objects.latest("pk").pk
    for above, state in ((9, State.WITHDRAWN), (8, State.VERIFIED)):
        ClaimState.objects.create(
            pk=number + above, claim=claim, state=state, reason="At once.", changed_by=scheme.user, changed_at=SENT
        )
    assert CurrentState.objects.get(claim=claim).state == last(scheme)[claim.pk] == State.WITHDRAWN


def test_states_that_were_there_before_are_taken_over_by_the_migration(scheme: Scheme) -> None:
    kept = now()
    migration = importlib.import_module("outcomes.migrations.0007_current_states")
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE outcomes_currentstate")
        cursor.execute(migration.FROM_HISTORY)
    assert now() == kept


def test_the_state_of_a_claim_cannot_be_removed(scheme: Scheme) -> None:
    with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic():
        CurrentState.objects.filter(programme=scheme.programme).delete()


def test_the_claims_that_count_are_those_that_neither_failed_nor_were_withdrawn(scheme: Scheme) -> None:
    fallen = {claim for claim, state in last(scheme).items() if state in ("failed", "withdrawn")}
    assert fallen
    every_one = set(Claim.objects.filter(programme=scheme.programme).values_list("pk", flat=True))
    assert set(Claim.objects.standing().values_list("pk", flat=True)) == every_one - fallen


def parts() -> Iterator[dict[str, object]]:
    """What else somebody may look for beside a state."""
    yield {}
    yield {"outcome": "job_outcome"}
    yield {"outcome": "other"}
    yield {"reference": "A-1"}
    yield {"reference": "A-1", "outcome": "qualification"}
    yield {"achieved_from": date(2025, 3, 3), "achieved_until": date(2025, 3, 4)}
    yield {"agent": "southern-works"}
    yield {"open_questions": True}


@pytest.mark.parametrize("rare", [0, 1000])
@pytest.mark.parametrize("state", State.values)
def test_a_list_of_claims_in_a_state_holds_each_once_in_order(
    scheme: Scheme, state: str, rare: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("delivery.selectors.participants.RARE", rare)
    verifier = builders.member(scheme.programme, Role.VERIFIER)
    told = last(scheme)
    for viewer in (verifier, scheme.user):
        for more in parts():
            wanted = claims.Wanted(state=state, **more)  # type: ignore[arg-type]
            found = every(lambda cursor: claims.search(viewer, scheme.programme, wanted, cursor, 3))  # noqa: B023
            seen = Claim.objects.filter(programme=scheme.programme).visible_to(viewer).order_by("-event_date", "-pk")
            expected = [one.pk for one in seen if told.get(one.pk, "accepted") == state and fits(one, wanted)]
            assert [one.pk for one in found] == expected, more
            assert {one.state for one in found} <= {state}


def fits(claim: Claim, wanted: claims.Wanted) -> bool:
    return (
        not wanted.open_questions
        and wanted.outcome in ("", claim.outcome)
        and wanted.agent in ("", claim.agent.code)
        and claim.participant.reference.startswith(wanted.reference)
        and (wanted.achieved_from or claim.event_date) <= claim.event_date
        and (wanted.achieved_until or claim.event_date) >= claim.event_date
    )


def test_an_index_gives_the_claims_of_a_state_in_order(scheme: Scheme) -> None:
    """The planner reads a small table whole: what is asked is whether an index answers where it may not."""
    found = CurrentState.objects.filter(programme=scheme.programme, agent=scheme.agent, state=State.WITHDRAWN)
    with connection.cursor() as cursor:
        for way in ("seqscan", "sort", "incremental_sort"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
    assert "Backward using outcomes_currentstate_in_order" in found.order_by("-event_date", "-pk")[:51].explain()
