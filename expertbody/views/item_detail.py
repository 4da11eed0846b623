"""One item of an agenda: what is asked, who stands back, and how it was decided."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from accounts.requests import SignedInRequest
from expertbody.selectors import force, seats
from expertbody.selectors import meetings as meetings_selector
from expertbody.views.meeting_detail import item_of_programme
from stages.selectors import programmes


def item_detail(request: SignedInRequest, slug: str, number: int, item_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    item = item_of_programme(programme, number, item_id)
    context = {
        "programme": programme,
        "meeting": item.meeting,
        "shown": meetings_selector.item_shown(item),
        "may_chair": meetings_selector.may_chair(request.user, item.meeting, localdate()),
        "standing": force.standing_on(item),
        "has_seat": seats.held_by(request.user, programme, localdate()) is not None,
    }
    return render(request, "expertbody/item_detail.html", context)
