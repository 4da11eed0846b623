"""Stage 1: the register of stakeholders, their salience, and the power and interest plot."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from accounts.requests import SignedInRequest
from stages.forms.stakeholders import StakeholderFilterForm
from stages.selectors import access, alerts, programmes, registers

PAGE = 25


def stakeholder_list(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    form = StakeholderFilterForm(request.GET)
    asked = form.right()
    about = alerts.of_programme(programme, localdate())
    every = registers.stakeholders(programme, about=about)
    wanted = asked.get("q", ""), asked.get("salience", "")
    rows = registers.stakeholders(programme, *wanted, about) if any(wanted) else every
    context = {
        "programme": programme,
        "filter_form": form,
        "rows": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "total": len(every),
        "left": registers.left(programme),
        "classes": registers.classes(every),
        "venn": registers.venn(every),
        "chart": registers.grid(every),
        "access": access.access(programme, 1, request.user),
    }
    return render(request, "stages/stakeholder_list.html", context)
