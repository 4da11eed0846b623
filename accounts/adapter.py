"""How people come in: by email address, and only with an account that somebody made for them."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class ClosedSignUpAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs themselves up: an administrator makes each account, with its organisation and roles."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("Enter the email address and password of your account: one of them is not right"),
        "account_inactive": _(
            "This account is switched off. Ask your organisation’s administrator to switch it on again"
        ),
        "enter_current_password": _("Enter your current password"),
        "incorrect_password": _("Enter the password of your account: this one is not right"),
        "too_many_login_attempts": _("Too many failed attempts. Wait five minutes, then try again"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The second factor, with messages that say what to do."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("Enter the code that your app shows now: this one is not right"),
    }


def address_tried(request: HttpRequest, credentials: dict[str, Any] | None) -> str | None:
    """The email address of an attempt to sign in, by which lock-out counts; in lower case, as accounts are kept."""
    tried = (credentials or {}).get("email") or (credentials or {}).get("username") or request.POST.get("login")
    return str(tried).strip().lower() if tried else None
