"""Name the stakeholder for whom a seat speaks."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from expertbody.actions import advocates, seats
from expertbody.forms.advocates import AdvocateForm
from expertbody.selectors import advocates as advocates_selector
from stages.forms.attempts import attempt
from stages.selectors import programmes


def seat_speaks_for(request: SignedInRequest, slug: str, seat_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    seats.require_may_seat(programme, by=request.user, at=now())
    seat = get_object_or_404(programme.seats.select_related("user", "programme", "speaks_for"), pk=seat_id)
    initial = {"stakeholder": request.GET.get("stakeholder") or seat.speaks_for_id}
    form = AdvocateForm(request.POST or None, stakeholders=advocates_selector.candidates(programme), initial=initial)
    if request.method == "POST" and form.is_valid():
        given = {"seat": seat, "by": request.user, "at": now(), "stakeholder": form.cleaned_data["stakeholder"]}
        if attempt(form, advocates.speak_for, **given):
            messages.success(request, f"It is noted for whom {seat.user} speaks.")
            return redirect("expertbody:composition", slug=programme.slug)
    return render(request, "expertbody/seat_speaks_for.html", {"programme": programme, "seat": seat, "form": form})
