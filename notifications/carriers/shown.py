"""The mails of the folder, to be read in the browser by whom they are addressed to. Never in production."""

import dataclasses
import itertools
from datetime import datetime
from email.message import EmailMessage as Parsed
from email.utils import parsedate_to_datetime

from django.conf import settings
from django.http import Http404

from notifications.carriers import folder

MOST = 500


@dataclasses.dataclass(frozen=True)
class Shown:
    """`key` names the mail in addresses. `html` is empty where the mail is plain text alone."""

    key: str
    subject: str
    sender: str
    text: str
    html: str
    at: datetime | None


def in_browser() -> bool:
    """Whether mails stay in the folder and may be shown."""
    return settings.MAIL_IN_BROWSER and not settings.PRODUCTION


def to(address: str, q: str = "") -> list[Shown]:
    """The latest mails to that address whose subject or words hold the text, the newest first.

    Where mails are not shown, the page does not exist.
    """
    _require_shown()
    read = (_shown(name, message) for name, message in folder.sent_to(address))
    wanted = q.strip().casefold()
    found = (mail for mail in read if wanted in f"{mail.subject} {' '.join(mail.text.split())}".casefold())
    return list(itertools.islice(found, MOST))


def one(address: str, key: str) -> Shown:
    """One mail to that address; those to others do not exist."""
    _require_shown()
    message = folder.one_sent_to(address, key)
    if message is None:
        raise Http404("No such mail")
    return _shown(key, message)


def _require_shown() -> None:
    if not in_browser():
        raise Http404("Mails are not shown here")


def _shown(key: str, message: Parsed) -> Shown:
    at = parsedate_to_datetime(str(message["Date"])) if message["Date"] else None
    subject, sender = str(message["Subject"]), str(message["From"])
    return Shown(key, subject, sender, _part(message, "plain"), _part(message, "html"), at)


def _part(message: Parsed, kind: str) -> str:
    found = message.get_body((kind,))
    return str(found.get_content()) if found is not None else ""
