"""The type of a request that has passed the sign-in middleware."""

from django.http import HttpRequest

from accounts.models import User


class SignedInRequest(HttpRequest):
    """Every view gets one of these, unless it says that strangers may see it."""

    user: User
