"""How small counts of the programme are protected, and by whom that was set."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from delivery import permissions
from delivery.selectors import disclosure_rules
from stages.selectors import programmes


def disclosure_rule_list(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    context = {
        "programme": programme,
        "rows": disclosure_rules.rows(programme),
        "rules": disclosure_rules.rules(programme),
        "may_set": permissions.can(request.user, "disclosure.set", programme),
    }
    return render(request, "delivery/disclosure_rule_list.html", context)
