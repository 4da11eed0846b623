"""Record a session of training or mentoring."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from delivery import permissions
from delivery.actions import plans
from delivery.forms.plans import TrainingForm
from delivery.selectors import access, partners
from stages.forms.attempts import attempt
from stages.selectors import programmes


def training_add(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "delivery.record", programme)
    agents = access.own_agents(request.user, programme)
    form = TrainingForm(request.POST or None, agents=agents, partners=partners.own(request.user, programme))
    if request.method == "POST" and form.is_valid():
        given = {"programme": programme, "by": request.user, "at": now(), **form.cleaned_data}
        if attempt(form, plans.train, **given):
            messages.success(request, f"{form.cleaned_data['topic']} is recorded.")
            return redirect("delivery:training_list", slug=programme.slug)
    context = {"programme": programme, "form": form, "access": access.access(programme, request.user)}
    return render(request, "delivery/training_add.html", context)
