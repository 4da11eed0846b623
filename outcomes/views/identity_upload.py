"""Send identifiers of participants, of which only keyed hashes are kept."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from delivery.domain.tables import BadRow
from delivery.selectors import access
from outcomes import permissions
from outcomes.forms.participants import IdentityForm
from outcomes.views.extract_sending import send_identifiers
from stages.selectors import programmes


def identity_upload(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "identity.send", programme)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = IdentityForm(*sent, agents=access.own_agents(request.user, programme))
    bad: list[BadRow] = []
    if form.is_valid():
        taken, bad = send_identifiers(form, programme, request.user, now())
        if taken:
            said = f"{taken.new:,} new hashes are kept, {taken.known:,} were known already."
            failed = f" {taken.failed:,} claims failed: the person was claimed for before." if taken.failed else ""
            messages.success(request, said + failed)
            return redirect("delivery:participant_list", slug=programme.slug)
    context = {"programme": programme, "form": form, "bad_rows": bad}
    context["access"] = access.for_events(programme, request.user)
    return render(request, "outcomes/identity_upload.html", context)
