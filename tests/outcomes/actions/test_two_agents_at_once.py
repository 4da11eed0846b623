"""Two agents who claim for one person at the same moment: the second waits for the first, and is refused."""

import threading
import time

import pytest
from django.db import transaction

from outcomes.actions import single_claims
from outcomes.models import Claim
from tests.outcomes import handovers
from tests.outcomes.actions.test_identities import NHS, agent_of, give
from tests.outcomes.scheme import SENT
from tests.stages.actions.test_visits_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)
ROW = {"outcome": "job_outcome", "achieved_on": "2025-03-01"}


@pytest.mark.fault("Two agents claim for one person at once")
def test_the_second_agent_waits_for_the_first_and_is_refused() -> None:
    scheme = handovers.scheme_of_two()
    south = handovers.other_agent(scheme)
    scheme.participant("P-1")
    scheme.participant("S-1", agent=agent_of(south))
    give(scheme, [("P-1", NHS)])
    give(scheme, [("S-1", NHS)], by=south)
    sent = threading.Event()

    def first() -> None:
        with transaction.atomic():
            single_claims.send(
                programme=scheme.programme, agent=scheme.agent, row=ROW | {"participant": "P-1"}, by=scheme.user,
                at=SENT,
            )  # fmt: skip
            sent.set()
            time.sleep(0.5)

    def second() -> None:
        assert sent.wait(timeout=20)
        single_claims.send(
            programme=scheme.programme, agent=agent_of(south), row=ROW | {"participant": "S-1"}, by=south, at=SENT
        )

    said = at_once(first, second)
    assert said[0] == ""
    assert "same person" in said[1]
    assert Claim.objects.get().participant.reference == "P-1"
