"""Evidence, lessons and practice: searched by words, narrowed by what they are about."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from knowledge import permissions
from knowledge.forms.entries import EntryFilterForm
from knowledge.selectors import entries

PAGE = 20


def entry_list(request: SignedInRequest) -> HttpResponse:
    form = EntryFilterForm(request.GET, tags=entries.tags(), sectors=entries.sectors())
    asked = form.asked()
    context = {
        "filter_form": form,
        "found": Paginator(entries.search(**asked), PAGE).get_page(request.GET.get("page")),
        "narrowed": any(value for name, value in asked.items() if name != "sort"),
        "may_add": permissions.can(request.user, "entry.write"),
    }
    return render(request, "knowledge/entry_list.html", context)
