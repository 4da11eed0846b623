"""One question about gaming: its figures, what the agent says, and how it was settled."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from monitoring import permissions
from monitoring.actions import gaming_settling
from monitoring.forms.gaming import ReplyForm
from monitoring.selectors import gaming_pages, gaming_questions
from stages.forms.attempts import attempt
from stages.selectors import programmes


def gaming_question(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "gaming.view", programme)
    question = gaming_questions.find(programme, request.user, number)
    form = ReplyForm(request.POST or None)
    if request.method == "POST":
        permissions.require_to_reply(request.user, question)
        given = {"question": question, "by": request.user, "at": now()}
        if form.is_valid() and attempt(form, gaming_settling.reply, **given, **form.cleaned_data):
            messages.success(request, "Your reply is recorded.")
            return redirect(question)
    context = {"programme": programme, "form": form, "page": gaming_pages.page(question, request.user)}
    return render(request, "monitoring/gaming_question.html", context)
