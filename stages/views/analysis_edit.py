"""Stage 1: change a record of one of the registers that are kept alike."""

from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from stages import permissions
from stages.actions import analysis
from stages.forms.analysis import REGISTERS
from stages.forms.attempts import attempt
from stages.selectors import access, members, programmes
from stages.selectors import analysis as analysis_selector


def analysis_edit(request: SignedInRequest, slug: str, code: str, record_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "stage.record", programme)
    register = REGISTERS[code]
    record = analysis_selector.record(register.model, programme, record_id)
    form = register.form(request.POST or None, members=members.people(programme), initial=model_to_dict(record))
    if request.method == "POST" and form.is_valid():
        given = {"entry": record, "by": request.user, "at": now()}
        if attempt(form, analysis.change, **given, **form.cleaned_data):
            messages.success(request, "The change is kept.")
            return redirect(register.list_url, slug=programme.slug)
    shown = {"programme": programme, "register": register, "record": record, "form": form}
    return render(request, "stages/analysis_edit.html", shown | {"access": access.access(programme, 1, request.user)})
