"""Who may do what with the Expert Body. Deciding asks besides that the person holds a seat on the day."""

from accounts.models import Role, User
from stages import permissions
from stages.models import Programme

RULES: permissions.Rules = {
    "body.view": permissions.EVERYBODY,
    # Until all five constituencies are seated, the commissioner makes the body; from then on it also renews itself.
    "body.establish": permissions.COMMISSIONERS,
    "body.renew": permissions.COMMISSIONERS | {Role.EXPERT_BODY},
    "body.decide": frozenset({Role.EXPERT_BODY}),
    # Calling a meeting and keeping its agenda. Opening, voting and closing are for its chair: see actions.meetings.
    "meeting.call": permissions.LEADERS,
    "body.propose": permissions.LEADERS,
    "action.agree": permissions.LEADERS,
    # Who sits for the service users adds voices too: see expertbody.actions.voices.
    "voice.add": frozenset({Role.COMMISSIONER, Role.ANALYST}),
    "voice.answer": permissions.LEADERS,
}


def can(user: User, action: str, programme: Programme) -> bool:
    return permissions.allowed(RULES, user, action, programme)


def require(user: User, action: str, programme: Programme) -> None:
    permissions.require_allowed(RULES, user, action, programme)
