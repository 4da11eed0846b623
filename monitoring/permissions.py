"""Who may do what with the monitor and its figures."""

from accounts.models import Role, User
from delivery.models.row_access import WHOLE_PROGRAMME
from monitoring.models import GamingQuestion
from stages import permissions
from stages.models import Programme

RULES: permissions.Rules = {
    "figures.view_small": frozenset(WHOLE_PROGRAMME),
    "data.view": permissions.EVERYBODY - {Role.AGENT},
    "publication.decide": permissions.COMMISSIONERS,
    "gaming.view": frozenset({*WHOLE_PROGRAMME, Role.AGENT}),
    "gaming.settle": frozenset({Role.COMMISSIONER}),
    "monitor.run": frozenset({Role.COMMISSIONER, Role.EXPERT_BODY, Role.ADMINISTRATOR}),
}


def can(user: User, action: str, programme: Programme) -> bool:
    return permissions.allowed(RULES, user, action, programme)


def require(user: User, action: str, programme: Programme) -> None:
    permissions.require_allowed(RULES, user, action, programme)


def may_reply(user: User, question: GamingQuestion) -> bool:
    """Only the agent that is asked replies: a role at another agent does not count."""
    if user.is_system:
        return True
    held = user.memberships.filter(programme=question.programme, organisation=question.agent, role=Role.AGENT)
    return held.exists()


def require_to_reply(user: User, question: GamingQuestion) -> None:
    """Raise `Forbidden` unless the person speaks for the agent that is asked."""
    if not may_reply(user, question):
        permissions.refuse(f"Only people of {question.agent} can reply to this question.")
