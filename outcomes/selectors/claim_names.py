"""What claims are called where ids mean nothing: in a programme pack, which another deployment loads."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from delivery.models import Decided, Transfer
from outcomes.models import Claim
from stages.models import Programme

Name = tuple[str, str, str, str, int, int]
FIELDS = ("agent", "participant", "outcome", "achieved_on", "sequence", "amendment")


def known_as(programme: Programme) -> dict[tuple[int, int], str]:
    """The reference of each participant who was handed over, by the agent that took them over and their key."""
    rows = Transfer.objects.filter(participant__programme=programme, answer__kind=Decided.CONFIRMED).order_by("pk")
    found = rows.values_list("to_agent_id", "participant_id", "reference")
    return {(agent, participant): reference for agent, participant, reference in found}


def named(claim: Claim, known: Mapping[tuple[int, int], str]) -> dict[str, Any]:
    """The claim by its agent, the agent's own reference, what happened when, and which of its amendments it is."""
    row = {
        "agent": claim.agent.code,
        "participant": known.get((claim.agent_id, claim.participant_id), claim.participant.reference),
        "outcome": claim.outcome,
        "achieved_on": claim.event_date.isoformat(),
        "sequence": claim.sequence,
    }
    return row | ({"amendment": claim.amendment} if claim.amendment else {})


def name(row: Mapping[str, Any]) -> Name:
    """The name that a row of a pack gives."""
    return (
        row["agent"], row["participant"], row["outcome"], date.fromisoformat(row["achieved_on"]).isoformat(),
        row.get("sequence", 1), row.get("amendment", 0),
    )  # fmt: skip


def ids(programme: Programme) -> dict[Name, int]:
    """The key of every claim of the programme, withdrawn ones among them, by its name."""
    known = known_as(programme)
    rows = Claim.objects.filter(programme=programme).values_list(
        "pk", "agent_id", "participant_id", "agent__code", "participant__reference", "outcome", "event_date",
        "sequence", "amendment",
    )  # fmt: skip
    return {
        (code, known.get((agent, participant), reference), outcome, day.isoformat(), sequence, amendment): claim
        for claim, agent, participant, code, reference, outcome, day, sequence, amendment in rows.iterator()
    }
