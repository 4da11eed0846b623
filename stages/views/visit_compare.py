"""Two visits of one stage side by side."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from accounts.errors import Forbidden
from accounts.requests import SignedInRequest
from stages.domain import framework
from stages.forms.visits import VisitsForm
from stages.selectors import falls, programmes
from stages.selectors import visit_compare as selector


def visit_compare(request: SignedInRequest, slug: str, stage: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    if stage not in framework.BY_NUMBER:
        raise Http404("There are seven stages")
    if falls.is_secret(programme, stage, request.user):
        raise Forbidden("What the gate says of candidates is not for agents to read.")
    visits = selector.visits(programme, stage)
    last_two = {"first": len(visits) - 1, "second": len(visits)}
    form = VisitsForm(request.GET if "first" in request.GET else last_two, visits=visits)
    shown = {"programme": programme, "stage": framework.BY_NUMBER[stage], "visits": visits, "form": form}
    if len(visits) > 1 and form.is_valid():
        first, second = (visits[form.cleaned_data[name] - 1] for name in ("first", "second"))
        shown["page"] = selector.compare(programme, first, second, localdate())
    return render(request, "stages/visit_compare.html", shown)
