"""Accept a finding, with or without reopening the stages it questions, or dismiss it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from stages import permissions
from stages.actions import findings as findings_action
from stages.forms.attempts import attempt
from stages.forms.findings import AnswerForm
from stages.selectors import findings, programmes


def finding_answer(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    finding = findings.finding_of(programme, number)
    permissions.require(request.user, "finding.act", programme)
    form = AnswerForm(request.POST or None, few=programme.suppression_threshold)
    if request.method == "POST" and form.is_valid():
        given = {"finding": finding, "by": request.user, "at": now(), **form.cleaned_data}
        if attempt(form, findings_action.answer, **given):
            messages.success(request, "The finding is answered.")
            return redirect(finding)
    return render(request, "stages/finding_answer.html", {"programme": programme, "finding": finding, "form": form})
