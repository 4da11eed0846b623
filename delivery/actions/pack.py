"""The section `participants` of a programme pack."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from accounts.models import Organisation, User
from delivery.actions import participants
from delivery.domain.contract import Contract
from delivery.models import Participant
from delivery.selectors import contract as contracts
from stages.actions.pack_errors import PackError, PackRefused, Problem
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
                agents[row["agent"]],
                row["participant"],
                date.fromisoformat(row["started_on"]),
                attributes,
                row.get("version"),
            )
        )
    try:
        participants.enrol(programme=programme, participants=new, by=by, at=at)
    except participants.ParticipantRefused as refusal:
        found = [Problem(f"participants/{one.place}", str(one), one.cure) for one in (refusal, *refusal.others)]
        raise PackRefused(found) from refusal


def export(programme: Programme) -> list[dict[str, Any]]:
    """Every participant, in the form in which `load` reads them."""
    contract = contracts.of(programme)
    found = Participant.objects.filter(programme=programme).select_related("agent", "version")
    ordered = found.order_by("agent__code", "reference")
    return [_exported(one, contract) for one in ordered.iterator(chunk_size=5000)]


def _exported(one: Participant, contract: Contract) -> dict[str, Any]:
    """With the version by which they were taken on, where another has been agreed for that day since."""
    row = {
        "participant": one.reference,
        "agent": one.agent.code,
        "started_on": one.started_on.isoformat(),
        "attributes": one.attributes,
    }
    now = contract.version_on(one.started_on.isoformat())
    return row if now is not None and now.pk == one.version_id else row | {"version": one.version.number}
