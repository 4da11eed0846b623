"""The section `participants` of a programme pack."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from accounts.models import Organisation, User
from delivery.actions import participants
from delivery.models import Participant
from stages.actions.pack_errors import PackError
from stages.models import Programme


def load(*, programme: Programme, section: Sequence[dict[str, Any]], by: User, at: datetime) -> None:
    """Take on the participants of the pack. Those who are known with the same start and segment stay as they are."""
    agents = {agent.code: agent for agent in Organisation.objects.filter(code__in={row["agent"] for row in section})}
    new = []
    for place, row in enumerate(section):
        if row["agent"] not in agents:
            raise PackError(f"participants/{place}/agent", f"The pack names no organisation “{row['agent']}”.")
        attributes = {str(name): str(value) for name, value in row.get("attributes", {}).items()}
        new.append(
            participants.NewParticipant(
                agents[row["agent"]], row["participant"], date.fromisoformat(row["started_on"]), attributes
            )
        )
    try:
        participants.enrol(programme=programme, participants=new, by=by, at=at)
    except participants.ParticipantRefused as refusal:
        raise PackError(f"participants/{refusal.place}", str(refusal)) from refusal


def export(programme: Programme) -> list[dict[str, Any]]:
    """Every participant, in the form in which `load` reads them."""
    found = Participant.objects.filter(programme=programme).select_related("agent").order_by("agent__code", "reference")
    return [
        {
            "participant": participant.reference,
            "agent": participant.agent.code,
            "started_on": participant.started_on.isoformat(),
            "attributes": participant.attributes,
        }
        for participant in found.iterator(chunk_size=5000)
    ]
