"""Say from when to when rows of a period are taken."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now

from accounts.errors import Refused
from accounts.requests import SignedInRequest
from outcomes import permissions
from outcomes.actions import periods as actions
from outcomes.forms.periods import WindowForm
from outcomes.selectors import periods
from stages.selectors import programmes


def period_window(request: SignedInRequest, slug: str, period: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "period.manage", programme)
    found = periods.find(programme, period)
    shown = periods.shown(request.user, programme, [found], localdate())[0]
    form = WindowForm(request.POST or None, initial=periods.as_initial(shown))
    if form.is_valid():
        try:
            actions.set_window(period=found, by=request.user, at=now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The window is set. Rows outside it are refused from now on.")
            return redirect("outcomes:period_detail", slug=programme.slug, period=found.code)
    return render(request, "outcomes/period_window.html", {"programme": programme, "shown": shown, "form": form})
