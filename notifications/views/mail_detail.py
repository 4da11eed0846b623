"""One mail to the person, as a page or as plain text, as mail programs show it."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from notifications.carriers import shown


def mail_detail(request: SignedInRequest, key: str, as_text: bool = False) -> HttpResponse:
    mail = shown.one(request.user.email, key)
    context = {"mail": mail, "as_text": as_text or not mail.html}
    return render(request, "notifications/mail_detail.html", context)
