"""Give an entry another text; the one before is kept."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.forms.attempts import attempt
from accounts.requests import SignedInRequest
from knowledge import permissions
from knowledge.actions import entries as entries_action
from knowledge.forms.entries import EntryEditForm
from knowledge.selectors import entries


def entry_edit(request: SignedInRequest, entry_id: int) -> HttpResponse:
    entry = entries.entry_of(entry_id)
    permissions.require(request.user, "entry.write", entry)
    form = EntryEditForm(request.POST or None, initial=entries.words(entry))
    if request.method == "POST" and form.is_valid():
        given = {"entry": entry, "by": request.user, "at": now(), **form.cleaned_data}
        if attempt(form, entries_action.change, **given):
            messages.success(request, "The entry is changed. What it said before is kept.")
            return redirect(entry)
    return render(request, "knowledge/entry_edit.html", {"entry": entry, "form": form})
