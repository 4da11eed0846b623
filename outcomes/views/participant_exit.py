"""Record that a participant left, or came back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now

from accounts.requests import SignedInRequest
from delivery.permissions import require_to_act_for
from delivery.selectors import access, participant_events, participants
from outcomes import permissions
from outcomes.actions import exits
from outcomes.forms.participants import ExitForm
from stages.forms.attempts import attempt
from stages.selectors import programmes


def participant_exit(request: SignedInRequest, slug: str, participant_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "rows.view", programme)
    participant = participants.find(request.user, programme, participant_id)
    holder = participant_events.agent_on(participant, localdate())
    require_to_act_for(request.user, "delivery.record", programme, holder)
    gone = participant_events.last_exit(participant)
    form = ExitForm(request.POST or None, has_left=gone is not None)
    if request.method == "POST" and form.is_valid():
        given = {"participant": participant, "by": request.user, "at": now(), **form.cleaned_data}
        if attempt(form, exits.record, **given):
            messages.success(request, f"It is recorded for {participant}.")
            return redirect("delivery:participant_detail", slug=programme.slug, participant_id=participant.pk)
    context = {"programme": programme, "participant": participant, "form": form, "gone": gone}
    context["access"] = access.for_events(programme, request.user)
    return render(request, "outcomes/participant_exit.html", context)
