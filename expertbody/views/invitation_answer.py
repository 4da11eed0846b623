"""The page to which the mail of an invitation leads: take the seat, or decline it with the reason."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from expertbody.actions import invitations as invitations_action
from expertbody.forms.invitations import AnswerForm
from expertbody.selectors import invitations
from stages.forms.attempts import attempt


def invitation_answer(request: SignedInRequest, slug: str, token: str) -> HttpResponse:
    invitation = invitations.by_token(slug, token)
    invitations_action.require_is_for(invitation, request.user)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = {"invitation": invitation, "by": request.user, "at": now()}
        takes_it = form.cleaned_data["answer"] == "accept"
        reason = {} if takes_it else {"reason": form.cleaned_data["reason"]}
        if attempt(form, invitations_action.accept if takes_it else invitations_action.decline, **given, **reason):
            messages.success(request, "The seat is yours. Welcome." if takes_it else "You declined. Thank you.")
            return redirect("expertbody:composition", slug=slug) if takes_it else redirect("dashboards:your_work")
    is_over = invitation.is_over(now())
    context = {"invitation": invitation, "programme": invitation.programme, "form": form, "is_over": is_over}
    return render(request, "expertbody/invitation_answer.html", context)
