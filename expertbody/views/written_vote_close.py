"""Close a written vote."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from accounts.errors import Refused
from accounts.requests import SignedInRequest
from expertbody.actions import decisions, written_votes
from expertbody.views.written_vote_detail import of_programme
from stages.selectors import programmes


@require_POST
def written_vote_close(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    vote = of_programme(programme, number)
    decisions.require_may_decide(programme, by=request.user, at=now())
    try:
        closed = written_votes.close(written_vote=vote, by=request.user, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"The written vote is closed: {closed.get_outcome_display().lower()}.")
    return redirect(vote)
