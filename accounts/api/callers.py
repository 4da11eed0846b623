"""Who asks, as selectors and actions take them."""

from rest_framework.request import Request

from accounts.models import User


def of(request: Request) -> User:
    """The person, or the machine of the token. An operation is reached by nobody else."""
    assert isinstance(request.user, User)
    return request.user
