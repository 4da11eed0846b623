"""How people come in: by e-mail address, and only with an account that somebody made for them."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedSignUpAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs themselves up: an administrator makes each account, with its organisation and roles."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
