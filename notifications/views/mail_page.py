"""The HTML of a mail, alone, for the frame in which it is shown.

It is treated as what a stranger sent: it runs nothing, loads nothing, sends nothing, and knows nobody's session. Its
links open beside it, since the frame itself may lead nowhere.
"""

from django.http import Http404, HttpResponse
from django.views.decorators.clickjacking import xframe_options_sameorigin

from accounts.requests import SignedInRequest
from notifications.carriers import shown

ALLOWED = "allow-popups allow-popups-to-escape-sandbox"
POLICY = (
    f"sandbox {ALLOWED}; default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'self'"
)
BESIDE = '<base target="_blank">'


@xframe_options_sameorigin
def mail_page(request: SignedInRequest, key: str) -> HttpResponse:
    mail = shown.one(request.user.email, key)
    if not mail.html:
        raise Http404("The mail is plain text")
    answer = HttpResponse(mail.html.replace("<head>", f"<head>{BESIDE}", 1))
    answer.headers["Content-Security-Policy"] = POLICY
    return answer
