"""Links for a new password, for whoever asks with an email address.

The page keeps the address and looks for nobody, so that it does the same for an address without an account, in the same
time, and tells no one who has an account. The worker answers, right after.
"""

import logging
from datetime import datetime, timedelta

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from celery import current_app
from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.actions import people
from accounts.models import User
from notifications.actions import mails
from notifications.models import PasswordRequest

logger = logging.getLogger(__name__)

SEND = "notifications.tasks.send_mails"
AT_ONCE = 200


@transaction.atomic
def ask(*, email: str, at: datetime) -> None:
    """Have a mail sent to the address. Where the broker is away, the next round of mails does it."""
    PasswordRequest.objects.create(email=email, asked_at=at)
    transaction.on_commit(current_app.signature(SEND).apply_async, robust=True)


def answer_due(*, at: datetime) -> None:
    """Write to each address that was asked for: a link, or that there is no account with it."""
    for pk in list(PasswordRequest.objects.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        _answer(pk, at)


def _answer(pk: int, at: datetime) -> None:
    with transaction.atomic():
        asked = PasswordRequest.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
        if asked is None:
            return
        person = people.find(asked.email)
        asked.delete()
        is_known = person is not None and person.is_active and not (person.is_machine or person.is_system)
        if person is not None and is_known:
            _write_link(person, at)
    if not is_known:
        _tell_stranger(asked.email)


def _write_link(person: User, at: datetime) -> None:
    parts = {"uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)}
    mails.write(
        user=person,
        subject="choose a new password",
        template="account/email/password_reset",
        context={},
        link=settings.SITE_URL + reverse("account_reset_password_from_key", kwargs=parts),
        good_until=at + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT),
        at=at,
    )


def _tell_stranger(email: str) -> None:
    """There is nobody to keep the mail for, and they can ask again."""
    context = {"site": settings.SITE_URL, "email": email}
    text, html = (render_to_string(f"account/email/unknown_address.{form}", context) for form in ("txt", "html"))
    try:
        mails.message("PbR Manager: no account with this address", text, html, email).send()
    except Exception:  # whatever a mail service does, the others are answered
        logger.exception("A mail to an address without an account was not taken.")
