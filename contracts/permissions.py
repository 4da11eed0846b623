"""Who may do what with the contract."""

from accounts.errors import Forbidden
from accounts.models import Organisation, Role, User
from contracts.models import Agreement
from stages import permissions
from stages.models import Programme

RULES: permissions.Rules = {
    "contract.view": permissions.EVERYBODY,
    "contract.draft": permissions.COMMISSIONERS | {Role.EXPERT_BODY},
    "need.trace": permissions.LEADERS | permissions.COMMISSIONERS,
    "agreement_test.write": permissions.COMMISSIONERS | {Role.EXPERT_BODY},
    "agreement_test.answer": permissions.EVERYBODY - {Role.ADMINISTRATOR},
    "lint.except": permissions.BODY,
    "contract.propose": permissions.COMMISSIONERS | {Role.EXPERT_BODY},
    "contract.agree": frozenset({Role.PRINCIPAL, Role.AGENT}),
    "contract.agree_for_body": frozenset({Role.EXPERT_BODY}),
    "contract.load": permissions.COMMISSIONERS,
    "contract.send_back": permissions.COMMISSIONERS | {Role.EXPERT_BODY, Role.PRINCIPAL, Role.AGENT},
}
PARTY_ROLES = {Agreement.On.PRINCIPAL.value: Role.PRINCIPAL, Agreement.On.AGENT.value: Role.AGENT}


def can(user: User, action: str, programme: Programme) -> bool:
    return permissions.allowed(RULES, user, action, programme)


def require(user: User, action: str, programme: Programme) -> None:
    permissions.require_allowed(RULES, user, action, programme)


def may_agree_for(user: User, programme: Programme, on_behalf_of: str, organisation: Organisation) -> bool:
    """Whether the person holds, for this very organisation, the role on whose behalf they would agree."""
    if user.is_system:
        return True
    role = PARTY_ROLES.get(on_behalf_of)
    return role is not None and organisation in permissions.organisations(user, programme, role)


def require_may_agree_for(user: User, programme: Programme, on_behalf_of: str, organisation: Organisation) -> None:
    """Raise `Forbidden` unless the person may agree on behalf of the organisation."""
    require(user, "contract.agree", programme)
    if not may_agree_for(user, programme, on_behalf_of, organisation):
        raise Forbidden(
            f"You do not act for {organisation} in this programme. Ask the commissioner for that role, or ask somebody "
            f"who acts for {organisation} to agree."
        )
