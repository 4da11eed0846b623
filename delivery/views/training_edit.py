"""Put right what was recorded of a session."""

from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from delivery import permissions
from delivery.actions import plans
from delivery.forms.plans import TrainingForm
from delivery.selectors import access, partners
from delivery.selectors import plans as pages
from stages.forms.attempts import attempt
from stages.selectors import programmes


def training_edit(request: SignedInRequest, slug: str, training_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "delivery.record", programme)
    one = pages.training(request.user, programme, training_id)
    agents = access.own_agents(request.user, programme).filter(pk=one.agent_id)
    own = partners.own(request.user, programme).filter(agent=one.agent_id)
    form = TrainingForm(request.POST or None, agents=agents, partners=own, initial=model_to_dict(one))
    if request.method == "POST" and form.is_valid():
        fields = {name: form.cleaned_data[name] for name in plans.TRAINING}
        if attempt(form, plans.change_training, training=one, by=request.user, at=now(), **fields):
            messages.success(request, f"{one} is changed.")
            return redirect("delivery:training_list", slug=programme.slug)
    page_access = access.access(programme, request.user)
    context = {"programme": programme, "training": one, "form": form, "access": page_access}
    return render(request, "delivery/training_edit.html", context)
