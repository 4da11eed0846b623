"""What the apps above offer to begin a programme with, read from settings.PROGRAMME_STARTS without knowing them."""

import dataclasses
from datetime import datetime
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.models import User
from stages.models import Programme


class ProgrammeStart(Protocol):
    """A row of the table that the project names in settings.PROGRAMME_STARTS."""

    code: str
    label: str
    field: str
    hint: str
    choices: str
    initial: str
    begin: str


@dataclasses.dataclass(frozen=True)
class Offer:
    """A way to begin, with what the person may choose of it."""

    code: str
    label: str
    field: str
    hint: str
    choices: list[tuple[str, str]]


def _table() -> tuple[ProgrammeStart, ...]:
    found: tuple[ProgrammeStart, ...] = import_string(settings.PROGRAMME_STARTS)
    return found


def offers(user: User) -> list[Offer]:
    """The ways in which the person may begin; those of which nothing can be chosen are left out."""
    found = [Offer(row.code, row.label, row.field, row.hint, import_string(row.choices)(user)) for row in _table()]
    return [offer for offer in found if offer.choices]


def initial(user: User, chosen: dict[str, str]) -> dict[str, Any]:
    """How the form begins when something was chosen before it was opened; `chosen` is what the address says."""
    for row in _table():
        value = chosen.get(row.code, "")
        if value and (found := import_string(row.initial)(user, value)):
            return {"start": row.code, row.code: value, **found}
    return {}


def begin(*, programme: Programme, start: str, value: str, by: User, at: datetime) -> None:
    """Bring what was chosen into the new programme, in the transaction that starts it."""
    row = next(row for row in _table() if row.code == start)
    import_string(row.begin)(programme=programme, value=value, by=by, at=at)
