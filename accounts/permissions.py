"""What is asked of a person beyond their role: a second factor, of those who pay or decide about money."""

from allauth.mfa.adapter import get_adapter
from django.conf import settings

from accounts.errors import SecondFactorNeeded
from accounts.models import User


def has_second_factor(user: User) -> bool:
    """Whether the person has set up a second factor."""
    found: bool = get_adapter().is_mfa_enabled(user)
    return found


def has_shown_second_factor(user: User) -> bool:
    """Whether the person has one, and their session was opened or proven with it: one that is older than the factor, on
    another machine perhaps, was not."""
    return has_second_factor(user) and user.session_has_second_factor is not False


def require_second_factor(user: User) -> None:
    """Raise `SecondFactorNeeded` where settings ask for a second factor and the person has none or has not shown it."""
    if not settings.REQUIRE_SECOND_FACTOR or user.is_system or has_shown_second_factor(user):
        return
    if has_second_factor(user):
        raise SecondFactorNeeded("You signed in here without your second factor. Show it once, then go on.")
    raise SecondFactorNeeded(
        "Who signs off, releases payments or decides about bank details needs a second factor. Set one up under "
        "your name at the top of the page."
    )
