"""Stage 1: add to one of the registers that are kept alike."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from stages import permissions
from stages.actions import analysis
from stages.forms.analysis import REGISTERS
from stages.forms.attempts import attempt
from stages.selectors import access, members, programmes


def analysis_add(request: SignedInRequest, slug: str, code: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "stage.record", programme)
    register = REGISTERS[code]
    form = register.form(request.POST or None, members=members.people(programme))
    if request.method == "POST" and form.is_valid():
        given = {"model": register.model, "programme": programme, "by": request.user, "at": now()}
        if attempt(form, analysis.add, **given, **form.cleaned_data):
            messages.success(request, "It is recorded.")
            return redirect(register.list_url, slug=programme.slug)
    shown = {"programme": programme, "register": register, "form": form}
    return render(request, "stages/analysis_add.html", shown | {"access": access.access(programme, 1, request.user)})
