"""Mails about signing in: written by the worker, and kept until a mail service takes them, as all mails are."""

from typing import Any

from django.utils.timezone import now

from accounts.adapter import ClosedSignUpAdapter
from notifications.actions import passwords

NEW_PASSWORD = "account/email/unknown_account"  # noqa: S105  # the mail that the form for a forgotten password asks for


class KeptMailsAdapter(ClosedSignUpAdapter):
    """Says and does the same on its pages whether the mail service works or not, and whether there is an account."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The form for a forgotten password looks for nobody, so that every address is unknown here."""
        assert template_prefix == NEW_PASSWORD, template_prefix
        passwords.ask(email=email, at=now())
