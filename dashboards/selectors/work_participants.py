"""Participants about whom somebody has to decide: handed over from another agent, or in the wrong segment."""

from django.urls import reverse

from accounts.models import Role
from dashboards.selectors.viewer import Viewer
from dashboards.selectors.waiting import Matter, Urgency
from delivery.models import Reclassification, Transfer


def handovers_to_answer(viewer: Viewer) -> list[Matter]:
    """Participants whom another agent proposes to hand over to the person's organisation."""
    programmes = viewer.where(Role.AGENT)
    found = Transfer.objects.filter(
        answer__isnull=True, participant__programme__in=programmes, to_agent__in=viewer.agencies(programmes)
    ).exclude(proposed_by=viewer.user)
    return [
        Matter(
            urgency=Urgency.ASKED,
            kind="Handover to answer",
            colour="blue",
            title=f"{one.reference}, from {one.from_agent}",
            detail=one.reason,
            programme=one.participant.programme.name,
            url=reverse("outcomes:transfer_answer", args=[one.participant.programme.slug, one.pk]),
            do="Say whether you take the participant over",
            since=one.proposed_at,
        )
        for one in found.select_related("participant__programme", "from_agent")
    ]


def segments_to_decide(viewer: Viewer) -> list[Matter]:
    """Changes of a segment that wait for a second person of the commissioner's or verifier's side."""
    found = Reclassification.objects.filter(
        decision__isnull=True, participant__programme__in=viewer.where(Role.COMMISSIONER, Role.VERIFIER)
    ).exclude(proposed_by=viewer.user)
    return [
        Matter(
            urgency=Urgency.ASKED,
            kind="Segment to decide",
            colour="blue",
            title=f"{one.participant.reference}: another segment, which changes the price",
            detail=one.reason,
            programme=one.participant.programme.name,
            url=reverse("payments:reclassification_detail", args=[one.participant.programme.slug, one.pk]),
            do="See what it would change, and decide",
            since=one.proposed_at,
        )
        for one in found.select_related("participant__programme")
    ]
