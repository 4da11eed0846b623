"""Stage 7: write a lesson of this programme for the next."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from stages import permissions
from stages.actions import lessons
from stages.forms.attempts import attempt
from stages.forms.lessons import LessonForm
from stages.selectors import access, learned, programmes
from stages.selectors import lessons as lessons_selector

LONGEST_NUMBER = 9


def lesson_write(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "stage.record", programme)
    asked = request.GET.get("finding", "")
    of = learned.numbered(programme, int(asked)) if asked.isdecimal() and len(asked) < LONGEST_NUMBER else None
    form = LessonForm(request.POST or None, **lessons_selector.form_facts(programme, request.user, of))
    if request.method == "POST" and form.is_valid():
        given = {"programme": programme, "by": request.user, "at": now(), **form.cleaned_data}
        given["finding"] = of.finding.number if of else None
        if attempt(form, lessons.write, **given):
            messages.success(request, "The lesson is in the library.")
            return redirect("stages:lesson_list", slug=programme.slug)
    context = {"programme": programme, "form": form, "of": of, "access": access.access(programme, 7, request.user)}
    return render(request, "stages/lesson_write.html", context)
