"""What an agent is paid for a period or a cohort, and why."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from outcomes import permissions as row_permissions
from payments.selectors import agent_amounts
from stages.selectors import programmes


def amount_explanation(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    row_permissions.require(request.user, "rows.view", programme)
    found = agent_amounts.of_entry(agent_amounts.entry_for(request.user, programme, pk))
    return render(request, "payments/amount_explanation.html", {"programme": programme, "found": found})
