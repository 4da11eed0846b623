"""Record a contact with a stakeholder, whatever stage is open."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now

from accounts.requests import SignedInRequest
from stages import permissions
from stages.actions import engagement
from stages.forms.attempts import attempt
from stages.forms.engagement import ContactForm
from stages.selectors import access, programmes, registers


def contact_add(request: SignedInRequest, slug: str, stakeholder_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    row = registers.stakeholder(programme, stakeholder_id)
    permissions.require_may_record_contact(request.user, row.stakeholder)
    form = ContactForm(request.POST or None, initial={"held_on": localdate()})
    if request.method == "POST" and form.is_valid():
        given = {"stakeholder": row.stakeholder, "by": request.user, "at": now(), **form.cleaned_data}
        if attempt(form, engagement.record_contact, **given):
            messages.success(request, f"The contact with {row.stakeholder} is recorded.")
            return redirect("stages:stakeholder_detail", slug=programme.slug, stakeholder_id=stakeholder_id)
    context = {"programme": programme, "row": row, "form": form, "access": access.access(programme, 1, request.user)}
    return render(request, "stages/contact_add.html", context)
