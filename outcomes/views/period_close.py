"""Close a period for good."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now

from accounts.errors import Refused
from accounts.requests import SignedInRequest
from outcomes import permissions
from outcomes.actions import periods as actions
from outcomes.forms.periods import ClosingForm
from outcomes.selectors import periods
from stages.selectors import programmes


def period_close(request: SignedInRequest, slug: str, period: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "period.manage", programme)
    found = periods.find(programme, period)
    form = ClosingForm(request.POST or None)
    if form.is_valid():
        try:
            statement = form.cleaned_data["statement"]
            actions.close(period=found, statement=statement, by=request.user, at=now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The period is closed. What changes from now on is listed here.")
            return redirect("outcomes:period_detail", slug=programme.slug, period=found.code)
    shown = periods.shown(request.user, programme, [found], localdate())[0]
    context = {"programme": programme, "shown": shown, "form": form, "open": periods.still_open(found, localdate())}
    return render(request, "outcomes/period_close.html", context)
