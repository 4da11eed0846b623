"""A second verifier looks at a failure, and sees what it would change before it does."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.errors import Refused
from accounts.requests import SignedInRequest
from outcomes import permissions
from outcomes.actions import checks
from outcomes.forms.verification import ConfirmForm
from outcomes.selectors import populations, sample_items
from stages.selectors import programmes


def item_confirm(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "verification.check", programme)
    item = sample_items.find(request.user, programme, pk)
    form = ConfirmForm(request.POST or None)
    if form.is_valid():
        try:
            checks.confirm(item=item, by=request.user, at=now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Your decision is recorded.")
            return redirect("outcomes:item_detail", slug=programme.slug, pk=item.pk)
    context = {
        "programme": programme, "plan": item.plan, "item": item, "form": form, "first": sample_items.failure(item),
        "effect": populations.effect(item.claim),
    }  # fmt: skip
    return render(request, "outcomes/item_confirm.html", context)
