"""Stage 1: say that an entry of the library is not for this programme, and why."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from knowledge.selectors import entries
from stages import permissions
from stages.actions import lessons
from stages.forms.attempts import attempt
from stages.forms.lessons import SetAsideForm
from stages.selectors import access, programmes


def lesson_set_aside(request: SignedInRequest, slug: str, entry_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "stage.record", programme)
    entry = entries.entry_of(entry_id)
    form = SetAsideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {"programme": programme, "entry": entry, "by": request.user, "at": now(), **form.cleaned_data}
        if attempt(form, lessons.set_aside, **given):
            messages.success(request, "It is set aside, with your reason, and not offered again.")
            return redirect("stages:lesson_offers", slug=programme.slug)
    found = access.access(programme, 1, request.user)
    context = {"programme": programme, "entry": entry, "form": form, "access": found}
    return render(request, "stages/lesson_set_aside.html", context)
