"""One meeting: its agenda, who is there, and whether they may vote."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from accounts.requests import SignedInRequest
from expertbody import permissions
from expertbody.models import AgendaItem, Meeting
from expertbody.selectors import meeting_moves, meetings
from stages.models import Programme
from stages.selectors import programmes


def meeting_detail(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    meeting = of_programme(programme, number)
    context = {
        "programme": programme,
        "meeting": meeting,
        "items": meetings.items(meeting),
        "attendance": meetings.attendance(meeting),
        "rule": meetings.rule(programme),
        "quorum_problem": meetings.quorum_problem(meeting, as_of=localdate()) if meeting.is_open else "",
        "minutes_to_approve": meetings.to_approve(meeting),
        "moves": meeting_moves.moves(meeting),
        "may_cancel": meeting_moves.may_cancel(request.user, meeting, localdate()),
        "may_chair": meetings.may_chair(request.user, meeting, localdate()),
        "may_call": permissions.can(request.user, "meeting.call", programme),
    }
    return render(request, "expertbody/meeting_detail.html", context)


def of_programme(programme: Programme, number: int) -> Meeting:
    """The meeting of that number, or the page that says there is none."""
    meeting = meetings.numbered(programme, number)
    if meeting is None:
        raise Http404("No such meeting")
    return meeting


def item_of_programme(programme: Programme, number: int, item_id: int) -> AgendaItem:
    """The item of that meeting, or the page that says there is none."""
    item = meetings.item_of(of_programme(programme, number), item_id)
    if item is None:
        raise Http404("No such item")
    return item
