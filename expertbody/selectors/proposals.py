"""What was proposed to the Expert Body, and the days on which it reviews the programme."""

from collections.abc import Callable, Collection, Mapping
from datetime import timedelta

from django.http import Http404
from django.utils.timezone import localdate

from accounts.errors import Refused
from expertbody.models import Decision, ProgrammeReview, Proposal
from stages.models import Programme

AHEAD = timedelta(days=28)
"""How long before its day a review waits for the body."""
REVIEW = "programme_review"


def proposal(programme: Programme, subject_id: int) -> Proposal:
    """The proposal. Raises `Refused` when the programme has no such proposal."""
    found = Proposal.objects.filter(programme=programme, pk=subject_id)
    one = found.select_related("programme", "seat__user", "seat__programme", "proposed_by").first()
    if one is None:
        raise Refused("There is no such proposal in this programme.")
    return one


def page_of(programme: Programme, proposal_id: int) -> tuple[Proposal, Decision | None]:
    """A proposal with the decision on it, if there is one; the page does not exist otherwise."""
    try:
        found = proposal(programme, proposal_id)
    except Refused as refusal:
        raise Http404(str(refusal)) from refusal
    return found, programme.decisions.filter(subject_kind=found.kind, subject_id=found.pk).order_by("-number").first()


def _waiting(kind: str) -> Callable[[Programme], list[Proposal]]:
    def waiting(programme: Programme) -> list[Proposal]:
        found = Proposal.objects.waiting().filter(programme=programme, kind=kind)
        return list(found.select_related("programme", "seat__user", "proposed_by").order_by("proposed_at"))

    return waiting


reopenings_waiting = _waiting(Proposal.Kind.REOPEN)
pauses_waiting = _waiting(Proposal.Kind.PAUSE)
resumptions_waiting = _waiting(Proposal.Kind.RESUME)
ends_waiting = _waiting(Proposal.Kind.END_SEAT)
chairs_waiting = _waiting(Proposal.Kind.CHAIR)


def review(programme: Programme, subject_id: int) -> ProgrammeReview:
    """The review. Raises `Refused` when the programme has no such review."""
    found = programme.reviews.filter(pk=subject_id).select_related("programme").first()
    if found is None:
        raise Refused("There is no such review of this programme.")
    return found


def reviews_waiting(programme: Programme) -> list[ProgrammeReview]:
    """The review that is due, or will be within four weeks."""
    found = programme.reviews.filter(held_at__isnull=True, due_on__lte=localdate() + AHEAD)
    return list(found.select_related("programme"))


def reviews(programme: Programme) -> tuple[ProgrammeReview | None, list[ProgrammeReview]]:
    """The next review, if one is planned, and those that were held, the latest first."""
    found = list(programme.reviews.select_related("programme", "set_by").order_by("-due_on", "-pk"))
    return next((one for one in found if one.held_at is None), None), [one for one in found if one.held_at]


def proposal_name(subject: Proposal) -> dict[str, int]:
    """How a pack names the proposal: its place among those of the programme."""
    return {"proposal": subject.programme.proposals.filter(pk__lte=subject.pk).count()}


def proposal_named(programme: Programme, name: Mapping[str, int]) -> Proposal | None:
    """The proposal at that place, if there is one."""
    return programme.proposals.order_by("pk")[name["proposal"] - 1 : name["proposal"]].first()


def review_name(subject: ProgrammeReview) -> dict[str, int]:
    """How a pack names the review: its place among those of the programme."""
    return {"review": subject.programme.reviews.filter(pk__lte=subject.pk).count()}


def review_named(programme: Programme, name: Mapping[str, int]) -> ProgrammeReview | None:
    """The review at that place, if there is one."""
    return programme.reviews.order_by("pk")[name["review"] - 1 : name["review"]].first()


def proposal_titles(programme: Programme, subject_ids: Collection[int]) -> dict[int, str]:
    """The titles of proposals by id."""
    found = Proposal.objects.filter(programme=programme, pk__in=subject_ids)
    return {one.pk: str(one) for one in found.select_related("seat__user")}


def review_titles(programme: Programme, subject_ids: Collection[int]) -> dict[int, str]:
    """The titles of reviews by id."""
    found = programme.reviews.filter(pk__in=subject_ids)
    return {one.pk: str(one) for one in found.select_related("programme")}
