"""Key workers in post and their caseloads, against what was agreed; and how many participants have nobody."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from accounts.requests import SignedInRequest
from delivery.forms.key_workers import KeyWorkerSearchForm
from delivery.selectors import access, key_workers
from stages.selectors import programmes

PAGE = 50


def key_worker_list(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    form = KeyWorkerSearchForm(request.GET, agents=key_workers.agents_seen(request.user, programme))
    given = form.right()
    page = key_workers.page(request.user, programme, key_workers.Wanted(**given), localdate())
    context = {
        "programme": programme,
        "filter_form": form,
        "rows": Paginator(page.rows, PAGE).get_page(request.GET.get("page")),
        "totals": page.totals,
        "fte_words": f"{page.totals.fte.normalize():f} full-time equivalents",
        "total_words": f"of {page.totals.participants:,}",
        "narrowed": any(given.values()),
        "access": access.access(programme, request.user),
    }
    return render(request, "delivery/key_worker_list.html", context)
