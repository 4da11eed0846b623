"""Statements by period and agent, and pricing now."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from payments import permissions
from payments.forms.statements import StatementSearchForm
from payments.selectors import statement_lists, statements
from stages.selectors import programmes

PAGE = 20
SEEN_FROM_HERE = ("payment", "bank", "forecast")


def statement_list(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    form = StatementSearchForm(request.GET, **statement_lists.choices(programme, request.user))
    wanted = form.right()
    page = Paginator(statement_lists.listed(programme, request.user, **wanted), PAGE).get_page(request.GET.get("page"))
    listing = statement_lists.listing(page, programme, request.user)
    context = {
        "programme": programme,
        "filter_form": form,
        "page": page,
        "rows": listing.rows,
        "untold": listing.untold,
        "narrowed": any(wanted.values()),
        "last_run": statement_lists.last_run(programme),
        "may_price": permissions.can(request.user, "statement.price", programme),
        "may": {name: permissions.can(request.user, f"{name}.view", programme) for name in SEEN_FROM_HERE},
        "states": dict(statements.STATES),
    }
    return render(request, "payments/statement_list.html", context)
