"""Ask for another segment for a participant, with the grounds."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now

from accounts.requests import SignedInRequest
from delivery import permissions
from delivery.actions import reclassifications
from delivery.forms.participant_events import ReclassificationForm
from delivery.selectors import access, participant_events, participants
from stages.forms.attempts import attempt
from stages.selectors import programmes


def participant_reclassify(request: SignedInRequest, slug: str, participant_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "participant.reclassify", programme)
    participant = participants.find(request.user, programme, participant_id)
    if not permissions.may_reclassify(request.user, programme, participant_events.agent_on(participant, localdate())):
        raise PermissionDenied
    segment = participant_events.segment_now(participant)
    form = ReclassificationForm(request.POST or None, participant=participant, segment=segment)
    if request.method == "POST" and form.is_valid():
        given = {"participant": participant, "by": request.user, "at": now(), **form.cleaned_data}
        if attempt(form, reclassifications.propose, **given):
            messages.success(request, "The change is asked for. A second person decides; nothing is priced by it yet.")
            return redirect("delivery:participant_detail", slug=programme.slug, participant_id=participant.pk)
    context = {"programme": programme, "participant": participant, "form": form}
    context["segment"] = participants.segment_names(participant).get(segment, segment)
    context["access"] = access.for_events(programme, request.user)
    return render(request, "delivery/participant_reclassify.html", context)
