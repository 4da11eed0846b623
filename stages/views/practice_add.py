"""Stage 1: add an example of practice."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from stages import permissions
from stages.actions import registers
from stages.forms.attempts import attempt
from stages.forms.registers import PracticeForm
from stages.selectors import access, programmes


def practice_add(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "stage.record", programme)
    form = PracticeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {"programme": programme, "by": request.user, "at": now(), **form.cleaned_data}
        if attempt(form, registers.add_practice, **given):
            messages.success(request, "The example is recorded.")
            return redirect("stages:practice_list", slug=programme.slug)
    context = {"programme": programme, "form": form, "access": access.access(programme, 1, request.user)}
    return render(request, "stages/practice_add.html", context)
