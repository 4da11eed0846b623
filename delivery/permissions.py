"""Who may see what of delivery, and who records it: agents their own, everybody else reads."""

from accounts.errors import Forbidden
from accounts.models import Organisation, Role, User
from delivery.models import Reclassification
from delivery.models.row_access import WHOLE_PROGRAMME
from stages import permissions
from stages.models import Membership, Programme

RULES: permissions.Rules = {
    "rows.view": frozenset({Role.AGENT, *WHOLE_PROGRAMME}),
    "activity.view": frozenset({Role.AGENT, Role.COMMISSIONER, Role.VERIFIER, Role.ANALYST}),
    "delivery.view": permissions.EVERYBODY,
    "disclosure.set": permissions.COMMISSIONERS,
    "delivery.record": frozenset({Role.AGENT}),
    "delivery.state_terms": permissions.LEADERS,
    "participant.reclassify": frozenset({Role.AGENT, Role.COMMISSIONER, Role.VERIFIER}),
    "participant.decide": frozenset({Role.COMMISSIONER, Role.VERIFIER}),
}

CHECKERS = frozenset({Role.COMMISSIONER, Role.VERIFIER})


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


def may_reclassify(user: User, programme: Programme, agent: Organisation) -> bool:
    """Whether the person may ask for another segment: people of the participant's agent, commissioner and verifier."""
    if user.is_system or not permissions.roles(user, programme).isdisjoint(CHECKERS):
        return True
    return can_act_for(user, "participant.reclassify", programme, agent)


def may_decide(user: User, one: Reclassification) -> bool:
    """Whether the person may confirm it: never who asked for it, nor anybody of the agent that is paid by it."""
    programme = one.participant.programme
    if not can(user, "participant.decide", programme) or user == one.proposed_by:
        return False
    of_the_agent = Membership.objects.filter(user=user, programme=programme, role=Role.AGENT)
    return user.is_system or not of_the_agent.exists()


def require_may_decide(user: User, one: Reclassification) -> None:
    """Raise `Forbidden` unless the person may decide on the reclassification (segregation of duties)."""
    require(user, "participant.decide", one.participant.programme)
    if not may_decide(user, one):
        raise Forbidden("It changes what is paid, so a second person must decide: neither who asked, nor an agent.")
