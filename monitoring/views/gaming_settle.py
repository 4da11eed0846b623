"""Settling a question about gaming: the reply is accepted, or a finding is raised."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from monitoring import permissions
from monitoring.actions import gaming_settling
from monitoring.forms.gaming import SettleForm
from monitoring.selectors import gaming_pages, gaming_questions
from stages.forms.attempts import attempt
from stages.selectors import programmes


def gaming_settle(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "gaming.settle", programme)
    question = gaming_questions.find(programme, request.user, number)
    form = SettleForm(request.POST or None, few=programme.suppression_threshold)
    if request.method == "POST" and form.is_valid():
        given = {"question": question, "by": request.user, "at": now(), **form.cleaned_data}
        if attempt(form, gaming_settling.settle, **given):
            messages.success(request, "The question is settled.")
            return redirect(question)
    context = {"programme": programme, "form": form, "page": gaming_pages.page(question, request.user)}
    return render(request, "monitoring/gaming_settle.html", context)
