"""Start a programme: blank, from what is known of a real scheme, from a pack, or from what other apps offer."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from stages import permissions
from stages.actions import beginnings as beginnings_action
from stages.forms.attempts import attempt
from stages.forms.programmes import ProgrammeForm
from stages.selectors import beginnings, members, programme_starts, programmes


def programme_new(request: SignedInRequest) -> HttpResponse:
    permissions.require_may_start(request.user)
    form = ProgrammeForm(
        request.POST or None,
        request.FILES or None,
        initial=beginnings.initial(request.user, request.GET.dict()),
        organisations=members.organisations(),
        templates=beginnings.choices(),
        others=programme_starts.offers(request.user),
    )
    if request.method == "POST" and form.is_valid():
        given = {"by": request.user, "at": now(), **form.beginning()}
        if attempt(form, beginnings_action.begin, **given):
            messages.success(request, "The programme has begun. Stage 1 is open: these are its first tasks.")
            return redirect(programmes.first_stage_of_the_latest(request.user))
    return render(request, "stages/programme_new.html", {"form": form})
