"""Declare an interest in an item of an agenda."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from expertbody.actions import agenda, meetings
from expertbody.forms import meetings as forms
from expertbody.views.meeting_detail import item_of_programme
from stages.forms.attempts import attempt
from stages.selectors import programmes


def item_declare(request: SignedInRequest, slug: str, number: int, item_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    meetings.require_seat(programme, by=request.user, at=now())
    item = item_of_programme(programme, number, item_id)
    form = forms.ItemInterestForm(request.POST if request.method == "POST" else None)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, agenda.declare, item=item, by=request.user, at=now(), **form.cleaned_data)
    ):
        messages.success(request, "Your interest is declared. You take no part in the vote on this item.")
        return redirect("expertbody:item_detail", slug=programme.slug, number=number, item_id=item_id)
    context = {"programme": programme, "meeting": item.meeting, "item": item, "form": form}
    return render(request, "expertbody/item_declare.html", context)
