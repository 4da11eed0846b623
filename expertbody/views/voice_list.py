"""What people who use the service said, without names."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from accounts.requests import SignedInRequest
from expertbody.forms.voices import VoiceFilterForm
from expertbody.selectors import voices
from stages.selectors import programmes

PAGE = 15


def voice_list(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    form = VoiceFilterForm(request.GET, themes=voices.themes(programme))
    wanted = form.right()
    page = Paginator(voices.search(programme, **wanted), PAGE).get_page(request.GET.get("page"))
    every, answered = voices.counts(programme)
    context = {
        "programme": programme,
        "filter_form": form,
        "page": page,
        "voices": voices.heard(page),
        "narrowed": any(wanted.values()),
        "every": every,
        "answered": answered,
        "may_add": voices.may_add(request.user, programme, localdate()),
    }
    return render(request, "expertbody/voice_list.html", context)
