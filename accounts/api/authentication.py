"""Who asks: a system by its token, or a person by the session of their browser."""

from django.utils.timezone import now
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed, UnsupportedMediaType
from rest_framework.request import Request

from accounts.actions import tokens as tokens_action
from accounts.models import Token, User
from accounts.selectors import tokens

SCHEME = "Bearer"
FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer pbr_…`. The request then acts as the account of the token."""

    def authenticate(self, request: Request) -> tuple[User, Token] | None:
        kind, _, text = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != SCHEME.lower():
            return None
        token = tokens.opening(text.strip(), now())
        if token is None:
            said = "This token does not exist, has ended or was revoked. Make another one."
            raise AuthenticationFailed(said, code="token_not_valid")
        tokens_action.note_use(token=token, at=now())
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return f'{SCHEME} realm="PbR Manager"'


class PersonAuthentication(SessionAuthentication):
    """A person who is signed in. Whatever changes something needs the CSRF token in `X-CSRFToken`."""

    def enforce_csrf(self, request: Request) -> None:
        """Ask the request as it came: the one of the framework would read the body to look for a form in it."""
        kind = str(request.content_type or "").lower()
        if kind.startswith(FORMS):
            raise UnsupportedMediaType(kind, detail="A form is not taken here. Send application/json.")
        super().enforce_csrf(request._request)  # type: ignore[arg-type]
