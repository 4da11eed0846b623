"""The section `claims` of a programme pack."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from accounts.models import Organisation, User
from outcomes.actions import claims
from outcomes.models import Claim, ClaimState
from stages.actions.pack_errors import PackError
from stages.models import Programme


def load(*, programme: Programme, section: Sequence[dict[str, Any]], by: User, at: datetime) -> None:
    """Record the claims of the pack. Those on record already stay as they are."""
    agents = {agent.code: agent for agent in Organisation.objects.filter(code__in={row["agent"] for row in section})}
    new = []
    for place, row in enumerate(section):
        if row["agent"] not in agents:
            raise PackError(f"claims/{place}/agent", f"The pack names no organisation “{row['agent']}”.")
        new.append(_claim(agents[row["agent"]], row))
    try:
        claims.bring_in(programme=programme, claims=new, by=by, at=at)
    except claims.ClaimRefused as refusal:
        raise PackError(f"claims/{refusal.place}", str(refusal)) from refusal


def _claim(agent: Organisation, row: dict[str, Any]) -> claims.NewClaim:
    value = row.get("value")
    return claims.NewClaim(
        agent=agent,
        reference=row["participant"],
        outcome=row["outcome"],
        event_date=date.fromisoformat(row["achieved_on"]),
        sequence=row.get("sequence", 1),
        value=None if value in (None, "") else Decimal(value),
        evidence_kind=row.get("evidence_kind", ""),
        evidence_ref=row.get("evidence_ref", ""),
    )


def export(programme: Programme) -> list[dict[str, Any]]:
    """Every claim that stands, in the form in which `load` reads them; withdrawn ones are left out."""
    withdrawn = ClaimState.objects.filter(state=ClaimState.State.WITHDRAWN).values("claim")
    found = (
        Claim.objects.filter(programme=programme)
        .exclude(pk__in=withdrawn)
        .select_related("agent", "participant")
        .order_by("agent__code", "participant__reference", "event_date", "outcome", "sequence")
    )
    known_as = claims.known_as(programme)
    return [_exported(claim, known_as) for claim in found.iterator(chunk_size=5000)]


def _exported(claim: Claim, known_as: Mapping[tuple[int, int], str]) -> dict[str, Any]:
    row: dict[str, Any] = {
        "participant": known_as.get((claim.agent_id, claim.participant_id), claim.participant.reference),
        "agent": claim.agent.code,
        "outcome": claim.outcome,
        "achieved_on": claim.event_date.isoformat(),
        "sequence": claim.sequence,
    }
    if claim.value is not None:
        row["value"] = str(claim.value)
    if claim.evidence_kind:
        row["evidence_kind"] = claim.evidence_kind
    if claim.evidence_ref:
        row["evidence_ref"] = claim.evidence_ref
    return row
