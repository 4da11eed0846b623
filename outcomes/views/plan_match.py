"""Check the drawn claims of a plan against a register extract, as a set."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.errors import Refused
from accounts.requests import SignedInRequest
from outcomes import permissions
from outcomes.actions import register_checks
from outcomes.forms.verification import MatchForm
from outcomes.selectors import registers, verification_pages
from stages.selectors import programmes


def plan_match(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "verification.check", programme)
    plan = verification_pages.find(programme, number)
    extracts = registers.extracts(request.user, programme)
    form = MatchForm(request.POST or None, extracts=extracts)
    if form.is_valid():
        try:
            done = register_checks.match(plan=plan, by=request.user, at=now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, str(done))
            return redirect("outcomes:item_list", slug=programme.slug, number=plan.number)
    context = {"programme": programme, "plan": plan, "form": form, "extracts": extracts}
    return render(request, "outcomes/plan_match.html", context)
