"""Which comparators a person may begin another programme with: those on the lists that they may see."""

from typing import Any

from accounts.models import User
from monitoring import permissions
from monitoring.domain.comparators import STANDARDS
from monitoring.models import ComparatorVersion
from monitoring.selectors import comparators
from stages.models import Membership

MOST = 300
LONGEST = 120


def _standing(user: User) -> list[ComparatorVersion]:
    """The latest first; of one scheme that several programmes keep, the one that was sent last."""
    roles = permissions.RULES["comparator.view"]
    seen = Membership.objects.filter(user=user, role__in=roles).values("programme")
    found = ComparatorVersion.objects.filter(comparator__programme__in=seen).standing().without_documents()
    ordered = found.select_related("comparator__programme").order_by("-added_at", "-pk")
    once: dict[tuple[str, str], ComparatorVersion] = {}
    for one in ordered:
        once.setdefault((one.comparator.standard, (one.identifier or one.title).casefold()), one)
    return list(once.values())[:MOST]


def value(one: ComparatorVersion) -> str:
    """How the form names it: by its programme and its number there."""
    return f"{one.comparator.programme.slug}/{one.comparator.number}"


def choices(user: User) -> list[tuple[str, str]]:
    """What the person may choose, by title."""
    return sorted(((value(one), _label(one)) for one in _standing(user)), key=lambda choice: choice[1].casefold())


def _label(one: ComparatorVersion) -> str:
    title = " ".join(one.title.split())
    named = title if len(title) <= LONGEST else f"{title[:LONGEST]}…"
    return f"{named} ({one.identifier or STANDARDS[one.comparator.standard]}), kept by {one.comparator.programme.name}"


def find(user: User, chosen: str) -> ComparatorVersion | None:
    """The comparator with its document, if the person may begin with it."""
    found = [one for one in _standing(user) if value(one) == chosen]
    return comparators.version(found[0].comparator, "") if found else None


def initial(user: User, chosen: str) -> dict[str, Any]:
    """What the form begins with: what the scheme was for, and its sector."""
    found = find(user, chosen)
    if found is None:
        return {}
    reading = comparators.read(found.document)
    about = [fact.text for fact in (reading.challenge, reading.intervention) if fact]
    return {
        "summary": " ".join(about)[:2000],
        "sector": reading.sector.text[:80] if reading.sector and len(reading.sector.text) <= 80 else "",
    }
