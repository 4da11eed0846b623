"""Who sits on the Expert Body, for how long, and who is missing."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now

from accounts.requests import SignedInRequest
from expertbody import permissions
from expertbody.selectors import decidable, invitations, seats
from stages.selectors import programmes


def composition(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    today = localdate()
    benches = seats.benches(programme, today)
    established = not any(bench.missing for bench in benches)
    context = {
        "programme": programme,
        "benches": benches,
        "shortfalls": [bench.missing for bench in benches if bench.missing],
        "to_come": seats.to_come(programme, today),
        "past": seats.past(programme, today),
        "waiting": decidable.waiting(programme),
        "invited": invitations.waiting(programme),
        "said_no": invitations.answered(programme),
        "now": now(),
        "may_seat": permissions.can(request.user, "body.renew" if established else "body.establish", programme),
    }
    return render(request, "expertbody/composition.html", context)
