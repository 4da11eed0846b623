"""Say that an action of the Expert Body is done, and what was done."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from expertbody.actions import body_actions as body_actions_action
from expertbody.forms.body_actions import DoneForm
from expertbody.selectors import body_actions
from stages.forms.attempts import attempt
from stages.selectors import programmes


def action_done(request: SignedInRequest, slug: str, action_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    action = body_actions.action_of(programme, action_id)
    body_actions_action.require_may_do(action, request.user)
    form = DoneForm(request.POST or None, few=programme.suppression_threshold)
    if request.method == "POST" and form.is_valid():
        given = {"action": action, "by": request.user, "at": now(), **form.cleaned_data}
        if attempt(form, body_actions_action.mark_done, **given):
            messages.success(
                request, "The action is marked as done. Look at its effect when there is something to see."
            )
            return redirect(action)
    return render(request, "expertbody/action_done.html", {"programme": programme, "action": action, "form": form})
