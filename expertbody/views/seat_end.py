"""End a person's term on the Expert Body."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now

from accounts.errors import Refused
from accounts.requests import SignedInRequest
from expertbody.actions import seats
from expertbody.forms.seats import EndForm
from stages.selectors import programmes


def seat_end(request: SignedInRequest, slug: str, seat_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    seats.require_may_seat(programme, by=request.user, at=now())
    seat = get_object_or_404(programme.seats.select_related("user"), pk=seat_id)
    form = EndForm(request.POST if request.method == "POST" else None, initial={"on": localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            seats.end(seat=seat, by=request.user, at=now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"The term of {seat.user} ends.")
            return redirect("expertbody:composition", slug=programme.slug)
    return render(request, "expertbody/seat_end.html", {"programme": programme, "seat": seat, "form": form})
