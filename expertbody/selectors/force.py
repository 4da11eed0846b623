"""Which decisions of a programme's Expert Body are in force."""

from collections.abc import Callable

from django.db.models import Model
from django.utils.timezone import localdate

from expertbody.domain import force
from expertbody.models import AgendaItem, Decision, Proposal
from expertbody.selectors import decidable
from stages.models import Finding, Programme
from stages.selectors import pauses

AGREED_VERSION = "contract_version"


def about(kind: str, subject: Model) -> str:
    """The thing that a decision on the record is about."""
    return str(getattr(subject, "decision_subject", "")) or f"{kind}:{subject.pk}"


def made(programme: Programme) -> list[force.Made]:
    """Every decision of the programme, as the rules of force see it; in a handful of queries."""
    found = list(programme.decisions.select_related("superseded_by").order_by("number"))
    is_over = _ends(programme, found)
    return [_made(decision, is_over(decision)) for decision in found]


def _made(decision: Decision, is_over: bool) -> force.Made:
    resolution = decidable.resolution(decision.subject_kind, decision.resolution)
    later = getattr(decision, "superseded_by", None)
    return force.Made(
        number=decision.number,
        about=decision.about or f"{decision.subject_kind}:{decision.subject_id}",
        resolved=resolution.label if resolution else decision.resolution,
        stands=resolution.stands if resolution else False,
        is_over=is_over,
        superseded_by=later.number if later else None,
    )


def _ends(programme: Programme, found: list[Decision]) -> Callable[[Decision], bool]:
    """Whether the matter of a decision has come to its end: the finding closed, the stage resumed, the chair changed,
    a later contract version agreed."""
    closed = set(Finding.objects.filter(programme=programme, closed_at__isnull=False).values_list("pk", flat=True))
    paused = pauses.paused_stages(programme)
    chairs = set(
        Proposal.objects.filter(
            programme=programme, kind=Proposal.Kind.CHAIR,
            seat__in=programme.seats.held_on(localdate()).filter(is_chair=True),
        ).values_list("pk", flat=True)
    )  # fmt: skip
    agreed = max((one.number for one in found if one.subject_kind == AGREED_VERSION), default=0)

    def is_over(decision: Decision) -> bool:
        match decision.subject_kind:
            case "finding":
                return decision.subject_id in closed
            case Proposal.Kind.PAUSE:
                return int(decision.about.removeprefix("stage:") or 0) not in paused
            case Proposal.Kind.CHAIR:
                return decision.subject_id not in chairs
            case "contract_version":
                return decision.number < agreed
        return False

    return is_over


def standing(programme: Programme, kind: str, subject_id: int) -> list[force.Made]:
    """The decisions in force about the thing that a matter is about."""
    subject = decidable.find(kind, programme, subject_id)
    return force.standing(about(kind, subject), made(programme)) if subject is not None else []


def standing_on(item: AgendaItem) -> list[force.Made]:
    """The decisions in force about the thing that an item of an agenda is about."""
    if item.subject_id is None:
        return []
    return standing(item.meeting.programme, item.subject_kind, item.subject_id)


def states(programme: Programme) -> dict[int, str]:
    """The state of every decision of the programme, by its number."""
    return {one.number: one.state for one in made(programme)}
