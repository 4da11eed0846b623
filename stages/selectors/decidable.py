"""What the Expert Body may decide about stages: gates that wait, and findings that wait for an answer."""

from accounts.errors import Refused
from stages.models import Finding, FindingReply, GateRequest, Programme


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
    """The open findings that nobody has accepted or dismissed yet, oldest first."""
    answered = FindingReply.objects.exclude(kind=FindingReply.Kind.COMMENT).values("finding")
    waiting = Finding.objects.open().filter(programme=programme).exclude(pk__in=answered)
    return list(waiting.select_related("programme").order_by("raised_at"))
