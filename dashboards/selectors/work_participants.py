"""Participants about whom somebody has to decide: handed over from another agent, or in the wrong segment."""

from django.db.models import Count, Min
from django.urls import reverse

from accounts.models import Role
from dashboards.selectors.viewer import Viewer
from dashboards.selectors.waiting import Matter, Urgency
from delivery.models import Reclassification, Transfer
from outcomes.models import PersonQuestion
from outcomes.selectors import unclaimed
from stages.models import Programme


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


def questions_to_answer(viewer: Viewer) -> list[Matter]:
    """Questions about people of the person's organisation, one matter a programme."""
    programmes = viewer.where(Role.AGENT)
    found = PersonQuestion.objects.filter(
        answer__isnull=True,
        participant__programme__in=programmes,
        participant__agent__in=viewer.agencies(programmes),
    )
    counted = found.values_list("participant__programme__slug", "participant__programme__name").annotate(
        number=Count("pk"), since=Min("asked_at")
    )
    return [
        Matter(
            urgency=Urgency.ASKED,
            kind="Questions about people",
            colour="yellow",
            title="1 person seems to be known twice" if number == 1 else f"{number:,} people seem to be known twice",
            programme=name,
            url=reverse("outcomes:person_question_list", args=[slug]),
            do="Read the questions and answer",
            since=since,
        )
        for slug, name, number, since in counted.order_by()
    ]


def outcomes_not_claimed(viewer: Viewer) -> list[Matter]:
    """Outcomes of the person's organisation that look earned and were not claimed, one matter a programme."""
    counts = unclaimed.counts({pk: viewer.agencies([pk]) for pk in viewer.where(Role.AGENT)}, viewer.today)
    return [
        Matter(
            urgency=Urgency.LATER,
            kind="Unclaimed outcomes",
            colour="teal",
            title="1 outcome looks earned" if counts[one.pk] == 1 else f"{counts[one.pk]:,} outcomes look earned",
            detail="Nobody has claimed them yet.",
            programme=one.name,
            url=reverse("outcomes:unclaimed_list", args=[one.slug]),
            do="Claim them, or say why they are none",
        )
        for one in Programme.objects.filter(pk__in=counts)
    ]
