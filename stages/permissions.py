"""Who may do what in a programme. One mechanism for every app; each app keeps its own table of rules.

A rule names the roles that may carry an action out. Nothing that is not in a table is allowed.
"""

from collections.abc import Mapping
from typing import NoReturn

from accounts.errors import Forbidden
from accounts.models import Organisation, Role, User
from stages.domain import framework
from stages.models import Candidate, Membership, Programme, Stakeholder

Rules = Mapping[str, frozenset[Role]]

EVERYBODY = frozenset(Role)
COMMISSIONERS = frozenset({Role.COMMISSIONER, Role.ADMINISTRATOR})

AGENT_STAGE = 3
BODY = frozenset({Role.EXPERT_BODY})
LEADERS = frozenset({Role.COMMISSIONER, Role.EXPERT_BODY})

RULES: Rules = {
    "programme.view": EVERYBODY,
    "programme.grant": COMMISSIONERS,
    "members.view": EVERYBODY - {Role.AGENT},
    "stage.record": LEADERS,
    "stakeholder.contact": LEADERS,
    "fit.assess": LEADERS | {Role.PRINCIPAL},
    "horizon.answer": LEADERS,
    "selection.view": EVERYBODY - {Role.AGENT},
    "stage.score": LEADERS | {Role.PRINCIPAL},
    "stage.moderate": LEADERS,
    "stage.confirm": LEADERS,
    "stage.close": LEADERS,
    "stage.close_by_body": BODY,
    "stage.reopen": LEADERS,
    "stage.pause": LEADERS,
    "stage.import": COMMISSIONERS,
    "sandbox.make": COMMISSIONERS,
    "finding.raise": LEADERS | {Role.VERIFIER},
    "finding.reply": LEADERS | {Role.PRINCIPAL, Role.AGENT},
    "finding.act": LEADERS,
    "finding.close": LEADERS,
}

TAKES_PART: Mapping[int, frozenset[Role]] = {
    1: LEADERS,
    2: LEADERS | {Role.PRINCIPAL},
    3: LEADERS | {Role.PRINCIPAL, Role.AGENT},
    4: LEADERS | {Role.PRINCIPAL, Role.AGENT, Role.ADMINISTRATOR},
    5: LEADERS | {Role.AGENT},
    6: EVERYBODY,
    7: LEADERS | {Role.PRINCIPAL, Role.AGENT, Role.VERIFIER},
}
"""Of whom the work of a stage is asked. What each may do there, the rules say; the others read what came of it."""


def takes_part(user: User, stage: int, programme: Programme) -> bool:
    return bool(TAKES_PART[stage] & roles(user, programme))


def is_decided_by_the_body(stage: int) -> bool:
    """Whether the stage's gate is for the Expert Body: it is for the stages that the framework has it lead."""
    return framework.BY_NUMBER[stage].led_by == "expert_body"


def to_close(stage: int) -> str:
    """The rule for deciding a stage's gate: stages led by the Expert Body are closed by its members alone."""
    return "stage.close_by_body" if is_decided_by_the_body(stage) else "stage.close"


def roles(user: User, programme: Programme) -> frozenset[Role]:
    """The roles that the person holds in the programme. System users hold none; jobs are allowed by `allowed`."""
    held = Membership.objects.filter(user=user, programme=programme).values_list("role", flat=True)
    return frozenset(Role(role) for role in held)


def organisations(user: User, programme: Programme, role: Role) -> list[Organisation]:
    """The organisations on whose behalf the person holds the role in the programme."""
    return list(
        Organisation.objects.filter(
            memberships__user=user, memberships__programme=programme, memberships__role=role
        ).distinct()
    )


def allowed(rules: Rules, user: User, action: str, programme: Programme) -> bool:
    """Whether a rule of the table lets the person do it. Named system users may do whatever a table lists."""
    if user.is_system:
        return action in rules
    return bool(rules.get(action, frozenset()) & roles(user, programme))


def require_allowed(rules: Rules, user: User, action: str, programme: Programme) -> None:
    """Raise `Forbidden` unless the person may do it."""
    if not allowed(rules, user, action, programme):
        raise Forbidden(
            "You do not have permission to do this. Ask the programme's commissioner for the role you need."
        )


def can(user: User, action: str, programme: Programme) -> bool:
    return allowed(RULES, user, action, programme)


def require(user: User, action: str, programme: Programme) -> None:
    require_allowed(RULES, user, action, programme)


def may_record_contact(user: User, stakeholder: Stakeholder) -> bool:
    """Those who lead the programme, and the member who owns the engagement."""
    if can(user, "stakeholder.contact", stakeholder.programme):
        return True
    return stakeholder.engagement_owner_id == user.pk and bool(roles(user, stakeholder.programme))


def require_may_record_contact(user: User, stakeholder: Stakeholder) -> None:
    """Raise `Forbidden` unless the person may record a contact with the stakeholder."""
    if not may_record_contact(user, stakeholder):
        refuse("Contacts are recorded by the commissioner, the Expert Body and whoever owns the engagement. Ask them.")


def may_speak_for(user: User, candidate: Candidate) -> bool:
    """A candidate to be the agent speaks through its own members; others are asked, and the commissioner enters it."""
    if user.is_system:
        return True
    if candidate.stage != AGENT_STAGE:
        return can(user, "stage.record", candidate.programme)
    return Membership.objects.filter(
        user=user, programme=candidate.programme, role=Role.AGENT, organisation=candidate.organisation
    ).exists()


def require_may_speak_for(user: User, candidate: Candidate) -> None:
    """Raise `Forbidden` unless the person may say what the candidate wants and what it can bear."""
    if not may_speak_for(user, candidate):
        refuse(
            f"{candidate.organisation} says itself what it wants and what it can bear. Ask somebody who is an "
            "agent’s member for it to sign in."
        )


def may_start_programmes(user: User) -> bool:
    """Commissioners and administrators of any programme may, and people with a new account who hold no role yet."""
    if user.is_system or user.is_superuser:
        return True
    held = set(Membership.objects.filter(user=user).values_list("role", flat=True))
    return not held or bool(held & COMMISSIONERS)


def require_may_start(user: User) -> None:
    """Raise `Forbidden` unless the person may start programmes."""
    if not may_start_programmes(user):
        refuse("Only commissioners start programmes. Ask a commissioner to start it and to give you a role.")


def refuse(message: str) -> NoReturn:
    """Raise `Forbidden` with the message."""
    raise Forbidden(message)
