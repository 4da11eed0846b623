"""The findings dashboard: which targets are off track, how sure that is, and the evidence."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from dashboards.forms.findings_dashboard import FilterForm
from dashboards.selectors import findings_dashboard as dashboard
from monitoring import permissions
from monitoring.selectors import figures
from stages.selectors import programmes


def findings_dashboard(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "figures.view", programme)
    have = dashboard.known(figures.audience(request.user, programme))
    form = FilterForm(request.GET, choices=have.choices)
    page = dashboard.page(have, dashboard.asked(form.cleaned_data if form.is_valid() else {}))
    context = {
        "programme": programme,
        "page": page,
        "filter_form": form,
        "last_run": have.last_run,
        "query": request.GET.urlencode(),
    }
    return render(request, "dashboards/findings_dashboard.html", context)
