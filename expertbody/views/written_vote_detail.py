"""One written vote: what is asked, the member's own vote and, when it has closed, everybody's."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from expertbody.actions import meetings
from expertbody.actions import written_votes as actions
from expertbody.forms.written import BallotForm
from expertbody.models import WrittenVote
from expertbody.selectors import written_votes
from stages.forms.attempts import attempt
from stages.models import Programme
from stages.selectors import programmes


def of_programme(programme: Programme, number: int) -> WrittenVote:
    found = written_votes.numbered(programme, number)
    if found is None:
        raise Http404("No such written vote")
    return found


def written_vote_detail(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    vote = of_programme(programme, number)
    form = BallotForm(request.POST if request.method == "POST" else None, few=programme.suppression_threshold)
    if request.method == "POST":
        meetings.require_seat(programme, by=request.user, at=now())
        given = {"written_vote": vote, "by": request.user, "at": now()}
        if form.is_valid() and attempt(form, actions.cast, **given, **form.cleaned_data):
            messages.success(request, "Your vote is recorded.")
            return redirect(vote)
    context = {"programme": programme, "vote": vote, "form": form}
    context["shown"] = written_votes.page(vote, request.user, now())
    return render(request, "expertbody/written_vote_detail.html", context)
