"""Who may do what with statements and simulations. Rows of single people: see `delivery.models.row_access`."""

from accounts.models import Role, User
from stages import permissions
from stages.models import Programme

RULES: permissions.Rules = {
    "statement.view": permissions.EVERYBODY,
    "statement.price": frozenset({Role.COMMISSIONER, Role.PRINCIPAL}),
    "statement.query": frozenset({Role.COMMISSIONER, Role.PRINCIPAL, Role.VERIFIER, Role.AGENT}),
    "statement.answer": frozenset({Role.COMMISSIONER, Role.PRINCIPAL, Role.AGENT}),
    "statement.approve": frozenset({Role.PRINCIPAL}),
    "simulation.view": permissions.EVERYBODY,
    "simulation.run": permissions.COMMISSIONERS | {Role.EXPERT_BODY, Role.PRINCIPAL, Role.AGENT, Role.ANALYST},
}


def can(user: User, action: str, programme: Programme) -> bool:
    return permissions.allowed(RULES, user, action, programme)


def require(user: User, action: str, programme: Programme) -> None:
    permissions.require_allowed(RULES, user, action, programme)
