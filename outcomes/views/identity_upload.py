"""Send identifiers of participants, of which only keyed hashes are kept."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from delivery.domain.tables import BadRow
from delivery.selectors import access
from delivery.views.row_upload import attempt_rows
from outcomes import permissions
from outcomes.actions import identities
from outcomes.forms.participants import IdentityForm
from stages.selectors import programmes


def identity_upload(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "identity.send", programme)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    refusal = getattr(request, "upload_refusal", "")
    form = IdentityForm(*sent, agents=access.own_agents(request.user, programme), upload_refusal=refusal)
    bad: list[BadRow] = []
    if form.is_valid():
        given = {"programme": programme, "by": request.user, "at": now(), **form.what_was_sent()}
        taken, bad = attempt_rows(form, identities.upload, **given)
        if taken:
            messages.success(request, str(taken))
            return redirect("delivery:participant_list", slug=programme.slug)
    context = {"programme": programme, "form": form, "bad_rows": bad}
    context["access"] = access.for_events(programme, request.user)
    return render(request, "outcomes/identity_upload.html", context)
