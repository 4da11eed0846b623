"""Who may see what of delivery, and who records it: agents their own, everybody else reads."""

from accounts.errors import Forbidden
from accounts.models import Organisation, Role, User
from delivery.models.row_access import WHOLE_PROGRAMME
from stages import permissions
from stages.models import Membership, Programme

RULES: permissions.Rules = {
    "rows.view": frozenset({Role.AGENT, *WHOLE_PROGRAMME}),
    "activity.view": frozenset({Role.AGENT, Role.COMMISSIONER, Role.VERIFIER, Role.ANALYST}),
    "delivery.view": permissions.EVERYBODY,
    "delivery.record": frozenset({Role.AGENT}),
    "delivery.state_terms": permissions.LEADERS,
}


def can(user: User, action: str, programme: Programme) -> bool:
    return permissions.allowed(RULES, user, action, programme)


def require(user: User, action: str, programme: Programme) -> None:
    permissions.require_allowed(RULES, user, action, programme)


def can_act_for(user: User, action: str, programme: Programme, agent: Organisation) -> bool:
    """Whether the person may do it on behalf of this agent: a role at another agent does not count."""
    if user.is_system:
        return action in RULES
    held = Membership.objects.filter(user=user, programme=programme, organisation=agent, role=Role.AGENT)
    return Role.AGENT in RULES.get(action, frozenset()) and held.exists()


def require_to_act_for(user: User, action: str, programme: Programme, agent: Organisation) -> None:
    """Raise `Forbidden` unless the person may do it on behalf of this agent."""
    if not can_act_for(user, action, programme, agent):
        raise Forbidden(f"Only people of {agent} can do this. Ask the programme's commissioner for the role you need.")
