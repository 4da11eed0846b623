"""Who may do what with the monitor, its figures, and what follows for an agent."""

from accounts.models import Organisation, Role, User
from delivery.models.row_access import WHOLE_PROGRAMME
from monitoring.models import GamingQuestion
from stages import permissions
from stages.models import Membership, Programme

RULES: permissions.Rules = {
    "figures.view_small": frozenset(WHOLE_PROGRAMME),
    "data.view": permissions.EVERYBODY - {Role.AGENT},
    "publication.decide": permissions.COMMISSIONERS,
    "comparator.view": permissions.EVERYBODY - {Role.AGENT},
    "gaming.view": frozenset({*WHOLE_PROGRAMME, Role.AGENT}),
    "gaming.settle": frozenset({Role.COMMISSIONER}),
    "monitor.run": frozenset({Role.COMMISSIONER, Role.EXPERT_BODY, Role.ADMINISTRATOR}),
    "intervention.step": frozenset({Role.COMMISSIONER}),
    "intervention.reply": frozenset({Role.COMMISSIONER, Role.PRINCIPAL, Role.EXPERT_BODY}),
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


def speaks_for(user: User, programme: Programme, agent: Organisation) -> bool:
    """Whether the person is of the agent itself."""
    return Membership.objects.filter(user=user, programme=programme, role=Role.AGENT, organisation=agent).exists()


def may_answer(user: User, programme: Programme, agent: Organisation) -> bool:
    """The agent answers; so may those who deal with it."""
    return can(user, "intervention.reply", programme) or speaks_for(user, programme, agent)


def require_may_answer(user: User, programme: Programme, agent: Organisation) -> None:
    """Raise `Forbidden` unless the person is of the agent, or deals with it."""
    if not may_answer(user, programme, agent):
        require(user, "intervention.reply", programme)


def may_promise(user: User, programme: Programme, agent: Organisation) -> bool:
    """An improvement plan is written by the agent itself, or by the commissioner."""
    return can(user, "intervention.step", programme) or speaks_for(user, programme, agent)


def require_may_promise(user: User, programme: Programme, agent: Organisation) -> None:
    """Raise `Forbidden` unless the person is of the agent, or the commissioner."""
    if not may_promise(user, programme, agent):
        require(user, "intervention.step", programme)
