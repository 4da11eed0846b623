"""Record what was done with a participant."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now

from accounts.requests import SignedInRequest
from delivery import permissions
from delivery.actions import activity
from delivery.forms.activity import ActivityForm
from delivery.selectors import access, key_workers
from stages.forms.attempts import attempt
from stages.selectors import programmes


def activity_add(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "delivery.record", programme)
    agents = access.own_agents(request.user, programme)
    workers = key_workers.of_agents(programme, agents, localdate())
    initial = {"reference": request.GET.get("reference", ""), "day": localdate()}
    form = ActivityForm(request.POST or None, agents=agents, workers=workers, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = {"programme": programme, "by": request.user, "at": now(), **form.cleaned_data}
        if attempt(form, activity.record, **given):
            messages.success(request, "The activity is recorded.")
            return redirect("delivery:activity_list", slug=programme.slug)
    context = {"programme": programme, "form": form, "access": access.access(programme, request.user)}
    return render(request, "delivery/activity_add.html", context)
