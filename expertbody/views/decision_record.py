"""Record a decision of the Expert Body on a matter that waits for it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now

from accounts.errors import Refused
from accounts.requests import SignedInRequest
from expertbody.actions import decisions
from expertbody.forms.decisions import DecisionForm
from expertbody.selectors import decidable, force, seats
from stages.models import Programme
from stages.selectors import programmes


def decision_record(request: SignedInRequest, slug: str, kind: str, subject_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    decisions.require_may_decide(programme, by=request.user, at=now())
    matter = decidable.matter(kind, programme, subject_id)
    if matter is None:
        raise Http404("No such matter")
    subject: dict[str, Any] = {"subject_kind": kind, "subject_id": subject_id}
    form = _form(request, programme, kind, subject_id)
    if request.method == "POST" and form.is_valid():
        try:
            made = decisions.record(programme=programme, by=request.user, at=now(), **subject, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Decision {made.number} is recorded and carried out.")
            return redirect("expertbody:decision_detail", slug=programme.slug, number=made.number)
    context = {"programme": programme, "matter": matter, "form": form, "seated": seats.seated(programme, localdate())}
    return render(request, "expertbody/decision_record.html", context)


def _form(request: SignedInRequest, programme: Programme, kind: str, subject_id: int) -> DecisionForm:
    return DecisionForm(
        request.POST if request.method == "POST" else None,
        resolutions=decidable.choices(kind),
        in_force=[(one.number, one.resolved) for one in force.standing(programme, kind, subject_id)],
        few=programme.suppression_threshold,
        initial={"supersedes": request.GET.get("supersedes", "")},
    )
