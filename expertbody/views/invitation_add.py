"""Offer a seat on the Expert Body by email."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now

from accounts.requests import SignedInRequest
from expertbody.actions import invitations, seats
from expertbody.forms.invitations import InvitationForm
from expertbody.views import links
from stages.forms.attempts import attempt
from stages.selectors import programmes


def invitation_add(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    seats.require_may_seat(programme, by=request.user, at=now())
    initial = {"constituency": request.GET.get("constituency", ""), "from_date": localdate()}
    form = InvitationForm(request.POST if request.method == "POST" else None, programme=programme, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = {"programme": programme, "link": links.invitation(request, programme.slug), **form.cleaned_data}
        if attempt(form, invitations.invite, by=request.user, at=now(), **given):
            messages.success(request, f"The invitation is sent to {form.cleaned_data['email']}.")
            return redirect("expertbody:composition", slug=programme.slug)
    return render(request, "expertbody/invitation_add.html", {"programme": programme, "form": form})
