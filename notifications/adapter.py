"""Mails about signing in. A link for a new password is kept until a mail service takes it, as all mails are."""

import logging
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.message import utf8_charset_qp
from django.utils.timezone import now

from accounts.adapter import ClosedSignUpAdapter
from accounts.models import User
from notifications.actions import mails

logger = logging.getLogger(__name__)


class KeptMailsAdapter(ClosedSignUpAdapter):
    """Says the same on its pages whether the mail service works or not, and whether there is an account or none."""

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        at = now()
        made = mails.write(
            user=user,
            subject="choose a new password",
            template="account/email/password_reset",
            context={},
            link=context["password_reset_url"],
            good_until=at + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT),
            at=at,
        )
        mails.send_now(mail=made, at=at)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """To somebody without an account: there is nobody to keep the mail for, and they can ask again."""
        try:
            super().send_mail(template_prefix, email, context)
        except Exception:  # whatever a mail service does, the page says what it says
            logger.exception("A mail about signing in was not taken.")

    def render_mail(
        self, template_prefix: str, email: str, context: dict[str, Any], headers: dict[str, str] | None = None
    ) -> EmailMessage:
        made: EmailMessage = super().render_mail(template_prefix, email, context, (headers or {}) | mails.AUTOMATIC)
        made.encoding = utf8_charset_qp
        return made
