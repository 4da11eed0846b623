"""Set for how long a pressing stakeholder may be left without contact."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from stages import permissions
from stages.actions import engagement
from stages.forms.attempts import attempt
from stages.forms.engagement import ContactDaysForm
from stages.selectors import access, programmes


def engagement_settings(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "stage.record", programme)
    form = ContactDaysForm(request.POST or None, initial={"days": programme.contact_days})
    if request.method == "POST" and form.is_valid():
        given = {"programme": programme, "by": request.user, "at": now(), "days": form.cleaned_data["days"]}
        if attempt(form, engagement.set_contact_days, **given):
            messages.success(request, f"The longest time without contact is {programme.contact_days} days.")
            return redirect("stages:engagement", slug=programme.slug)
    context = {"programme": programme, "form": form, "access": access.access(programme, 1, request.user)}
    return render(request, "stages/engagement_settings.html", context)
