"""Tokens of the interface for other systems."""

from datetime import datetime

from accounts.domain import tokens
from accounts.models import Token


def opening(text: str, at: datetime) -> Token | None:
    """The token that the text is, if it opens something now."""
    found = tokens.parts(text)
    if found is None:
        return None
    token = Token.objects.live(at).filter(prefix=found[0]).select_related("user", "organisation").first()
    return token if token is not None and tokens.matches(found[1], token.digest) else None
