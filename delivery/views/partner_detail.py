"""One partner: what the risk-cascade test says and why, every set of terms, and the counts of referrals."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now

from accounts.requests import SignedInRequest
from delivery import permissions
from delivery.actions import partners
from delivery.forms.partners import ReferralCountForm
from delivery.selectors import access
from delivery.selectors import partners as partner_pages
from stages.forms.attempts import attempt
from stages.selectors import programmes


def partner_detail(request: SignedInRequest, slug: str, partner_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    partner = partner_pages.find(request.user, programme, partner_id)
    form = ReferralCountForm(request.POST or None)
    if request.method == "POST":
        permissions.require(request.user, "delivery.record", programme)
        given = {"partner": partner, "by": request.user, "at": now()}
        if form.is_valid() and attempt(form, partners.count_referrals, **given, **form.cleaned_data):
            messages.success(request, "The count of referrals is recorded.")
            return redirect(request.path)
    [row] = partner_pages.judged(programme, [partner], localdate())
    context = {
        "programme": programme,
        "row": row,
        "terms": partner_pages.terms_of(partner),
        "counts": partner_pages.counts_of(partner),
        "form": form,
        "access": access.access(programme, request.user),
    }
    return render(request, "delivery/partner_detail.html", context)
