"""The consortium: who delivers for each agent, on which terms, and what the risk-cascade test says."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from accounts.requests import SignedInRequest
from delivery.forms.partners import PartnerSearchForm
from delivery.selectors import access, partners
from stages.selectors import programmes

PAGE = 25


def partner_list(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    form = PartnerSearchForm(request.GET, agents=partners.agents_seen(request.user, programme))
    given = form.right()
    rows = partners.search(request.user, programme, partners.Wanted(**given), localdate())
    context = {
        "programme": programme,
        "filter_form": form,
        "rows": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "narrowed": any(given.values()),
        "leads": partners.visible_lead_terms(request.user, programme),
        "access": access.access(programme, request.user),
        "stating": access.access(programme, request.user, "delivery.state_terms"),
    }
    return render(request, "delivery/partner_list.html", context)
