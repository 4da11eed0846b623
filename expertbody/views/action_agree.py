"""Agree an action because of a decision."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from expertbody import permissions
from expertbody.actions import body_actions
from expertbody.forms.body_actions import AgreeForm
from expertbody.selectors import decisions
from stages.forms.attempts import attempt
from stages.selectors import members, programmes


def action_agree(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "action.agree", programme)
    decision = decisions.numbered(programme, number)
    if decision is None:
        raise Http404("No such decision")
    sent = request.POST if request.method == "POST" else None
    form = AgreeForm(sent, members=members.people(programme), few=programme.suppression_threshold)
    if request.method == "POST" and form.is_valid():
        given = {"decision": decision, "by": request.user, "at": now(), **form.cleaned_data}
        if attempt(form, body_actions.agree, **given):
            messages.success(request, "The action is agreed. Its owner sees it in “Your work”.")
            return redirect("expertbody:decision_detail", slug=programme.slug, number=number)
    context = {"programme": programme, "decision": decision, "form": form}
    return render(request, "expertbody/action_agree.html", context)
