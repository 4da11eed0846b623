"""Find the intervention that an address names, as far as the person may see it."""

from django.http import Http404

from accounts.requests import SignedInRequest
from monitoring.models import Intervention
from monitoring.selectors import interventions
from stages.selectors import programmes


def find(request: SignedInRequest, slug: str, number: int) -> Intervention:
    """The intervention. Raises `Http404` where there is none for this person."""
    programme = programmes.programme_for(request.user, slug)
    found = interventions.one(request.user, programme, number)
    if found is None:
        raise Http404("No such intervention")
    return found
