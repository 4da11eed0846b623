"""The drawn claims of a plan: the work list of verifiers, and what an agent has to answer."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from outcomes import permissions
from outcomes.forms.verification import ItemSearchForm
from outcomes.selectors import sample_items, verification_pages
from stages.selectors import programmes

PAGE = 50


def item_list(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "verification.view", programme)
    plan = verification_pages.find(programme, number)
    shown = verification_pages.shown(plan, request.user)
    form = ItemSearchForm(request.GET, strata=verification_pages.strata(shown))
    asked = form.right()
    found = sample_items.search(request.user, plan, **asked)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "programme": programme, "plan": plan, "shown": shown, "filter_form": form, "page": page,
        "rows": verification_pages.rows(plan, page), "narrowed": any(asked.values()),
    }  # fmt: skip
    return render(request, "outcomes/item_list.html", context)
