"""Reply to a finding."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from stages import permissions
from stages.actions import findings as findings_action
from stages.forms.attempts import attempt
from stages.forms.findings import ReplyForm
from stages.selectors import findings, programmes


def finding_reply(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    finding = findings.finding_of(programme, number)
    permissions.require(request.user, "finding.reply", programme)
    form = ReplyForm(request.POST or None, few=programme.suppression_threshold)
    if request.method == "POST" and form.is_valid():
        given = {"finding": finding, "by": request.user, "at": now(), **form.cleaned_data}
        if attempt(form, findings_action.reply, **given):
            messages.success(request, "Your reply is added.")
            return redirect(finding)
    return render(request, "stages/finding_reply.html", {"programme": programme, "finding": finding, "form": form})
