"""Take an attached file of evidence back, with the reason."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.errors import Refused
from accounts.requests import SignedInRequest
from outcomes import permissions
from outcomes.actions import evidence as actions
from outcomes.forms.evidence import FileWithdrawalForm
from outcomes.selectors import evidence
from stages.selectors import programmes


def evidence_withdraw(request: SignedInRequest, slug: str, claim_id: int, pk: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "rows.view", programme)
    attachment = evidence.find(request.user, programme, claim_id, pk)
    claim = attachment.claim
    permissions.require_to_act_for(request.user, "evidence.attach", programme, claim.agent)
    form = FileWithdrawalForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.withdraw(attachment=attachment, by=request.user, at=now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The file was withdrawn.")
            return redirect("outcomes:claim_detail", slug=programme.slug, claim_id=claim.pk)
    context = {"programme": programme, "claim": claim, "attachment": attachment, "form": form}
    return render(request, "outcomes/evidence_withdraw.html", context)
