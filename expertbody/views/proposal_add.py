"""Put something to the Expert Body: about a stage, a member's term or the chair."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now

from accounts.requests import SignedInRequest
from expertbody import permissions
from expertbody.actions import proposals
from expertbody.forms.proposals import ProposalForm
from expertbody.selectors import seats
from stages.forms.attempts import attempt
from stages.selectors import programmes


def proposal_add(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "body.propose", programme)
    form = ProposalForm(
        request.POST if request.method == "POST" else None,
        seats=seats.held_today(programme, localdate()),
        few=programme.suppression_threshold,
        initial={name: request.GET.get(name, "") for name in ("kind", "stage", "seat")},
    )
    if request.method == "POST" and form.is_valid():
        given = {"programme": programme, "by": request.user, "at": now(), **form.cleaned_data}
        if attempt(form, proposals.propose, **given):
            messages.success(request, "The proposal waits for the Expert Body.")
            return redirect("expertbody:decision_list", slug=programme.slug)
    return render(request, "expertbody/proposal_add.html", {"programme": programme, "form": form})
