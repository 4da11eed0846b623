"""Decide whether a drawn claim is in order."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.errors import Refused
from accounts.requests import SignedInRequest
from outcomes import permissions
from outcomes.actions import checks
from outcomes.forms.verification import CheckForm
from outcomes.selectors import sample_items
from stages.selectors import programmes


def item_check(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "verification.check", programme)
    item = sample_items.find(request.user, programme, pk)
    form = CheckForm(request.POST or None)
    if form.is_valid():
        try:
            checks.check(item=item, by=request.user, at=now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Your decision is recorded.")
            return redirect("outcomes:item_detail", slug=programme.slug, pk=item.pk)
    context = {"programme": programme, "plan": item.plan, "item": item, "form": form}
    return render(request, "outcomes/item_check.html", context)
