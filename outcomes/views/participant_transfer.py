"""Propose to hand a participant over to another agent."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from delivery.permissions import require_to_act_for
from delivery.selectors import access, participant_events, participants
from outcomes import permissions
from outcomes.actions import transfers
from outcomes.forms.participants import TransferForm
from stages.forms.attempts import attempt
from stages.selectors import programmes


def participant_transfer(request: SignedInRequest, slug: str, participant_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "rows.view", programme)
    participant = participants.find(request.user, programme, participant_id)
    holder = participant_events.holder(participant)
    require_to_act_for(request.user, "delivery.record", programme, holder)
    others = access.contract_agents(programme).exclude(pk=holder.pk)
    form = TransferForm(request.POST or None, agents=others, initial={"reference": participant.reference})
    if request.method == "POST" and form.is_valid():
        given = {"participant": participant, "by": request.user, "at": now(), **form.cleaned_data}
        if attempt(form, transfers.propose, **given):
            messages.success(request, "The handover is proposed. It holds once the other agent has agreed.")
            return redirect("delivery:participant_detail", slug=programme.slug, participant_id=participant.pk)
    context = {"programme": programme, "participant": participant, "form": form}
    context["access"] = access.for_events(programme, request.user)
    return render(request, "outcomes/participant_transfer.html", context)
