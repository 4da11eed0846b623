"""Take an invitation back before it is answered."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from expertbody.actions import invitations as invitations_action
from expertbody.actions import seats
from expertbody.forms.invitations import WithdrawForm
from expertbody.selectors import invitations
from stages.forms.attempts import attempt
from stages.selectors import programmes


def invitation_withdraw(request: SignedInRequest, slug: str, invitation_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    seats.require_may_seat(programme, by=request.user, at=now())
    invitation = invitations.invitation_of(programme, invitation_id)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {"invitation": invitation, "by": request.user, "at": now(), **form.cleaned_data}
        if attempt(form, invitations_action.withdraw, **given):
            messages.success(request, f"The invitation of {invitation.email} is withdrawn.")
            return redirect("expertbody:composition", slug=programme.slug)
    context = {"programme": programme, "invitation": invitation, "form": form}
    return render(request, "expertbody/invitation_withdraw.html", context)
