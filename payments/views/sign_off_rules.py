"""How many people sign statements off, by amount; its history; and, for the commissioner, the form that changes it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.errors import Refused
from accounts.requests import SignedInRequest
from payments import permissions
from payments.actions import sign_offs
from payments.forms.statements import SignOffsForm
from payments.selectors import sign_offs as selectors
from stages.selectors import programmes


def sign_off_rules(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    form = SignOffsForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        permissions.require(request.user, "sign_offs.set", programme)
        if form.is_valid():
            try:
                reason = form.cleaned_data["reason"]
                sign_offs.set_bands(programme=programme, bands=form.bands(), reason=reason, by=request.user, at=now())
                messages.success(request, "The sign-offs are changed. Statements not yet approved are held to them.")
                return redirect("payments:sign_off_rules", slug)
            except Refused as refusal:
                form.add_error(None, str(refusal))
    context = {
        "programme": programme, "form": form, "bands": selectors.in_words(selectors.bands_of(programme)),
        "history": selectors.history(programme), "may_set": permissions.can(request.user, "sign_offs.set", programme),
    }  # fmt: skip
    return render(request, "payments/sign_off_rules.html", context)
