"""Which constituencies were seated when, and the days on which one had nobody."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from accounts.requests import SignedInRequest
from expertbody.selectors import seat_history as history
from stages.selectors import programmes


def seat_history(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    today = localdate()
    context = {
        "programme": programme,
        "lines": history.lines(programme, today),
        "ending": history.ending(programme, today),
    }
    return render(request, "expertbody/seat_history.html", context)
