"""Meetings of the Expert Body, the next one first."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from expertbody import permissions
from expertbody.forms import meetings as forms
from expertbody.selectors import meetings as meetings_selector
from stages.selectors import programmes

PAGE = 20


def meeting_list(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    form = forms.PastForm(request.GET)
    text = form.right().get("q", "")
    context = {
        "programme": programme,
        "coming": meetings_selector.coming(programme),
        "filter_form": form,
        "page": Paginator(meetings_selector.past(programme, text), PAGE).get_page(request.GET.get("page")),
        "narrowed": bool(text),
        "rule": meetings_selector.rule(programme),
        "may_call": permissions.can(request.user, "meeting.call", programme),
    }
    return render(request, "expertbody/meeting_list.html", context)
