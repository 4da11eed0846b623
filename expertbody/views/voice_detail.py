"""One voice, and everything that changed because of it."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from expertbody import permissions
from expertbody.selectors import voices
from stages.selectors import programmes


def voice_detail(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    voice = voices.numbered(programme, number)
    context = {
        "programme": programme,
        "voice": voice,
        "heard": voices.heard([voice])[0],
        "may_answer": permissions.can(request.user, "voice.answer", programme),
    }
    return render(request, "expertbody/voice_detail.html", context)
