"""The mails of the folder, to be read in the browser by whom they are addressed to. Never in production."""

import dataclasses
from datetime import datetime
from email.utils import parsedate_to_datetime

from django.conf import settings
from django.http import Http404

from notifications.carriers import folder


@dataclasses.dataclass(frozen=True)
class Shown:
    subject: str
    text: str
    at: datetime | None


def in_browser() -> bool:
    """Whether mails stay in the folder and may be shown."""
    return settings.MAIL_IN_BROWSER and not settings.PRODUCTION


def to(address: str) -> list[Shown]:
    """The mails to that address, the newest first; where they are not shown, the page does not exist."""
    if not in_browser():
        raise Http404("Mails are not shown here")
    found = []
    for _name, message in folder.sent_to(address):
        body = message.get_body(("plain",))
        at = parsedate_to_datetime(str(message["Date"])) if message["Date"] else None
        found.append(Shown(str(message["Subject"]), body.get_content() if body else "", at))
    return found
