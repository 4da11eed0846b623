"""A paper of the Expert Body in plain words."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from accounts.requests import SignedInRequest
from expertbody.selectors import plain, seats
from stages.selectors import programmes


def plain_words(request: SignedInRequest, slug: str, kind: str, subject_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    reading = plain.read(programme, kind, subject_id, localdate())
    if reading is None:
        raise Http404("No such paper")
    context = {
        "programme": programme,
        "reading": reading,
        "may_decide": reading.waits and seats.held_by(request.user, programme, localdate()) is not None,
        "plain_first": plain.wants_plain_words_first(request.user),
    }
    return render(request, "expertbody/plain_words.html", context)
