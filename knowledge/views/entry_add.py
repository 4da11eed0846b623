"""Add evidence, a lesson or an example of practice."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.forms.attempts import attempt
from accounts.requests import SignedInRequest
from knowledge import permissions
from knowledge.actions import entries
from knowledge.forms.entries import EntryForm


def entry_add(request: SignedInRequest) -> HttpResponse:
    permissions.require(request.user, "entry.write")
    form = EntryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {"by": request.user, "at": now(), **form.cleaned_data}
        if attempt(form, entries.add, **given):
            messages.success(request, "The entry is in the library.")
            return redirect("knowledge:entry_list")
    return render(request, "knowledge/entry_add.html", {"form": form})
