"""Payment runs, and what waits to go into the next."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from payments import permissions
from payments.forms.payments import RunSearchForm
from payments.selectors import run_pages, runs
from stages.selectors import programmes

PAGE = 20


def payment_run_list(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "payment.view", programme)
    form = RunSearchForm(request.GET, payers=run_pages.payers(programme))
    wanted = form.right()
    context = {
        "programme": programme,
        "filter_form": form,
        "page": Paginator(runs.listed(programme, **wanted), PAGE).get_page(request.GET.get("page")),
        "narrowed": any(wanted.values()),
        "waiting": run_pages.waiting(programme),
    }
    return render(request, "payments/payment_run_list.html", context)
