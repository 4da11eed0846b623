"""Stage 3: the goals that every party ranks, how far the orders lie apart, and what each party can bear to lose."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from stages import permissions
from stages.selectors import access, agency, programmes


def goals(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "selection.view", programme)
    held = access.access(programme, 3, request.user)
    context = {"programme": programme, "page": agency.page(programme), "access": held}
    return render(request, "stages/goals.html", context)
