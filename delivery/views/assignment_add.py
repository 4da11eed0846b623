"""Give a key worker every participant who fits."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now

from accounts.requests import SignedInRequest
from delivery import permissions
from delivery.actions import assignments
from delivery.forms.key_workers import AssignForm
from delivery.selectors import access, key_workers
from delivery.selectors import contract as contracts
from stages.forms.attempts import attempt
from stages.selectors import programmes


def assignment_add(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "delivery.record", programme)
    workers = key_workers.of_agents(programme, access.own_agents(request.user, programme), localdate())
    form = AssignForm(
        request.POST or None, workers=workers, contract=contracts.of(programme), initial={"from_date": localdate()}
    )
    if request.method == "POST" and form.is_valid():
        worker = form.cleaned_data["key_worker"]
        given = {"programme": programme, "agent": worker.agent, "by": request.user, "at": now(), **form.cleaned_data}
        if attempt(form, assignments.assign, **given):
            messages.success(request, f"The participants who fit are with {worker} now.")
            return redirect("delivery:key_worker_list", slug=programme.slug)
    context = {"programme": programme, "form": form, "access": access.access(programme, request.user)}
    return render(request, "delivery/assignment_add.html", context)
