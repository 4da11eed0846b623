"""The people of a programme, their roles, and giving a role to somebody by email address."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from stages import permissions
from stages.actions import memberships
from stages.forms.attempts import attempt
from stages.forms.members import MemberForm
from stages.selectors import members as members_selector
from stages.selectors import programmes


def members(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "members.view", programme)
    form = MemberForm(request.POST or None, organisations=members_selector.organisations())
    if request.method == "POST":
        permissions.require(request.user, "programme.grant", programme)
        given = {"programme": programme, "by": request.user, "at": now()}
        if form.is_valid() and attempt(form, memberships.invite, **given, **form.cleaned_data):
            messages.success(request, memberships.invited(form.cleaned_data["email"]))
            return redirect(request.path)
    rows = members_selector.rows(programme)
    context = {
        "programme": programme,
        "form": form,
        "rows": rows,
        "refused": members_selector.refused(rows),
        "may_grant": permissions.can(request.user, "programme.grant", programme),
    }
    return render(request, "stages/members.html", context)
