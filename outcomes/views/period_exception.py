"""Let one agent send rows of a period though its window is over or the period closed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now

from accounts.errors import Refused
from accounts.requests import SignedInRequest
from outcomes import permissions
from outcomes.actions import periods as actions
from outcomes.forms.periods import ExceptionForm
from outcomes.selectors import periods
from stages.selectors import programmes


def period_exception(request: SignedInRequest, slug: str, period: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "period.manage", programme)
    found = periods.find(programme, period)
    form = ExceptionForm(request.POST or None, agents=periods.agents(programme))
    if form.is_valid():
        try:
            actions.grant(period=found, by=request.user, at=now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{form.cleaned_data['agent']} may send rows of this period again.")
            return redirect("outcomes:period_detail", slug=programme.slug, period=found.code)
    shown = periods.shown(request.user, programme, [found], localdate())[0]
    return render(request, "outcomes/period_exception.html", {"programme": programme, "shown": shown, "form": form})
