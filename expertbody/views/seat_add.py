"""Seat a person on the Expert Body."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now

from accounts.errors import Refused
from accounts.requests import SignedInRequest
from expertbody.actions import seats
from expertbody.forms.seats import SeatForm
from expertbody.models import Seat
from stages.selectors import programmes


def seat_add(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    seats.require_may_seat(programme, by=request.user, at=now())
    initial = {"constituency": request.GET.get("constituency", ""), "from_date": localdate()}
    form = SeatForm(request.POST if request.method == "POST" else None, programme=programme, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            seat = seats.seat_by_email(programme=programme, by=request.user, at=now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _said(seat))
            return redirect("expertbody:composition", slug=programme.slug)
    return render(request, "expertbody/seat_add.html", {"programme": programme, "form": form})


def _said(seat: Seat) -> str:
    said = f"{seat.user} sits for {seat.get_constituency_display().lower()}."
    if seat.user.has_usable_password():
        return said
    return f"{said} They are new here, and choose a password by “Reset a forgotten password” on the sign-in page."
