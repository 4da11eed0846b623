"""Change what is known of a partner besides its terms."""

from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from delivery import permissions
from delivery.actions import partners
from delivery.forms.partners import PartnerForm
from delivery.selectors import access
from delivery.selectors import partners as partner_pages
from stages.forms.attempts import attempt
from stages.selectors import programmes


def partner_edit(request: SignedInRequest, slug: str, partner_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "delivery.record", programme)
    partner = partner_pages.find(request.user, programme, partner_id)
    agents = access.own_agents(request.user, programme).filter(pk=partner.agent_id)
    form = PartnerForm(request.POST or None, agents=agents, initial=model_to_dict(partner))
    if request.method == "POST" and form.is_valid():
        fields = {name: form.cleaned_data[name] for name in partners.FIELDS}
        if attempt(form, partners.change, partner=partner, by=request.user, at=now(), **fields):
            messages.success(request, f"{partner} is changed.")
            return redirect("delivery:partner_detail", slug=programme.slug, partner_id=partner.pk)
    page_access = access.access(programme, request.user)
    context = {"programme": programme, "partner": partner, "form": form, "access": page_access}
    return render(request, "delivery/partner_edit.html", context)
