"""Look at whether a corrective action had its effect."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from stages import permissions
from stages.actions import findings as findings_action
from stages.forms.attempts import attempt
from stages.forms.findings import EffectForm
from stages.selectors import findings, programmes


def action_check(request: SignedInRequest, slug: str, number: int, action_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    finding = findings.finding_of(programme, number)
    action = findings.action_of(finding, action_id)
    permissions.require(request.user, "finding.act", programme)
    form = EffectForm(request.POST or None, few=programme.suppression_threshold)
    if request.method == "POST" and form.is_valid():
        given = {"action": action, "by": request.user, "at": now(), **form.cleaned_data}
        if attempt(form, findings_action.check_effect, **given):
            messages.success(request, "The effect is recorded.")
            return redirect(finding)
    context = {"programme": programme, "finding": finding, "action": action, "form": form}
    return render(request, "stages/action_check.html", context)
