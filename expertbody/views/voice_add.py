"""Keep what somebody who uses the service said."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now

from accounts.requests import SignedInRequest
from expertbody.actions import voices
from expertbody.forms.voices import VoiceForm
from stages.forms.attempts import attempt
from stages.selectors import programmes


def voice_add(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    voices.require_may_add(programme, by=request.user, at=now())
    initial = {"heard_on": localdate(), "stages": request.GET.getlist("stages")}
    form = VoiceForm(
        request.POST if request.method == "POST" else None, initial=initial, few=programme.suppression_threshold
    )
    if request.method == "POST" and form.is_valid():
        given = {"programme": programme, "by": request.user, "at": now(), **form.cleaned_data}
        if attempt(form, voices.add, **given):
            messages.success(request, "What was said is kept, without a name.")
            return redirect("expertbody:voice_list", slug=programme.slug)
    return render(request, "expertbody/voice_add.html", {"programme": programme, "form": form})
