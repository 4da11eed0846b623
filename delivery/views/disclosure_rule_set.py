"""Set how small counts of an outcome, or of every other outcome, are protected."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.forms.attempts import attempt
from accounts.requests import SignedInRequest
from delivery import permissions
from delivery.actions import disclosure
from delivery.forms.disclosure_rules import DisclosureRuleForm
from delivery.selectors import disclosure_rules
from stages.selectors import programmes

FIELDS = ("outcome", "source", "rule", "reason")


def disclosure_rule_set(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "disclosure.set", programme)
    form = DisclosureRuleForm(request.POST or None, outcomes=disclosure_rules.outcomes(programme))
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in FIELDS}
        if attempt(form, disclosure.set_rule, programme=programme, by=request.user, at=now(), **given):
            messages.success(request, f"The rule is set. {given['rule'].words}")
            return redirect("delivery:disclosure_rule_list", slug=slug)
    return render(request, "delivery/disclosure_rule_set.html", {"programme": programme, "form": form})
