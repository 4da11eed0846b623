"""Another segment that was asked for: its grounds, what it would change in statements, and the decision on it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now

from accounts.requests import SignedInRequest
from delivery import permissions
from delivery.actions import reclassifications as actions
from delivery.forms.participant_events import DecisionForm
from delivery.selectors import access, participant_events, participants
from payments.selectors import reclassifications
from stages.forms.attempts import attempt
from stages.selectors import programmes


def reclassification_detail(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "rows.view", programme)
    one = participant_events.reclassification_for(request.user, programme, pk)
    form = DecisionForm(request.POST or None)
    if request.method == "POST":
        permissions.require_may_decide(request.user, one)
        given = {"reclassification": one, "by": request.user, "at": now()}
        if form.is_valid() and attempt(form, actions.decide, **given, **form.cleaned_data):
            messages.success(request, "Your decision is recorded. The next pricing goes by it.")
            return redirect("delivery:participant_detail", slug=programme.slug, participant_id=one.participant_id)
    names = participants.segment_names(one.participant)
    context = {
        "programme": programme, "one": one, "form": form, "effect": reclassifications.effect(one, localdate()),
        "from_name": names.get(one.from_segment, "None"), "to_name": names.get(one.to_segment, one.to_segment),
        "decision": getattr(one, "decision", None),
        "may_decide": permissions.may_decide(request.user, one), "access": access.for_events(programme, request.user),
    }  # fmt: skip
    return render(request, "payments/reclassification_detail.html", context)
