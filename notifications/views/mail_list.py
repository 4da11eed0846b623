"""The mails that would have gone to the person, where the product is tried and nothing leaves the machine."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from notifications.carriers import shown
from notifications.forms.inbox import MailFilterForm

PAGE = 25


def mail_list(request: SignedInRequest) -> HttpResponse:
    form = MailFilterForm(request.GET)
    q = form.right()["q"]
    found = Paginator(shown.to(request.user.email, q), PAGE).get_page(request.GET.get("page"))
    return render(request, "notifications/mail_list.html", {"mails": found, "filter_form": form, "q": q})
