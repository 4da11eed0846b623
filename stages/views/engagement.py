"""Stage 1: the engagement plan, what is overdue first."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from accounts.requests import SignedInRequest
from stages.forms.engagement import PlanFilterForm
from stages.selectors import access, programmes
from stages.selectors import engagement as engagement_selector

PAGE = 25


def engagement(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    form = PlanFilterForm(request.GET)
    asked = form.right()
    today = localdate()
    lines = engagement_selector.plan(programme, today, text=asked.get("q", ""), overdue_only=asked["overdue"])
    context = {
        "programme": programme,
        "filter_form": form,
        "lines": Paginator(lines, PAGE).get_page(request.GET.get("page")),
        "narrowed": any(asked.values()),
        "access": access.access(programme, 1, request.user),
    }
    return render(request, "stages/engagement.html", context)
