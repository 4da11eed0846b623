"""Say why an outcome that looks earned is not one; it is not asked again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now

from accounts.requests import SignedInRequest
from delivery.permissions import require_to_act_for
from delivery.selectors import access, participant_events, participants
from outcomes import permissions
from outcomes.actions import people
from outcomes.forms.participants import NotAnOutcomeForm
from outcomes.selectors import unclaimed
from stages.forms.attempts import attempt
from stages.selectors import programmes


def unclaimed_answer(
    request: SignedInRequest, slug: str, participant_id: int, outcome: str, day: str, sequence: int
) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "rows.view", programme)
    participant = participants.find(request.user, programme, participant_id)
    one = unclaimed.find(programme, request.user, participant_id, outcome, day, sequence, localdate())
    require_to_act_for(request.user, "delivery.record", programme, participant_events.agent_on(participant, one.day))
    form = NotAnOutcomeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {"participant": participant, "outcome": outcome, "day": one.day, "sequence": sequence}
        if attempt(form, people.not_an_outcome, **given, **form.cleaned_data, by=request.user, at=now()):
            messages.success(request, "It is remembered, and not shown again.")
            return redirect("outcomes:unclaimed_list", slug=programme.slug)
    context = {"programme": programme, "participant": participant, "one": one, "form": form}
    context["access"] = access.for_events(programme, request.user)
    return render(request, "outcomes/unclaimed_answer.html", context)
