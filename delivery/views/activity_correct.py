"""Put an activity right by a further row."""

from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now

from accounts.requests import SignedInRequest
from delivery import permissions
from delivery.actions import activity
from delivery.forms.activity import CorrectionForm
from delivery.selectors import access, key_workers
from delivery.selectors import activity as log
from stages.forms.attempts import attempt
from stages.selectors import programmes


def activity_correct(request: SignedInRequest, slug: str, activity_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "delivery.record", programme)
    one = log.find(request.user, programme, activity_id)
    workers = key_workers.of_agents(programme, access.own_agents(request.user, programme), localdate())
    form = CorrectionForm(request.POST or None, workers=workers, initial=model_to_dict(one))
    if request.method == "POST" and form.is_valid():
        given = {"activity": one, "by": request.user, "at": now(), **form.cleaned_data}
        if attempt(form, activity.correct, **given):
            messages.success(request, "The row is corrected. Both rows stay in the log.")
            return redirect("delivery:activity_list", slug=programme.slug)
    page_access = access.access(programme, request.user)
    context = {"programme": programme, "activity": one, "form": form, "access": page_access}
    return render(request, "delivery/activity_correct.html", context)
