"""Stage 3: who delivers with whom, and who carries how much of the work, the pay and the risk."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from stages import permissions
from stages.actions import consortium
from stages.forms.attempts import attempt
from stages.forms.consortium import ConsortiumForm
from stages.selectors import access, diligence, members, programmes, selection


def consortium_edit(request: SignedInRequest, slug: str, candidate_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    candidate = selection.candidate(programme, 3, candidate_id)
    permissions.require(request.user, "stage.record", programme)
    held = diligence.members(candidate)
    form = ConsortiumForm(request.POST or None, members=held, organisations=members.organisations())
    if request.method == "POST" and form.is_valid():
        given = {"candidate": candidate, "members": form.members(), "by": request.user, "at": now()}
        if attempt(form, consortium.set_members, **given):
            messages.success(request, f"The consortium of {candidate} is kept.")
            return redirect("stages:candidate_detail", slug=slug, stage=3, candidate_id=candidate.pk)
    may = access.access(programme, 3, request.user)
    context = {"programme": programme, "candidate": candidate, "form": form, "access": may}
    return render(request, "stages/consortium_edit.html", context)
