"""Record what a subcontract says from a day on."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from delivery import permissions
from delivery.actions import partners
from delivery.forms.partners import TermsForm
from delivery.selectors import access
from delivery.selectors import partners as partner_pages
from stages.forms.attempts import attempt
from stages.selectors import programmes


def partner_sign(request: SignedInRequest, slug: str, partner_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "delivery.record", programme)
    partner = partner_pages.find(request.user, programme, partner_id)
    form = TermsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {"partner": partner, "by": request.user, "at": now(), **form.cleaned_data}
        if attempt(form, partners.sign, **given):
            messages.success(request, f"The terms of {partner} are recorded.")
            return redirect("delivery:partner_detail", slug=programme.slug, partner_id=partner.pk)
    page_access = access.access(programme, request.user)
    context = {"programme": programme, "partner": partner, "form": form, "access": page_access}
    return render(request, "delivery/partner_sign.html", context)
