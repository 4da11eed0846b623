"""Whole addresses for links in mail."""

from collections.abc import Callable

from django.urls import reverse

from accounts.requests import SignedInRequest


def invitation(request: SignedInRequest, slug: str) -> Callable[[str], str]:
    """From the token of an invitation to the address on which it is answered."""
    return lambda token: request.build_absolute_uri(reverse("expertbody:invitation_answer", args=[slug, token]))
