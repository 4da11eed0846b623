"""Give every period without a window one, by the same rule."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.errors import Refused
from accounts.requests import SignedInRequest
from outcomes import permissions
from outcomes.actions import periods as actions
from outcomes.forms.periods import WindowsForm
from stages.selectors import programmes


def period_windows(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "period.manage", programme)
    form = WindowsForm(request.POST or None)
    if form.is_valid():
        try:
            given = actions.set_windows(programme=programme, by=request.user, at=now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{given} {'period was' if given == 1 else 'periods were'} given a window.")
            return redirect("outcomes:period_list", slug=programme.slug)
    return render(request, "outcomes/period_windows.html", {"programme": programme, "form": form})
