"""Take a role away from a person, after asking."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from govuk.forms import Form
from stages import permissions
from stages.actions import memberships
from stages.forms.attempts import attempt
from stages.selectors import members, programmes, tokens


def member_remove(request: SignedInRequest, slug: str, membership_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "programme.grant", programme)
    membership = members.membership_of(programme, membership_id)
    form = Form(request.POST or None)
    given = {"membership": membership, "by": request.user, "at": now()}
    if request.method == "POST" and attempt(form, memberships.revoke, **given):
        messages.success(request, f"{membership.user} no longer has this role.")
        return redirect("stages:members", slug=programme.slug)
    known = tokens.known_to(membership, now())
    context = {"programme": programme, "membership": membership, "form": form, "tokens": known}
    return render(request, "stages/member_remove.html", context)
