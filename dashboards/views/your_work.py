"""The first page after sign-in: what waits for the person, and what changed since they were last here."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now

from accounts.requests import SignedInRequest
from dashboards import last_here
from dashboards.selectors import changes, next_step, viewer, work
from expertbody.selectors import plain


def your_work(request: SignedInRequest) -> HttpResponse:
    at = now()
    looking = viewer.look(request.user, localdate(at))
    before = last_here.before(request, at)
    waits = work.waiting_for(looking)
    context = {
        "work": waits,
        "next_step": None if waits.matters else next_step.latest(looking),
        "before": before,
        "changes": changes.since(looking, before),
        "has_programmes": bool(looking.programmes()),
        "today": looking.today,
        "plain_first": plain.wants_plain_words_first(request.user),
    }
    response = render(request, "dashboards/your_work.html", context)
    last_here.note(request, response, at)
    return response
