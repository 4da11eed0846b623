"""Gates that wait to be decided, written votes to vote in, and seats of the Expert Body that stand empty."""

from collections import defaultdict

from django.urls import reverse
from django.utils.timezone import localdate, now

from accounts.models import Role
from dashboards.selectors.viewer import Viewer
from dashboards.selectors.waiting import Matter, Urgency
from expertbody.domain import composition
from expertbody.models import Seat, WrittenVote
from stages.domain import framework
from stages.models import GateRequest, StageVisit

BODY_IS_NEEDED_FROM = 3


def gates(viewer: Viewer) -> list[Matter]:
    """Gates that somebody asked to be decided, for seated members; those that a commissioner may pass, for them."""
    found = GateRequest.objects.filter(
        visit__closed_at__isnull=True, sent_back_at__isnull=True, visit__programme__in=viewer.programmes()
    ).select_related("visit__programme", "requested_by")
    return [_gate(request, viewer) for request in found if _decides(request, viewer)]


def _decides(request: GateRequest, viewer: Viewer) -> bool:
    programme = request.visit.programme_id
    if programme in viewer.seated_in:
        return True
    led_by = framework.BY_NUMBER[request.visit.stage].led_by
    return led_by != "expert_body" and Role.COMMISSIONER in viewer.roles.get(programme, frozenset())


def _gate(request: GateRequest, viewer: Viewer) -> Matter:
    visit = request.visit
    slug = visit.programme.slug
    if visit.programme_id in viewer.seated_in:
        url = reverse("expertbody:decision_record", args=[slug, "gate", request.pk])
    else:
        url = reverse("stages:stage_detail", args=[slug, visit.stage])
    return Matter(
        urgency=Urgency.SOON,
        kind="Gate to decide",
        colour="orange",
        title=f"Gate of stage {visit.stage}, {framework.BY_NUMBER[visit.stage].name}",
        detail=f"Asked for by {request.requested_by}. {request.note}".strip(),
        programme=visit.programme.name,
        url=url,
        do="Look at the criteria and decide",
        plain_url=reverse("expertbody:plain_words", args=[slug, "gate", request.pk]),
        since=request.requested_at,
    )


def empty_seats(viewer: Viewer) -> list[Matter]:
    """Programmes at stage 3 or beyond whose Expert Body lacks a constituency, for those who seat it."""
    programmes = viewer.where(Role.COMMISSIONER, Role.ADMINISTRATOR)
    reached = {
        visit.programme_id: visit
        for visit in StageVisit.objects.filter(
            programme__in=programmes, stage=BODY_IS_NEEDED_FROM, number=1
        ).select_related("programme")
    }
    held: dict[int, set[str]] = defaultdict(set)
    for programme, constituency in (
        Seat.objects.held_on(viewer.today).filter(programme__in=reached).values_list("programme", "constituency")
    ):
        held[programme].add(constituency)
    lacking = {programme: composition.missing(held[programme]) for programme in reached}
    return [
        Matter(
            urgency=Urgency.SOON,
            kind="Seats to fill",
            colour="yellow",
            title=f"Seat the Expert Body: {', '.join(one.name.lower() for one in lacking[programme])}",
            detail="Stage 4 opens only when all five constituencies are seated",
            programme=visit.programme.name,
            url=reverse("expertbody:composition", args=[visit.programme.slug]),
            do="Seat the missing members",
            since=visit.opened_at,
        )
        for programme, visit in reached.items()
        if lacking[programme]
    ]


def written_votes(viewer: Viewer) -> list[Matter]:
    """Written votes that take votes, for the members who have not voted."""
    found = (
        WrittenVote.objects.open()
        .filter(programme__in=viewer.seated_in, deadline__gte=now())
        .exclude(ballots__seat__user=viewer.user)
        .select_related("programme", "opened_by")
    )
    return [
        Matter(
            urgency=Urgency.SOON,
            kind="Written vote",
            colour="orange",
            title=f"Written vote {vote.number}: {vote.wording}",
            detail=f"Opened by {vote.opened_by}. {vote.reason}",
            programme=vote.programme.name,
            url=vote.get_absolute_url(),
            do="Read what is asked and vote",
            plain_url=reverse("expertbody:plain_words", args=[vote.programme.slug, vote.subject_kind, vote.subject_id]),
            by_date=localdate(vote.deadline),
            since=vote.opened_at,
        )
        for vote in found
    ]
