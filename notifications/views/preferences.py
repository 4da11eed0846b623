"""How a person wants to be told of what happens, and when mails suit them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.requests import SignedInRequest
from notifications.actions import notices
from notifications.forms.inbox import PreferencesForm
from notifications.selectors import inbox, refusals


def preferences(request: SignedInRequest) -> HttpResponse:
    form = PreferencesForm(
        request.POST if request.method == "POST" else None,
        chosen=inbox.preferences(request.user),
        habits=inbox.habits(request.user),
    )
    if request.method == "POST" and form.is_valid():
        notices.prefer(by=request.user, chosen=form.chosen, habits=form.habits)
        messages.success(request, "From now on you are told in this way.")
        return redirect("notifications:notice_list")
    context = {"form": form, "refused": refusals.of(request.user)}
    return render(request, "notifications/preferences.html", context)
