"""Register extracts that were received."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from outcomes import permissions
from outcomes.forms.registers import ExtractSearchForm
from outcomes.selectors import registers
from stages.selectors import programmes

PAGE = 25


def register_list(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "register.view", programme)
    form = ExtractSearchForm(request.GET)
    q = form.right().get("q", "")
    context = {
        "programme": programme,
        "filter_form": form,
        "narrowed": bool(q),
        "page": Paginator(registers.extracts(request.user, programme, q), PAGE).get_page(request.GET.get("page")),
        "may_upload": permissions.can(request.user, "register.upload", programme),
    }
    return render(request, "outcomes/register_list.html", context)
