"""The people of a programme as a pack names them: with the roles they hold, and those that were taken away.

Loading replays what was done with the rights of those who did it. So roles that ended travel too, marked as ended.
"""

from collections.abc import Iterator
from typing import Any

from accounts.models import AuditEntry, User
from stages.actions.pack_rows import Row, some
from stages.models import Membership, Programme

Held = tuple[str, str | None]


def people(programme: Programme, sections: Row) -> list[Row]:
    """Everybody who holds or held a role, and whoever else the sections name by address."""
    current = _current(programme)
    ended = _ended(programme)
    known = User.objects.filter(is_system=False, is_machine=False)
    found = known.filter(pk__in={*current, *ended}) | known.filter(email__in=set(_addresses(sections)))
    return [
        {
            "email": user.email,
            "name": user.name,
            "roles": [_role(held) for held in _sorted(current.get(user.pk, set()))]
            + [
                _role(held) | {"ended": True}
                for held in _sorted(ended.get(user.pk, set()) - current.get(user.pk, set()))
            ],
        }
        for user in found.order_by("email")
    ]


def _sorted(held: set[Held]) -> list[Held]:
    return sorted(held, key=lambda one: (one[0], one[1] or ""))


def _role(held: Held) -> Row:
    role, organisation = held
    return some({"role": role, "organisation": organisation})


def _current(programme: Programme) -> dict[int, set[Held]]:
    found: dict[int, set[Held]] = {}
    for row in Membership.objects.filter(
        programme=programme, user__is_system=False, user__is_machine=False
    ).select_related("organisation"):
        found.setdefault(row.user_id, set()).add((row.role, row.organisation.code if row.organisation else None))
    return found


def _ended(programme: Programme) -> dict[int, set[Held]]:
    """The roles that were taken away. The audit entry of the granting tells for which organisation each was held."""
    entries = AuditEntry.objects.filter(programme=programme.slug)
    revoked = entries.filter(action="stages.membership.revoke").values_list("subject_id", flat=True)
    granted = entries.filter(action="stages.membership.grant", subject_id__in=list(revoked))
    found: dict[int, set[Held]] = {}
    for after in granted.values_list("after", flat=True):
        found.setdefault(after["user"], set()).add((after["role"], after["organisation"]))
    return found


def _addresses(section: Any) -> Iterator[str]:
    """Every text at any depth that may be somebody's address."""
    if isinstance(section, dict):
        section = list(section.values())
    if isinstance(section, list):
        for value in section:
            yield from _addresses(value)
    elif isinstance(section, str) and "@" in section and " " not in section:
        yield section
