"""Put a matter that waits to the members in writing."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from expertbody.actions import written_votes
from expertbody.forms.written import WrittenVoteForm
from expertbody.selectors import decidable
from stages.forms.attempts import attempt
from stages.selectors import programmes


def written_vote_open(request: SignedInRequest, slug: str, kind: str, subject_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    written_votes.require_may_open(programme, by=request.user, at=now())
    matter = decidable.matter(kind, programme, subject_id)
    if matter is None:
        raise Http404("No such matter")
    sent = request.POST if request.method == "POST" else None
    form = WrittenVoteForm(sent, resolutions=decidable.choices(kind), few=programme.suppression_threshold)
    if request.method == "POST" and form.is_valid():
        given = {"programme": programme, "subject_kind": kind, "subject_id": subject_id, **form.given()}
        if attempt(form, written_votes.open_vote, by=request.user, at=now(), **given):
            messages.success(request, "The written vote is open. Each member sees it in their work.")
            return redirect("expertbody:written_vote_list", slug=programme.slug)
    context = {"programme": programme, "matter": matter, "form": form}
    return render(request, "expertbody/written_vote_open.html", context)
