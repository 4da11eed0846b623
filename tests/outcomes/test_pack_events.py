"""What happened to participants travels with a pack: the same events, and the claims of both agents."""

from datetime import date
from typing import Any

import pytest

from accounts.models import Role
from delivery.actions import pack as participants_pack
from delivery.actions import reclassifications
from delivery.models import Participant
from delivery.selectors import participant_events
from outcomes.actions import exits, pack_events, pack_submissions
from outcomes.actions import pack as claims_pack
from outcomes.models import Claim
from stages.actions.pack_errors import PackError
from tests import builders
from tests.kept import kept
from tests.outcomes import handovers
from tests.outcomes.scheme import SENT, Scheme, table

pytestmark = pytest.mark.django_db


@pytest.fixture
@kept
def scheme() -> Scheme:
    return handovers.scheme_of_two()


def test_events_and_the_claims_of_both_agents_load_into_an_empty_programme(scheme: Scheme) -> None:
    south, verifier = handovers.other_agent(scheme), builders.member(scheme.programme, Role.VERIFIER)
    person = scheme.participant("P-1")
    handovers.hand_over(scheme, person, south)
    one = reclassifications.propose(
        participant=person, to_segment="group-2", reason="Wrong group.", evidence="Letter", by=verifier, at=SENT
    )
    decider = builders.member(scheme.programme, Role.COMMISSIONER)
    reclassifications.decide(reclassification=one, kind="confirmed", reason="", by=decider, at=SENT)
    exits.record(
        participant=person, exited_on=date(2025, 8, 1), reason="completed", note="With a plan", by=south, at=SENT
    )
    scheme.send(table("participant,outcome,achieved_on", [("P-1", "qualification", "2025-05-01")]))
    scheme.send(
        table("participant,outcome,achieved_on,sequence", [("S-1", "qualification", "2025-07-01", 2)]),
        by=south, agent=south.memberships.get().organisation,
    )  # fmt: skip
    events = pack_events.export(scheme.programme)
    people, claims = participants_pack.export(scheme.programme), claims_pack.export(scheme.programme)
    files = pack_submissions.export(scheme.programme)
    assert events is not None
    assert [row["kind"] for row in events] == ["reclassification", "transfer", "exit"]
    assert {row["participant"] for row in claims} == {"P-1", "S-1"}

    empty = handovers.emptied(scheme)
    given: dict[str, Any] = {"programme": empty.programme, "by": builders.system(), "at": SENT}
    for _ in range(2):
        participants_pack.load(section=people, **given)
        pack_events.load(section=events, **given)
        pack_submissions.load(section=files, **given)
        claims_pack.load(section=claims, **given)
    copied = Participant.objects.get(programme=empty.programme)
    assert participant_events.segment_now(copied) == "group-2"
    assert participant_events.holder(copied).code == "southern-works"
    assert pack_events.export(empty.programme) == events
    assert claims_pack.export(empty.programme) == claims
    assert Claim.objects.filter(programme=empty.programme, agent__code="southern-works").count() == 1


def test_an_event_of_nobody_is_refused(scheme: Scheme) -> None:
    row = {"kind": "exit", "participant": "P-9", "agent": "northern-works", "exited_on": "2025-08-01", "reason": "died"}
    with pytest.raises(PackError, match="no participant “P-9”"):
        pack_events.load(programme=scheme.programme, section=[row], by=builders.system(), at=SENT)
