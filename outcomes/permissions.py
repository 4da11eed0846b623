"""Who may send files and see rows. Nobody but an agent's own people submit for it (segregation of duties)."""

from collections.abc import Iterable

from accounts.errors import Forbidden
from accounts.models import Organisation, Role, User
from delivery.models import Transfer
from delivery.models.row_access import WHOLE_PROGRAMME
from outcomes.models import Claim, Measurement, SampleItem
from stages import permissions
from stages.models import Membership, Programme

MEASURERS = (Role.COMMISSIONER, Role.VERIFIER, Role.ANALYST)
RULES: permissions.Rules = {
    "submission.send": frozenset({Role.AGENT}),
    "claim.withdraw": frozenset({Role.AGENT}),
    "question.answer": frozenset({Role.AGENT}),
    "evidence.attach": frozenset({Role.AGENT}),
    "evidence.open": frozenset({Role.COMMISSIONER, Role.VERIFIER}),
    "evidence.compare": frozenset(WHOLE_PROGRAMME),
    "measurement.report": frozenset({Role.AGENT, *MEASURERS}),
    "measurement.decide": frozenset(MEASURERS),
    "measurement.view": permissions.EVERYBODY,
    "identity.send": frozenset({Role.AGENT}),
    "register.upload": frozenset({Role.COMMISSIONER, Role.VERIFIER}),
    "register.view": frozenset(WHOLE_PROGRAMME),
    "period.manage": frozenset({Role.COMMISSIONER}),
    "period.view": permissions.EVERYBODY,
    "rows.view": frozenset({Role.AGENT, *WHOLE_PROGRAMME}),
    "verification.view": frozenset({Role.AGENT, *WHOLE_PROGRAMME}),
    "verification.plan": frozenset({Role.COMMISSIONER, Role.VERIFIER}),
    "verification.check": frozenset({Role.VERIFIER}),
    "verification.answer": frozenset({Role.AGENT}),
    "verification.appeal_decide": frozenset({Role.COMMISSIONER, Role.VERIFIER}),
    "verification.population": frozenset(WHOLE_PROGRAMME),
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


def may_open_evidence(user: User, claim: Claim) -> bool:
    """Whether the person may open the files of a claim: its agent's people, and those who check and decide.

    Evidence names people. Others who see the claim see that there are files, not what is in them.
    """
    return can(user, "evidence.open", claim.programme) or can_act_for(
        user, "evidence.attach", claim.programme, claim.agent
    )


def require_may_open_evidence(user: User, claim: Claim) -> None:
    """Raise `Forbidden` unless the person may open the files of the claim."""
    if not may_open_evidence(user, claim):
        raise Forbidden("Evidence is opened only by verifiers, the commissioner and the agent's own people.")


def may_report(user: User, programme: Programme, agent: Organisation | None) -> bool:
    """Whether the person may report a figure: an agent's people for their own organisation alone."""
    if user.is_system or not permissions.roles(user, programme).isdisjoint(MEASURERS):
        return True
    return agent is not None and can_act_for(user, "measurement.report", programme, agent)


def require_may_report(user: User, programme: Programme, agent: Organisation | None) -> None:
    """Raise `Forbidden` unless the person may report a figure of this agent (None: of all agents)."""
    if not may_report(user, programme, agent):
        whose = f"people of {agent}" if agent else "the programme's verifiers"
        raise Forbidden(f"Only {whose}, analysts and commissioners report this figure.")


def agents_seen(user: User, programme: Programme, agents: Iterable[Organisation]) -> list[Organisation]:
    """The agents whose figures the person may see: their own, or everybody's for those who are no agents."""
    if user.is_system or permissions.roles(user, programme) - {Role.AGENT}:
        return list(agents)
    own = set(Membership.objects.filter(user=user, programme=programme).values_list("organisation", flat=True))
    return [agent for agent in agents if agent.pk in own]


def may_decide(user: User, measurement: Measurement) -> bool:
    """Whether the person may confirm the figure: never who reported it, nor people of the agent that it is about."""
    if not can(user, "measurement.decide", measurement.programme) or user == measurement.reported_by:
        return False
    of_the_agent = Membership.objects.filter(
        user=user, programme=measurement.programme, role=Role.AGENT, organisation=measurement.agent_id
    )
    return measurement.agent_id is None or not of_the_agent.exists()


def require_may_decide(user: User, measurement: Measurement) -> None:
    """Raise `Forbidden` unless the person may confirm the figure (segregation of duties)."""
    require(user, "measurement.decide", measurement.programme)
    if not may_decide(user, measurement):
        raise Forbidden("Somebody else must confirm this figure: neither who reported it, nor the agent it is about.")


def is_apart(user: User, item: SampleItem) -> bool:
    """Whether the person neither sent the drawn claim nor acts for its agent. The database refuses the others too."""
    claim = item.claim
    sent = claim.submission is not None and claim.submission.submitted_by_id == user.pk
    held = Membership.objects.filter(
        user=user, programme=claim.programme_id, organisation=claim.agent_id, role=Role.AGENT
    )
    return not sent and not held.exists()


def may_answer(user: User, transfer: Transfer) -> bool:
    """Whether the person answers for the agent that is to take the participant over."""
    programme = transfer.participant.programme
    return user != transfer.proposed_by and can_act_for(user, "claim.withdraw", programme, transfer.to_agent)
