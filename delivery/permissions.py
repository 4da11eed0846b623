"""Who may see participants one by one. Everybody else sees aggregates, on other pages."""

from accounts.models import Role, User
from delivery.models.row_access import WHOLE_PROGRAMME
from stages import permissions
from stages.models import Programme

RULES: permissions.Rules = {"rows.view": frozenset({Role.AGENT, *WHOLE_PROGRAMME})}


def can(user: User, action: str, programme: Programme) -> bool:
    return permissions.allowed(RULES, user, action, programme)


def require(user: User, action: str, programme: Programme) -> None:
    permissions.require_allowed(RULES, user, action, programme)
