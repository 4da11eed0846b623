"""The Expert Body records why it goes on although a principle is broken, or takes that back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from contracts import permissions
from contracts.actions import lint_exceptions as actions
from contracts.forms.agreement_tests import LintExceptionForm
from contracts.selectors import lint_exceptions, linting
from contracts.views import editing
from stages.forms.attempts import attempt


def lint_except(request: SignedInRequest, slug: str, number: int, check: str) -> HttpResponse:
    version = editing.version_for(request.user, slug, number)
    permissions.require(request.user, "lint.except", version.programme)
    remark = linting.remark(version, check)
    standing = lint_exceptions.answering(remark, lint_exceptions.standing(version.programme))
    form = LintExceptionForm(request.POST or None)
    action = actions.take_back if standing else actions.record
    sent = request.method == "POST" and form.is_valid()
    if sent and attempt(form, action, version=version, check=check, by=request.user, at=now(), **form.cleaned_data):
        messages.success(request, "The reason is taken back." if standing else "The reason to go on is recorded.")
        return redirect("contracts:version_lint", slug=slug, number=number)
    shown = {"version": version, "remark": remark, "standing": standing, "form": form}
    return render(request, "contracts/lint_except.html", {"programme": version.programme, **shown})
