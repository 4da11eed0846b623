"""Participants handed over between two agents of a scheme, as their people agree on it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from accounts.models import Role, User
from delivery.actions import reclassifications
from delivery.models import Participant, Transfer, TransferAnswer
from outcomes.actions import transfers
from tests import builders
from tests.outcomes import scheme as schemes
from tests.outcomes.scheme import SENT, Scheme

DAY = date(2025, 6, 1)


def scheme_of_two() -> Scheme:
    """A scheme whose contract names a second agent, Southern Works."""
    return schemes.scheme(others=[builders.organisation("Southern Works", code="southern-works")])


def scheme_left() -> Scheme:
    """Northern Works delivers until the end of January 2025, and Southern Works from then on."""
    programme = builders.programme_at_stage(5)
    agent, other = (
        builders.organisation(f"{name} Works", code=f"{name.lower()}-works") for name in ("Northern", "Southern")
    )
    version = schemes.agreed_version(programme, agent, effective_to=date(2025, 1, 31))
    schemes.agreed_version(programme, other, number=2, effective_from=date(2025, 2, 1))
    return Scheme(programme, agent, version, builders.member(programme, Role.AGENT, organisation=agent))


def other_agent(scheme: Scheme) -> User:
    """A person of a second agent of the programme."""
    south = builders.organisation("Southern Works", code="southern-works")
    return builders.member(scheme.programme, Role.AGENT, organisation=south)


def propose(scheme: Scheme, participant: Participant, to: User, **fields: Any) -> Transfer:
    given: dict[str, Any] = {
        "to_agent": to.memberships.get().organisation, "reference": "S-1", "from_date": DAY, "reason": "Moved south",
        "by": scheme.user, "at": SENT,
    }  # fmt: skip
    return transfers.propose(participant=participant, **(given | fields))


def answer(transfer: Transfer, by: User, kind: str = "confirmed", reason: str = "") -> TransferAnswer:
    return transfers.answer(transfer=transfer, kind=kind, reason=reason, by=by, at=SENT)


def hand_over(scheme: Scheme, participant: Participant, to: User, **fields: Any) -> Transfer:
    """Proposed by the one agent and agreed by the other."""
    transfer = propose(scheme, participant, to, **fields)
    answer(transfer, to)
    return transfer


def emptied(scheme: Scheme) -> Scheme:
    """A programme with the same contract, people and roles, and nobody on it yet."""
    made = scheme_of_two()
    for held in scheme.programme.memberships.select_related("user", "organisation"):
        builders.member(made.programme, held.role, organisation=held.organisation, user=held.user)
    return made


def meanwhile(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Have something happen to the participant while the next action waits for the lock."""
    real = reclassifications.hold

    def hold(participant: Participant) -> None:
        monkeypatch.setattr(reclassifications, "hold", real)
        act()
        real(participant)

    monkeypatch.setattr(reclassifications, "hold", hold)
