"""Everything that was said of one target, period by period."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from contracts.domain import monitoring_rules
from monitoring.selectors import figures, pages, questions
from stages.domain import framework
from stages.selectors import programmes


def target_detail(request: SignedInRequest, slug: str, code: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    viewer = figures.audience(request.user, programme)
    page = pages.target_detail(viewer, code)
    if page is None:
        raise Http404("No such target")
    context = {
        "programme": programme,
        "page": page,
        "label": figures.label_of(page.target),
        "stages": [(number, framework.BY_NUMBER[number].name, why) for number, why in questions.stages_of(page.target)],
        "minimum_share": monitoring_rules.of_document(page.target.version.monitoring_rules).minimum_share,
        "own_only": viewer.own is not None,
    }
    return render(request, "monitoring/target_detail.html", context)
