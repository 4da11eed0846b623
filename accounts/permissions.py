"""What is asked of a person beyond their role: a second factor, of those who pay or decide about money."""

from allauth.mfa.adapter import get_adapter
from django.conf import settings

from accounts.errors import SecondFactorNeeded
from accounts.models import User


def has_second_factor(user: User) -> bool:
    """Whether the person signs in with a second factor: then every session of theirs was opened, or proven, with it."""
    found: bool = get_adapter().is_mfa_enabled(user)
    return found


def require_second_factor(user: User) -> None:
    """Raise `SecondFactorNeeded` where settings ask for a second factor and the person has none."""
    if settings.REQUIRE_SECOND_FACTOR and not user.is_system and not has_second_factor(user):
        raise SecondFactorNeeded(
            "Who signs off, releases payments or decides about bank details needs a second factor. Set one up under "
            "your name at the top of the page."
        )
