"""Who may do what with the monitor and its figures."""

from accounts.models import Role, User
from delivery.models.row_access import WHOLE_PROGRAMME
from stages import permissions
from stages.models import Programme

RULES: permissions.Rules = {
    "figures.view_small": frozenset(WHOLE_PROGRAMME),
    "data.view": permissions.EVERYBODY - {Role.AGENT},
    "publication.decide": permissions.COMMISSIONERS,
    "monitor.run": frozenset({Role.COMMISSIONER, Role.EXPERT_BODY, Role.ADMINISTRATOR}),
}


def can(user: User, action: str, programme: Programme) -> bool:
    return permissions.allowed(RULES, user, action, programme)


def require(user: User, action: str, programme: Programme) -> None:
    permissions.require_allowed(RULES, user, action, programme)
