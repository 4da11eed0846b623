"""Addresses of other apps' pages."""

from django.urls import NoReverseMatch, reverse


def page(name: str, *args: object) -> str:
    """The page's address, or nothing where a deployment leaves that app's pages out."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
