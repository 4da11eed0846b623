"""What waits for a decision of the Expert Body, and what it decided."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from accounts.requests import SignedInRequest
from expertbody import permissions
from expertbody.forms.decisions import SearchForm
from expertbody.selectors import decidable, decisions, seats
from stages.selectors import falls, programmes

PAGE = 20


def decision_list(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    form = SearchForm(request.GET, kinds=[(one.kind, one.label) for one in decidable.table().values()])
    wanted = form.right()
    found = decisions.search(programme, wanted.get("q", ""), wanted.get("kind", ""))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "programme": programme,
        "waiting": decidable.waiting(programme),
        "fallen": falls.unquestioned(programme, request.user),
        "may_decide": seats.held_by(request.user, programme, localdate()) is not None,
        "filter_form": form,
        "page": page,
        "decisions": decisions.with_titles(programme, decisions.with_states(programme, page)),
        "may_propose": permissions.can(request.user, "body.propose", programme),
        "narrowed": any(wanted.values()),
    }
    return render(request, "expertbody/decision_list.html", context)
