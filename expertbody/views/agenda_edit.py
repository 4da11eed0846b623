"""Build the agenda of a meeting."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.errors import Refused
from accounts.requests import SignedInRequest
from expertbody import permissions
from expertbody.actions import agenda
from expertbody.forms import meetings as forms
from expertbody.models import Meeting
from expertbody.selectors import meetings as meetings_selector
from expertbody.views.meeting_detail import of_programme
from stages.forms.attempts import attempt
from stages.selectors import programmes


def agenda_edit(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "meeting.call", programme)
    meeting = of_programme(programme, number)
    waiting = meetings_selector.not_on_agenda(meeting)
    asked = request.POST.get("do", "") if request.method == "POST" else ""
    choices = [(f"{one.kind}:{one.subject_id}", one.named) for one in waiting]
    matters_form = forms.MattersForm(request.POST if asked == "matters" else None, waiting=choices)
    form = forms.ItemForm(request.POST if asked == "free" else None, few=programme.suppression_threshold)
    if asked and _carry_out(request, meeting, asked, matters_form, form):
        return redirect("expertbody:agenda_edit", slug=programme.slug, number=number)
    context = {
        "programme": programme,
        "meeting": meeting,
        "items": meetings_selector.items(meeting),
        "waiting": waiting,
        "matters_form": matters_form,
        "form": form,
    }
    return render(request, "expertbody/agenda_edit.html", context)


def _carry_out(
    request: SignedInRequest, meeting: Meeting, asked: str, matters: forms.MattersForm, free: forms.ItemForm
) -> bool:
    """Whether what was asked has been done; if not, the form says why."""
    given: dict[str, Any] = {"by": request.user, "at": now()}
    if asked == "matters":
        return matters.is_valid() and attempt(matters, agenda.add_matters, meeting=meeting, **matters.given(), **given)
    if asked == "free":
        return free.is_valid() and attempt(free, agenda.add_free, meeting=meeting, **free.cleaned_data, **given)
    number = request.POST.get("item", "")
    item = meetings_selector.item_of(meeting, int(number)) if number.isdecimal() and len(number) < 10 else None
    if item is not None:
        try:
            (agenda.move_up if asked == "up" else agenda.take_off)(item=item, **given)
        except Refused as refusal:
            messages.error(request, str(refusal))
    return True
