"""The findings dashboard: which targets are off track, how sure that is, and the evidence."""

from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from accounts.requests import SignedInRequest
from dashboards.forms.findings_dashboard import FilterForm
from dashboards.selectors import findings_dashboard as dashboard
from dashboards.selectors import findings_state
from monitoring.selectors import figures
from stages.models import Programme
from stages.selectors import programmes

KEEP_SECONDS = 24 * 3600
NARROWING = frozenset(("target", "agent", "segment", "period"))


def findings_dashboard(request: SignedInRequest, slug: str) -> HttpResponse:
    """The body of the page is kept until the data, the findings or the viewer's rights change."""
    programme = programmes.programme_for(request.user, slug)
    viewer = figures.audience(request.user, programme)
    asked = {name: request.GET[name] for name in request.GET if name in NARROWING}
    key = findings_state.key(viewer, asked)
    body = cache.get(key) if request.GET.keys() <= NARROWING else None
    if not isinstance(body, str):
        body = _body(request, programme, viewer)
        if request.GET.keys() <= NARROWING:
            cache.set(key, body, KEEP_SECONDS)
    return render(request, "dashboards/findings_dashboard.html", {"programme": programme, "body": body})


def _body(request: SignedInRequest, programme: Programme, viewer: figures.Audience) -> str:
    have = dashboard.known(viewer)
    form = FilterForm(request.GET, choices=have.choices)
    context = {
        "programme": programme,
        "page": dashboard.page(have, dashboard.asked(form.right())),
        "filter_form": form,
        "last_run": have.last_run,
        "query": request.GET.urlencode(),
    }
    return render_to_string("dashboards/_findings.html", context, request)
