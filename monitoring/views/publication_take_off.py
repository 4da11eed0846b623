"""Take the programme off the public pages."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.forms.attempts import attempt
from accounts.requests import SignedInRequest
from monitoring import permissions
from monitoring.actions import publications
from monitoring.forms.publications import TakeOffForm
from stages.selectors import programmes


def publication_take_off(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "publication.decide", programme)
    form = TakeOffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {"programme": programme, "by": request.user, "at": now(), **form.cleaned_data}
        if attempt(form, publications.take_off, **given):
            messages.success(request, "The programme is no longer published.")
            return redirect("monitoring:data_list", slug)
    return render(request, "monitoring/publication_take_off.html", {"programme": programme, "form": form})
