"""The findings of a programme: what was seen, the stages it questions, and where each stands."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from stages import permissions
from stages.forms.findings import FindingFilterForm
from stages.selectors import findings, programmes

PAGE = 20


def finding_list(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    form = FindingFilterForm(request.GET)
    asked = form.right()
    found = findings.findings(programme, request.user, **asked)
    context = {
        "programme": programme,
        "filter_form": form,
        "findings": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "narrowed": any(asked.values()),
        "may_raise": permissions.can(request.user, "finding.raise", programme),
    }
    return render(request, "stages/finding_list.html", context)
