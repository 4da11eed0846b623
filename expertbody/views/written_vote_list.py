"""Written votes of the Expert Body, and what could be put to one."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from accounts.requests import SignedInRequest
from expertbody.forms.written import WrittenSearchForm
from expertbody.selectors import written_votes
from stages.selectors import programmes

PAGE = 20


def written_vote_list(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    form = WrittenSearchForm(request.GET)
    text = form.right().get("q", "")
    page = Paginator(written_votes.search(programme, text), PAGE).get_page(request.GET.get("page"))
    may_open = written_votes.may_open(request.user, programme, localdate())
    context = {
        "programme": programme,
        "filter_form": form,
        "page": page,
        "rows": written_votes.shown(page),
        "narrowed": bool(text),
        "may_open": may_open,
        "waiting": written_votes.to_open(programme) if may_open else [],
    }
    return render(request, "expertbody/written_vote_list.html", context)
