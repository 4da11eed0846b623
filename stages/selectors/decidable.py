"""What the Expert Body may decide about stages: gates that wait, and findings that wait for an answer."""

from collections.abc import Collection, Mapping

from accounts.errors import Refused
from stages.models import Finding, FindingReply, GateRequest, Programme
from stages.selectors import finding_words


def gate(programme: Programme, subject_id: int) -> GateRequest:
    """The request for a gate, with its visit. Raises `Refused` when the programme has no such request."""
    found = GateRequest.objects.select_related("visit__programme", "requested_by")
    request = found.filter(visit__programme=programme, pk=subject_id).first()
    if request is None:
        raise Refused("There is no such gate to decide in this programme.")
    return request


def gates_waiting(programme: Programme) -> list[GateRequest]:
    """The gates of which somebody has asked that they be decided, oldest first."""
    waiting = GateRequest.objects.filter(
        visit__programme=programme, visit__closed_at__isnull=True, sent_back_at__isnull=True
    )
    return list(waiting.select_related("visit__programme", "requested_by").order_by("requested_at"))


def finding(programme: Programme, subject_id: int) -> Finding:
    """The finding. Raises `Refused` when the programme has no such finding."""
    found = Finding.objects.filter(programme=programme, pk=subject_id).select_related("programme").first()
    if found is None:
        raise Refused("There is no such finding in this programme.")
    return found


def findings_waiting(programme: Programme) -> list[Finding]:
    """The open findings that nobody has accepted or dismissed yet, oldest first, in words that anybody may read."""
    answered = FindingReply.objects.exclude(kind=FindingReply.Kind.COMMENT).values("finding")
    waiting = Finding.objects.open().filter(programme=programme).exclude(pk__in=answered)
    return finding_words.findings(waiting.select_related("programme").order_by("raised_at"), None)


def gate_name(request: GateRequest) -> dict[str, int]:
    """How a pack names the request: its stage, its visit, and its place among the requests of that visit."""
    earlier = GateRequest.objects.filter(visit=request.visit_id, pk__lt=request.pk).count()
    return {"stage": request.visit.stage, "visit": request.visit.number, "request": earlier + 1}


def gate_named(programme: Programme, name: Mapping[str, int]) -> GateRequest | None:
    """The request that a pack names, if there is one."""
    found = GateRequest.objects.filter(
        visit__programme=programme, visit__stage=name["stage"], visit__number=name["visit"]
    ).order_by("pk")
    return found[name["request"] - 1 : name["request"]].first()


def finding_name(finding: Finding) -> dict[str, int]:
    """How a pack names the finding."""
    return {"finding": finding.number}


def finding_named(programme: Programme, name: Mapping[str, int]) -> Finding | None:
    """The finding that a pack names, if there is one."""
    return programme.findings.filter(number=name["finding"]).first()


def gate_titles(programme: Programme, subject_ids: Collection[int]) -> dict[int, str]:
    """The titles of requests by id."""
    found = GateRequest.objects.filter(visit__programme=programme, pk__in=subject_ids)
    return {one.pk: str(one) for one in found.select_related("visit__programme")}


def finding_titles(programme: Programme, subject_ids: Collection[int]) -> dict[int, str]:
    """The titles of findings by id."""
    found = Finding.objects.filter(programme=programme, pk__in=subject_ids).select_related("programme")
    return {one.pk: str(one) for one in finding_words.findings(found, None)}
