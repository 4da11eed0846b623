"""Who may do what with reports."""

from accounts.models import Role, User
from dashboards.models import Report
from stages import permissions
from stages.models import Programme

RULES: permissions.Rules = {
    "report.make": permissions.EVERYBODY,
    "report.make_pack": permissions.EVERYBODY - {Role.AGENT},
    "report.plan": permissions.COMMISSIONERS,
}


def can(user: User, action: str, programme: Programme) -> bool:
    return permissions.allowed(RULES, user, action, programme)


def require(user: User, action: str, programme: Programme) -> None:
    permissions.require_allowed(RULES, user, action, programme)


def may_read(report: Report, *, own: frozenset[str] | None, sees_small: bool) -> bool:
    """Whether somebody who sees these figures sees all that stands in the report."""
    if own is not None:
        return report.agent is not None and report.agent.code in own
    return sees_small or report.audience == Report.Audience.PROTECTED
