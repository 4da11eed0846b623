"""Agree to take a participant over from another agent, or say why not."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from delivery.forms.participant_events import DecisionForm
from delivery.selectors import access, participant_events
from outcomes import permissions
from outcomes.actions import transfers
from stages.forms.attempts import attempt
from stages.selectors import programmes


def transfer_answer(request: SignedInRequest, slug: str, transfer_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "rows.view", programme)
    transfer = participant_events.transfer_for(request.user, programme, transfer_id)
    permissions.require_to_act_for(request.user, "claim.withdraw", programme, transfer.to_agent)
    form = DecisionForm(request.POST or None)
    form.offer("Take the participant over", "Do not take the participant over")
    if request.method == "POST" and form.is_valid():
        given = {"transfer": transfer, "by": request.user, "at": now(), **form.cleaned_data}
        if attempt(form, transfers.answer, **given):
            messages.success(request, "Your answer is recorded.")
            return redirect("delivery:participant_list", slug=programme.slug)
    context = {"programme": programme, "transfer": transfer, "form": form, "answer": getattr(transfer, "answer", None)}
    context["access"] = access.for_events(programme, request.user)
    return render(request, "outcomes/transfer_answer.html", context)
