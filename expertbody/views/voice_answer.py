"""Say what changed because of what somebody said."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from expertbody import permissions
from expertbody.actions import voices as voices_action
from expertbody.forms.voices import AnswerForm
from expertbody.selectors import voices
from stages.forms.attempts import attempt
from stages.selectors import programmes


def voice_answer(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "voice.answer", programme)
    voice = voices.numbered(programme, number)
    sent = request.POST if request.method == "POST" else None
    form = AnswerForm(sent, programme=programme, few=programme.suppression_threshold)
    if request.method == "POST" and form.is_valid():
        given = {"voice": voice, "by": request.user, "at": now(), **form.cleaned_data}
        if attempt(form, voices_action.answer, **given):
            messages.success(request, "The answer is kept. Everybody in the programme can read it.")
            return redirect("expertbody:voice_detail", slug=programme.slug, number=voice.number)
    return render(request, "expertbody/voice_answer.html", {"programme": programme, "voice": voice, "form": form})
