"""Record that another organisation lends somebody."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from delivery import permissions
from delivery.actions import key_workers
from delivery.forms.key_workers import SecondmentForm
from delivery.selectors import access
from delivery.selectors import contract as contracts
from stages.forms.attempts import attempt
from stages.selectors import programmes


def secondment_add(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "delivery.record", programme)
    agents = access.own_agents(request.user, programme)
    form = SecondmentForm(request.POST or None, agents=agents, contract=contracts.of(programme))
    if request.method == "POST" and form.is_valid():
        given = {"programme": programme, "by": request.user, "at": now(), **form.cleaned_data}
        if attempt(form, key_workers.second, **given):
            messages.success(request, "The secondment is recorded.")
            return redirect("delivery:secondment_list", slug=programme.slug)
    context = {"programme": programme, "form": form, "access": access.access(programme, request.user)}
    return render(request, "delivery/secondment_add.html", context)
