"""Take an entry out of the library, with the reason."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.forms.attempts import attempt
from accounts.requests import SignedInRequest
from knowledge import permissions
from knowledge.actions import entries as entries_action
from knowledge.forms.entries import WithdrawForm
from knowledge.selectors import entries


def entry_withdraw(request: SignedInRequest, entry_id: int) -> HttpResponse:
    entry = entries.entry_of(entry_id)
    permissions.require(request.user, "entry.withdraw", entry)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {"entry": entry, "by": request.user, "at": now(), **form.cleaned_data}
        if attempt(form, entries_action.withdraw, **given):
            messages.success(request, "The entry is withdrawn. It is no longer found or offered.")
            return redirect(entry)
    return render(request, "knowledge/entry_withdraw.html", {"entry": entry, "form": form})
