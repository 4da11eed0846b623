"""State what is agreed for an agent, against which its delivery is judged."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from delivery import permissions
from delivery.actions import partners
from delivery.forms.partners import LeadTermsForm
from delivery.selectors import access
from stages.forms.attempts import attempt
from stages.selectors import programmes


def lead_terms_state(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "delivery.state_terms", programme)
    form = LeadTermsForm(request.POST or None, agents=access.contract_agents(programme))
    if request.method == "POST" and form.is_valid():
        given = {"programme": programme, "by": request.user, "at": now(), **form.cleaned_data}
        if attempt(form, partners.state_lead_terms, **given):
            messages.success(request, "What is agreed for the lead agent is recorded.")
            return redirect("delivery:partner_list", slug=programme.slug)
    page_access = access.access(programme, request.user, "delivery.state_terms")
    context = {"programme": programme, "form": form, "access": page_access}
    return render(request, "delivery/lead_terms_state.html", context)
