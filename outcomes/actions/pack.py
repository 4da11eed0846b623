"""The section `claims` of a programme pack."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from accounts.models import Organisation, User
from outcomes.actions import claims, pack_submissions
from outcomes.models import Claim, Submission
from outcomes.selectors import claim_names
from stages.actions.pack_errors import PackError
from stages.actions.pack_records import moment
from stages.models import Programme


def load(*, programme: Programme, section: Sequence[dict[str, Any]], by: User, at: datetime) -> None:
    """Record the claims of the pack. Those on record already stay as they are."""
    agents = {agent.code: agent for agent in Organisation.objects.filter(code__in={row["agent"] for row in section})}
    files = list(Submission.objects.filter(programme=programme).order_by("pk").values_list("pk", flat=True))
    new = []
    for place, row in enumerate(section):
        if row["agent"] not in agents:
            raise PackError(f"claims/{place}/agent", f"The pack names no organisation “{row['agent']}”.")
        if row.get("file", 0) > len(files):
            raise PackError(f"claims/{place}/file", "The pack has no such file.", "Add it to “submissions”.")
        submission = files[row["file"] - 1] if "file" in row else None
        new.append(_claim(agents[row["agent"]], row, submission, at))
    try:
        claims.bring_in(programme=programme, claims=new, by=by, at=at)
    except claims.ClaimRefused as refusal:
        raise PackError(f"claims/{refusal.place}", str(refusal)) from refusal


def _claim(agent: Organisation, row: dict[str, Any], submission: int | None, at: datetime) -> claims.NewClaim:
    value, amends = row.get("value"), row.get("amends")
    return claims.NewClaim(
        agent=agent,
        reference=row["participant"],
        outcome=row["outcome"],
        event_date=date.fromisoformat(row["achieved_on"]),
        sequence=row.get("sequence", 1),
        value=None if value in (None, "") else Decimal(value),
        evidence_kind=row.get("evidence_kind", ""),
        evidence_ref=row.get("evidence_ref", ""),
        amendment=row.get("amendment", 0),
        amends=_amended(amends) if amends else None,
        submission=submission,
        row_number=row.get("row"),
        received_at=moment(row.get("received_at"), at),
    )


def _amended(row: dict[str, Any]) -> tuple[date, int, int]:
    return date.fromisoformat(row["achieved_on"]), row.get("sequence", 1), row.get("amendment", 0)


def export(programme: Programme) -> list[dict[str, Any]]:
    """Every claim, in the form in which `load` reads them. Those that were withdrawn are told of by another section."""
    found = (
        Claim.objects.filter(programme=programme)
        .select_related("agent", "participant", "amends")
        .order_by("agent__code", "participant__reference", "event_date", "outcome", "sequence", "amendment")
    )
    known, files = claim_names.known_as(programme), pack_submissions.travelling(programme)
    return [_exported(claim, known, files) for claim in found.iterator(chunk_size=5000)]


def _exported(claim: Claim, known: Mapping[tuple[int, int], str], files: Mapping[int, int]) -> dict[str, Any]:
    row = claim_names.named(claim, known)
    if claim.value is not None:
        row["value"] = str(claim.value)
    if claim.evidence_kind:
        row["evidence_kind"] = claim.evidence_kind
    if claim.evidence_ref:
        row["evidence_ref"] = claim.evidence_ref
    if claim.amends is not None:
        day, sequence, amendment = claim.amends.event_date, claim.amends.sequence, claim.amends.amendment
        row["amends"] = {"achieved_on": day.isoformat(), "sequence": sequence, "amendment": amendment}
    if claim.submission_id is not None and claim.submission_id in files:
        row["file"] = files[claim.submission_id]
        if claim.row_number is not None:
            row["row"] = claim.row_number
    return row | {"received_at": claim.received_at.isoformat()}
