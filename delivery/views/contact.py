"""Contact for each participant by segment: whether some are quietly left with less."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from accounts.requests import SignedInRequest
from delivery import permissions
from delivery.selectors import access, activity, counted
from stages.selectors import programmes


def contact(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    least = counted.threshold(request.user, programme)
    lines, told = (
        activity.told_by_segment(programme, localdate(), least)
        if least
        else (activity.by_segment(programme, counted.agents_of(request.user, programme)), None)
    )
    context = {
        "programme": programme,
        "lines": lines,
        "told": told,
        "waits": bool(least),
        "has_withheld": any(line.seen is None for line in lines),
        "sees_log": permissions.can(request.user, "activity.view", programme),
        "access": access.access(programme, request.user),
    }
    return render(request, "delivery/contact.html", context)
