"""Close a finding, once the effect of what was done has been looked at, with a lesson for the next programme."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from stages import permissions
from stages.actions import findings as findings_action
from stages.forms.attempts import attempt
from stages.forms.findings import CloseFindingForm
from stages.forms.lessons import optional_lesson
from stages.selectors import findings, learned, lessons, programmes


def finding_close(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    finding = findings.finding_of(programme, number)
    permissions.require(request.user, "finding.close", programme)
    form = CloseFindingForm(request.POST or None, few=programme.suppression_threshold)
    of = learned.numbered(programme, number)
    lesson = optional_lesson(request.POST or None, **lessons.form_facts(programme, request.user, of))
    if request.method == "POST" and form.is_valid() and lesson.is_valid():
        given = {"finding": finding, "by": request.user, "at": now(), "lesson": lesson.words(), **form.cleaned_data}
        if attempt(form, findings_action.close, **given):
            messages.success(request, "The finding is closed.")
            return redirect(finding)
    context = {"programme": programme, "finding": finding, "form": form, "lesson_form": lesson}
    return render(request, "stages/finding_close.html", context)
