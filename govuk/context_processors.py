"""What the page shell needs on every page: the navigation, and whether somebody is signed in."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

PRODUCT_NAME = "PbR Manager"

SECTIONS = (
    ("Your work", "dashboards:your_work", "/"),
    ("Programmes", "dashboards:programme_list", "/programmes/"),
    ("Knowledge", "knowledge:library", "/knowledge/"),
)


@dataclass(frozen=True)
class NavigationItem:
    label: str
    url: str
    active: bool


def _url(name: str, fallback: str) -> str:
    """The page's address; the fixed address of interfaces where a deployment leaves that app's pages out."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return fallback


def _is_within(path: str, url: str) -> bool:
    return path == url if url == "/" else path.startswith(url)


def shell(request: HttpRequest) -> dict[str, Any]:
    """`product_name` and `navigation`, the latter empty for a visitor who is not signed in."""
    user = getattr(request, "user", None)
    navigation: list[NavigationItem] = []
    if user is not None and user.is_authenticated:
        addresses = [(label, _url(name, fallback)) for label, name, fallback in SECTIONS]
        navigation = [NavigationItem(label, url, _is_within(request.path, url)) for label, url in addresses]
    return {"product_name": PRODUCT_NAME, "navigation": navigation}
