"""Actions that arose from decisions of the Expert Body."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from accounts.requests import SignedInRequest
from expertbody.forms.body_actions import ActionFilterForm
from expertbody.selectors import body_actions
from stages.selectors import programmes

PAGE = 20


def action_list(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    form = ActionFilterForm(request.GET)
    wanted = form.right()
    page = Paginator(body_actions.search(programme, **wanted), PAGE).get_page(request.GET.get("page"))
    context = {
        "programme": programme,
        "filter_form": form,
        "page": page,
        "rows": body_actions.rows(page.object_list, request.user, programme, localdate()),
        "narrowed": any(wanted.values()),
    }
    return render(request, "expertbody/action_list.html", context)
