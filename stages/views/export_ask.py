"""Have a file of the programme made."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from stages.actions import exports as exports_action
from stages.forms.attempts import attempt
from stages.forms.exports import ExportForm
from stages.selectors import exports, programmes


def export_ask(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    offered, choices = exports.offered(request.user, programme), exports.choices(request.user, programme)
    form = ExportForm(request.POST or None, kinds=offered, choices=choices, initial=request.GET.dict())
    given = {"programme": programme, "by": request.user, "at": now()}
    if form.is_valid() and attempt(form, exports_action.ask, **given, **form.asked()):
        messages.success(request, "The file is being made. You may leave this page and come back.")
        return redirect("stages:export_list", programme.slug)
    return render(request, "stages/export_ask.html", {"programme": programme, "form": form})
