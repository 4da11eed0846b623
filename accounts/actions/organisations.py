"""Organisations, known by a short code."""

from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import Organisation, User

CODE_LENGTH = 60


@transaction.atomic
def ensure(
    *, name: str, by: User, at: datetime, code: str = "", kind: str = "", identifier: str = ""
) -> tuple[Organisation, bool]:
    """The organisation with the code (or, without a code, with the name), and whether it was recorded now."""
    named = Organisation.objects.filter(code=code) if code else Organisation.objects.filter(name__iexact=name.strip())
    found = named.first()
    if found is not None:
        return found, False
    if not name.strip():
        raise Refused("Enter the organisation's name.")
    organisation, created = Organisation.objects.get_or_create(
        code=code or _free_code(name), defaults={"name": name.strip(), "kind": kind, "identifier": identifier}
    )
    if created:
        after = {"code": organisation.code, "name": organisation.name}
        audit.record(by=by, at=at, action="accounts.organisation.create", subject=organisation, after=after)
    return organisation, created


def _free_code(name: str) -> str:
    base = slugify(name)[: CODE_LENGTH - 4] or "organisation"
    taken = set(Organisation.objects.filter(code__startswith=base).values_list("code", flat=True))
    numbered = (base if number == 1 else f"{base}-{number}" for number in range(1, len(taken) + 2))
    return next(code for code in numbered if code not in taken)
