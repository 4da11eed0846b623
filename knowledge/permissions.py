"""Who may write in the library. Everybody who is signed in may read it."""

from accounts.errors import Forbidden
from accounts.models import Role, User
from knowledge import programmes
from knowledge.models import Entry

RULES = {
    "entry.write": frozenset({Role.COMMISSIONER, Role.EXPERT_BODY, Role.ANALYST}),
    "entry.withdraw": frozenset({Role.ADMINISTRATOR}),
}


def can(user: User, action: str, entry: Entry | None = None) -> bool:
    """Whether the person holds a role that may do it: in the programme of which the entry is a lesson, or in any."""
    if user.is_system:
        return action in RULES
    held = programmes.roles_held(user, entry.programme if entry else "")
    return bool(RULES.get(action, frozenset()) & held)


def require(user: User, action: str, entry: Entry | None = None) -> None:
    """Raise `Forbidden` unless the person may do it."""
    if not can(user, action, entry):
        raise Forbidden(
            "The library is written by commissioners, Expert Body members and analysts, and administrators withdraw "
            "what should not stand in it. A lesson of a programme is theirs who hold these roles there."
        )
