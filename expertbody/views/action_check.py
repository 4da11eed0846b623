"""Say whether an action of the Expert Body had its effect."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from expertbody import permissions
from expertbody.actions import body_actions as body_actions_action
from expertbody.forms.body_actions import EffectForm
from expertbody.selectors import body_actions
from stages.forms.attempts import attempt
from stages.selectors import programmes


def action_check(request: SignedInRequest, slug: str, action_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "action.agree", programme)
    action = body_actions.action_of(programme, action_id)
    form = EffectForm(request.POST or None, few=programme.suppression_threshold)
    if request.method == "POST" and form.is_valid():
        given = {"action": action, "by": request.user, "at": now(), **form.cleaned_data}
        if attempt(form, body_actions_action.check_effect, **given):
            messages.success(request, "What you saw is kept with the action.")
            return redirect(action)
    return render(request, "expertbody/action_check.html", {"programme": programme, "action": action, "form": form})
