"""Questions about people, as those who may see the participant see them."""

from django.db.models import QuerySet
from django.http import Http404

from accounts.models import User
from delivery.models import Participant
from outcomes.models import PersonQuestion
from stages.models import Programme


def of(programme: Programme, viewer: User, *, state: str = "", q: str = "", kind: str = "") -> QuerySet[PersonQuestion]:
    """The questions that the viewer may see, those without an answer first.

    `state` is open or answered, `q` the beginning of a participant's reference; empty means any.
    """
    people = Participant.objects.filter(programme=programme).visible_to(viewer)
    found = PersonQuestion.objects.filter(participant__programme=programme, participant__in=people)
    if state:
        found = found.filter(answer__isnull=state == "open")
    if q:
        found = found.filter(participant__reference__istartswith=q)
    if kind:
        found = found.filter(kind=kind)
    shown = found.select_related("participant__agent", "participant__programme", "answer__answered_by")
    return shown.order_by("answer", "-pk")


def find(programme: Programme, viewer: User, pk: int) -> PersonQuestion:
    """The question, if the viewer may see the participant; otherwise the page does not exist for them."""
    found = of(programme, viewer).filter(pk=pk).first()
    if found is None:
        raise Http404("No such question")
    return found
