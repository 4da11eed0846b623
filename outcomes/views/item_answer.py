"""The agent answers a request for evidence."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.errors import Refused
from accounts.requests import SignedInRequest
from outcomes import permissions, uploads
from outcomes.actions import checks, evidence_store
from outcomes.forms.verification import AnswerForm
from outcomes.selectors import sample_items
from outcomes.views.refusals import beside_fields
from stages.selectors import programmes


@uploads.at_most("MAX_EVIDENCE_BYTES", evidence_store.too_large)
def item_answer(request: SignedInRequest, slug: str, pk: int, asked: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "verification.answer", programme)
    item = sample_items.find(request.user, programme, pk)
    found = sample_items.request(item, asked)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = AnswerForm(*sent, upload_refusal=getattr(request, "upload_refusal", ""))
    if form.is_valid():
        try:
            checks.answer(request=found, by=request.user, at=now(), **form.what_was_sent())
        except Refused as refusal:
            beside_fields(form, refusal)
        else:
            messages.success(request, "Your answer is sent to the verifier.")
            return redirect("outcomes:item_detail", slug=programme.slug, pk=item.pk)
    context = {"programme": programme, "plan": item.plan, "item": item, "asked": found, "form": form}
    return render(request, "outcomes/item_answer.html", context)
