"""Say that a corrective action is done, and what was done."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from stages.actions import findings as findings_action
from stages.forms.attempts import attempt
from stages.forms.findings import DoneForm
from stages.selectors import findings, programmes


def action_done(request: SignedInRequest, slug: str, number: int, action_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    finding = findings.finding_of(programme, number)
    action = findings.action_of(finding, action_id)
    findings_action.require_may_do(action, request.user)
    form = DoneForm(request.POST or None, few=programme.suppression_threshold)
    if request.method == "POST" and form.is_valid():
        given = {"action": action, "by": request.user, "at": now(), **form.cleaned_data}
        if attempt(form, findings_action.mark_done, **given):
            messages.success(request, "The action is marked as done. Look at its effect when there are figures.")
            return redirect(finding)
    context = {"programme": programme, "finding": finding, "action": action, "form": form}
    return render(request, "stages/action_done.html", context)
