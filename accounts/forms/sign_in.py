"""The forms of signing in and of the second factor, with labels and messages in our own words.

Each is named in the settings `ACCOUNT_FORMS` or `MFA_FORMS`; what they check and do is the sign-in package's.
"""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from govuk.forms import Worded

LABELS = {
    "login": _("Email address"),
    "email": _("Email address"),
    "password": _("Password"),
    "oldpassword": _("Current password"),
    "password1": _("New password"),
    "password2": _("New password again"),
    "code": _("Code"),
}
NARROW = frozenset({"code"})


class _Plain(Worded):
    """Our labels; no placeholder, which vanishes when typing begins; no focus taken before the page is read."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.widget.attrs.pop("autofocus", None)
            if name in NARROW:
                field.widget.attrs |= {"class": "govuk-input--width-10", "spellcheck": "false"}
        if "login" in self.fields:
            self.fields["password"].help_text = ""

    def give_labels(self) -> None:
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)


class LoginForm(_Plain, account.LoginForm):  # type: ignore[misc]
    """Email address and password."""


class ChangePasswordForm(_Plain, account.ChangePasswordForm):  # type: ignore[misc]
    """The current password, and the new one twice."""


class SetPasswordForm(_Plain, account.SetPasswordForm):  # type: ignore[misc]
    """A first password, twice."""


class ResetPasswordForm(_Plain, account.ResetPasswordForm):  # type: ignore[misc]
    """The address to which the link goes. Whose it is, is not asked here: the page does the same for every address."""

    def clean_email(self) -> str:
        self.users: list[User] = []
        return str(self.cleaned_data["email"]).lower()


class ResetPasswordKeyForm(_Plain, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password, twice, for whoever holds the link."""


class ReauthenticateForm(_Plain, account.ReauthenticateForm):  # type: ignore[misc]
    """The password again, before protection is changed."""


class AuthenticateForm(_Plain, mfa.AuthenticateForm):  # type: ignore[misc]
    """A code from the app, or a recovery code, while signing in."""


class ReauthenticateCodeForm(_Plain, mfa.ReauthenticateForm):  # type: ignore[misc]
    """A code from the app, or a recovery code, before protection is changed."""


class ActivateTOTPForm(_Plain, totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code from a newly set-up app."""
