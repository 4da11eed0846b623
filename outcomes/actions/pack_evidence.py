"""The section `evidence` of a programme pack: which files were attached to which claims, not their content."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.selectors import users
from outcomes.actions.erasures import ERASER
from outcomes.models import (
    Attachment,
    AttachmentWithdrawal,
    Claim,
    ClaimState,
    EvidenceErasure,
    EvidenceFile,
    EvidenceRequest,
)
from outcomes.selectors import claim_names
from stages.actions import pack_people
from stages.actions.pack_errors import PackError
from stages.actions.pack_records import moment
from stages.models import Programme

SECTION = "evidence"
Row = Mapping[str, Any]


@transaction.atomic
def load(*, programme: Programme, section: Sequence[Row], by: User, at: datetime) -> None:
    """Bring the records in. Who may not speak for others brings none in; those on record already stay as they are."""
    if not pack_people.may_speak_for_others(by):
        return
    names = {(agent, name): pk for (agent, pk), name in claim_names.known_as(programme).items()}
    for index, row in enumerate(section):
        _load(programme, row, names, f"{SECTION}/{index}", by, at)


def _load(
    programme: Programme, row: Row, names: Mapping[tuple[int, str], int], path: str, by: User, at: datetime
) -> None:
    claim = _claim(programme, row, names, path)
    who, when = pack_people.person(row.get("by"), by, f"{path}/by"), moment(row.get("at"), at)
    file, _ = EvidenceFile.objects.get_or_create(
        digest=row["digest"], defaults={"size": row["size"], "kind": row["kind"]}
    )
    attachment, is_new = Attachment.objects.get_or_create(
        claim=claim, file=file, filename=row["name"], attached_by=who, attached_at=when,
        defaults={"request": _request(claim, row.get("request"), path)},
    )  # fmt: skip
    _load_erasure(file, row.get("erased"))
    withdrawn = row.get("withdrawn")
    if is_new and withdrawn:
        AttachmentWithdrawal.objects.create(
            attachment=attachment, reason=withdrawn["reason"], withdrawn_at=moment(withdrawn.get("at"), at),
            withdrawn_by=pack_people.person(withdrawn.get("by"), by, f"{path}/withdrawn/by"),
        )  # fmt: skip


def _load_erasure(file: EvidenceFile, erased: Row | None) -> None:
    """That the content was erased where it had been received. What is kept here stays."""
    if erased and file.kept_at is None and not file.erasures.exists():
        EvidenceErasure.objects.create(
            file=file, kept_until=date.fromisoformat(erased["kept_until"]), erased_by=users.system_user(ERASER),
            erased_at=datetime.fromisoformat(erased["at"]),
        )  # fmt: skip


def _claim(programme: Programme, row: Row, names: Mapping[tuple[int, str], int], path: str) -> Claim:
    agent = pack_people.organisation(row["agent"], f"{path}/agent")
    found = Claim.objects.filter(
        programme=programme, agent=agent, outcome=row["outcome"], event_date=date.fromisoformat(row["achieved_on"]),
        sequence=row.get("sequence", 1),
    )  # fmt: skip
    handed_over = names.get((agent.pk, row["participant"]))
    whose = {"participant": handed_over} if handed_over else {"participant__reference": row["participant"]}
    claim = found.filter(**whose).order_by("-amendment").first()
    if claim is None:
        raise PackError(path, "The pack has no such claim.", "Add it to “claims”.")
    return claim


def _request(claim: Claim, asked: Row | None, path: str) -> EvidenceRequest | None:
    """The request that a file answers: which one of those about the claim in a plan."""
    if asked is None:
        return None
    of_plan = EvidenceRequest.objects.filter(item__claim=claim, item__plan__number=asked["plan"]).order_by("pk")
    found = of_plan[asked["number"] - 1 : asked["number"]]
    if not found:
        raise PackError(f"{path}/request", "The pack has no such request.", "Add it to “verification”.")
    return found[0]


def export(programme: Programme) -> list[dict[str, Any]]:
    """Every file attached to a claim that stands, in the form in which `load` reads them."""
    withdrawn = ClaimState.objects.filter(state=ClaimState.State.WITHDRAWN).values("claim")
    found = Attachment.objects.filter(claim__programme=programme).exclude(claim__in=withdrawn)
    related = ("claim__agent", "claim__participant", "file", "attached_by", "request__item__plan")
    names = claim_names.known_as(programme)
    found = found.select_related(*related, "withdrawal__withdrawn_by").prefetch_related("file__erasures")
    return [_exported(one, names) for one in found.order_by("pk")]


def _exported(one: Attachment, names: Mapping[tuple[int, int], str]) -> dict[str, Any]:
    claim = one.claim
    row: dict[str, Any] = {
        "agent": claim.agent.code,
        "participant": names.get((claim.agent_id, claim.participant_id), claim.participant.reference),
        "outcome": claim.outcome, "achieved_on": claim.event_date.isoformat(), "sequence": claim.sequence,
        "name": one.filename, "kind": one.file.kind, "size": one.file.size, "digest": one.file.digest,
        "by": one.attached_by.email, "at": one.attached_at.isoformat(),
    }  # fmt: skip
    if one.request is not None:
        before = EvidenceRequest.objects.filter(item=one.request.item_id, pk__lte=one.request.pk).count()
        row["request"] = {"plan": one.request.item.plan.number, "number": before}
    if one.file.kept_at is None and (gone := sorted(one.file.erasures.all(), key=lambda end: end.pk)):
        row["erased"] = {"kept_until": gone[-1].kept_until.isoformat(), "at": gone[-1].erased_at.isoformat()}
    if hasattr(one, "withdrawal"):
        back = one.withdrawal
        row["withdrawn"] = {
            "reason": back.reason, "by": back.withdrawn_by.email, "at": back.withdrawn_at.isoformat()
        }  # fmt: skip
    return row
