"""What the apps above say of people and their programmes, through the table that the project names."""

from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.models import Role, User

Place = tuple[str, str]


class Library(Protocol):
    """The table of settings.LIBRARY."""

    roles: str
    origin: str
    citing: str


def _table() -> Library:
    table: Library = import_string(settings.LIBRARY)
    return table


def roles_held(user: User, programme: str = "") -> frozenset[Role]:
    """The roles that the person holds in the programme of that slug; without one, in any."""
    found: frozenset[Role] = import_string(_table().roles)(user, programme)
    return found


def origin(user: User, programme: str) -> Place | None:
    """Name and address of the programme, for its members."""
    found: Place | None = import_string(_table().origin)(user, programme)
    return found


def places_to_cite(user: User, entry_id: int) -> list[Place]:
    """The programmes in which the person may cite the entry, by name, with the address to send to."""
    found: list[Place] = import_string(_table().citing)(user, entry_id)
    return found
