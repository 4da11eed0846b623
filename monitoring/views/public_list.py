"""The programmes that are published, for everybody."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.errors import Refused
from monitoring.selectors import publications
from monitoring.views import visitors


@login_not_required
def public_list(request: HttpRequest) -> HttpResponse:
    try:
        visitors.count(request, "public")
    except Refused as refusal:
        return render(request, "monitoring/public_too_often.html", {"refusal": refusal}, status=429)
    response = render(request, "monitoring/public_list.html", {"publications": publications.listed()})
    return visitors.shared(request, response)
