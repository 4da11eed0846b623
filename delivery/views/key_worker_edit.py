"""Change a key worker: the hours, the last day, or why the caseload is high."""

from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from delivery import permissions
from delivery.actions import key_workers
from delivery.forms.key_workers import KeyWorkerForm
from delivery.selectors import access
from delivery.selectors import key_workers as pages
from stages.forms.attempts import attempt
from stages.selectors import programmes


def key_worker_edit(request: SignedInRequest, slug: str, worker_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "delivery.record", programme)
    worker = pages.find(request.user, programme, worker_id)
    agents = access.own_agents(request.user, programme).filter(pk=worker.agent_id)
    form = KeyWorkerForm(request.POST or None, agents=agents, initial=model_to_dict(worker))
    if request.method == "POST" and form.is_valid():
        fields = {name: form.cleaned_data[name] for name in key_workers.FIELDS}
        if attempt(form, key_workers.change, key_worker=worker, by=request.user, at=now(), **fields):
            messages.success(request, f"{worker} is changed.")
            return redirect("delivery:key_worker_list", slug=programme.slug)
    page_access = access.access(programme, request.user)
    context = {"programme": programme, "worker": worker, "form": form, "access": page_access}
    return render(request, "delivery/key_worker_edit.html", context)
