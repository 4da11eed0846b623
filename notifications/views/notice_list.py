"""A person's inbox."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from notifications.actions import notices
from notifications.carriers import shown
from notifications.forms.inbox import InboxFilterForm
from notifications.selectors import inbox, refusals

PAGE = 25


def notice_list(request: SignedInRequest) -> HttpResponse:
    if request.method == "POST":
        count = notices.read_all(by=request.user, at=now())
        messages.success(request, f"{count:,} notice{'s are' if count != 1 else ' is'} marked as read.")
        return redirect("notifications:notice_list")
    form = InboxFilterForm(request.GET)
    asked = form.right()
    context = {
        "filter_form": form,
        "notices": Paginator(inbox.found(request.user, **asked), PAGE).get_page(request.GET.get("page")),
        "narrowed": any(asked.values()),
        "shows_mails": shown.in_browser(),
        "refused": refusals.of(request.user),
    }
    return render(request, "notifications/notice_list.html", context)
