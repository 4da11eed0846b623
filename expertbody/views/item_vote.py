"""Take the vote on an item, by name."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now

from accounts.requests import SignedInRequest
from expertbody.actions import meetings, motions
from expertbody.forms import meetings as forms
from expertbody.models import AgendaItem
from expertbody.selectors import decidable, force
from expertbody.selectors import meetings as meetings_selector
from expertbody.views.meeting_detail import item_of_programme
from stages.forms.attempts import attempt
from stages.selectors import programmes


def item_vote(request: SignedInRequest, slug: str, number: int, item_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    item = item_of_programme(programme, number, item_id)
    meetings.require_chairs(item.meeting, by=request.user, at=now())
    form = _form(request, item)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, motions.put, item=item, by=request.user, at=now(), **form.given())
    ):
        messages.success(request, "The vote is recorded.")
        return redirect("expertbody:item_detail", slug=programme.slug, number=number, item_id=item_id)
    context = {
        "programme": programme,
        "meeting": item.meeting,
        "shown": meetings_selector.item_shown(item),
        "form": form,
        "standing": force.standing_on(item),
        "quorum_problem": meetings_selector.vote_problem(item, localdate()),
    }
    return render(request, "expertbody/item_vote.html", context)


def _form(request: SignedInRequest, item: AgendaItem) -> forms.VoteForm:
    return forms.VoteForm(
        request.POST if request.method == "POST" else None,
        resolutions=decidable.choices(item.subject_kind) if item.is_decidable else [],
        in_force=[(one.number, one.resolved) for one in force.standing_on(item)],
        seats=meetings_selector.voters(item, localdate()),
        few=item.meeting.programme.suppression_threshold,
    )
