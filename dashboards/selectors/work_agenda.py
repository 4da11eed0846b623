"""Proposals, reviews and actions of the Expert Body, and terms that end soon."""

from datetime import date, timedelta

from django.urls import reverse

from accounts.models import Role
from dashboards.selectors.viewer import Viewer
from dashboards.selectors.waiting import Matter, Urgency
from expertbody.domain import body_actions as rules
from expertbody.models import BodyAction, ProgrammeReview, Proposal, Seat
from expertbody.selectors.proposals import AHEAD, REVIEW
from expertbody.selectors.seat_history import ENDS_SOON


def proposals(viewer: Viewer) -> list[Matter]:
    """What was proposed to the Expert Bodies on which the person sits."""
    found = Proposal.objects.waiting().filter(programme__in=viewer.seated_in)
    return [
        Matter(
            urgency=Urgency.SOON,
            kind="Proposal",
            colour="orange",
            title=str(proposal),
            detail=f"Proposed by {proposal.proposed_by}. {proposal.why}",
            programme=proposal.programme.name,
            url=reverse("expertbody:decision_record", args=[proposal.programme.slug, proposal.kind, proposal.pk]),
            do="Read why, and decide",
            since=proposal.proposed_at,
            plain_url=reverse("expertbody:plain_words", args=[proposal.programme.slug, proposal.kind, proposal.pk]),
        )
        for proposal in found.select_related("programme", "proposed_by", "seat__user")
    ]


def reviews(viewer: Viewer) -> list[Matter]:
    """Reviews that are due within four weeks, for those who sit on the body."""
    found = ProgrammeReview.objects.filter(
        programme__in=viewer.seated_in, held_at__isnull=True, due_on__lte=viewer.today + AHEAD
    )
    return [
        Matter(
            urgency=Urgency.OVERDUE if review.due_on < viewer.today else Urgency.SOON,
            kind="Review to hold",
            colour="red" if review.due_on < viewer.today else "orange",
            title="Decide whether the programme goes on, is amended or stops",
            programme=review.programme.name,
            url=reverse("expertbody:decision_record", args=[review.programme.slug, REVIEW, review.pk]),
            do="Hold the review",
            by_date=review.due_on,
            plain_url=reverse("expertbody:plain_words", args=[review.programme.slug, REVIEW, review.pk]),
        )
        for review in found.select_related("programme")
    ]


def actions_of_mine(viewer: Viewer) -> list[Matter]:
    """Actions of the Expert Body that the person owns, once they are due within a week."""
    found = BodyAction.objects.to_do().filter(owner=viewer.user, programme__in=viewer.programmes())
    return [
        Matter(
            urgency=Urgency.OVERDUE if action.due_on < viewer.today else Urgency.SOON,
            kind="Action overdue" if action.due_on < viewer.today else "Action to do",
            colour="red" if action.due_on < viewer.today else "blue",
            title=action.what,
            detail=f"After decision {action.decision.number} of the Expert Body",
            programme=action.programme.name,
            url=action.get_absolute_url(),
            do="Do it and say what was done",
            since=action.agreed_at,
            by_date=action.due_on,
        )
        for action in found.filter(due_on__lte=viewer.today + rules.AHEAD).select_related("programme", "decision")
    ]


def terms_ending(viewer: Viewer) -> list[Matter]:
    """Terms that end within 90 days and after which nobody sits for the constituency, for those who seat members."""
    programmes = viewer.where(Role.COMMISSIONER, Role.ADMINISTRATOR)
    ending = Seat.objects.held_on(viewer.today).filter(
        programme__in=programmes, until_date__lte=viewer.today + ENDS_SOON
    )
    found = list(ending.select_related("programme", "user").order_by("until_date"))
    covered = {
        (seat.programme_id, seat.constituency, seat.from_date, seat.until_date)
        for seat in Seat.objects.filter(programme__in={seat.programme_id for seat in found})
    }
    return [_ending(seat) for seat in found if not _is_followed(seat, covered)]


def _is_followed(seat: Seat, covered: set[tuple[int, str, date, date | None]]) -> bool:
    assert seat.until_date is not None
    after = seat.until_date + timedelta(days=1)
    return any(
        (programme, constituency) == (seat.programme_id, seat.constituency)
        and first <= after
        and (last is None or last >= after)
        for programme, constituency, first, last in covered
    )


def _ending(seat: Seat) -> Matter:
    return Matter(
        urgency=Urgency.SOON,
        kind="Term ends",
        colour="yellow",
        title=f"The term of {seat.user} ends",
        detail=f"After it nobody sits for {seat.get_constituency_display().lower()}",
        programme=seat.programme.name,
        url=reverse("expertbody:seat_history", args=[seat.programme.slug]),
        do="Seat or invite somebody",
        by_date=seat.until_date,
        record=f"seat {seat.pk}",
        happens=True,
    )
