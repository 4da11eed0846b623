"""What an operation asks of whoever calls it, beside the rights that the pages ask for. What has no rule is refused."""

import dataclasses
from typing import TYPE_CHECKING, Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from accounts.api.problems import Problem
from accounts.domain import tokens
from accounts.domain.endings import Ending
from accounts.models import Token

if TYPE_CHECKING:
    from rest_framework.views import APIView

NO_RULE = "Nobody may do this by the interface for other systems."


@dataclasses.dataclass(frozen=True)
class Rule:
    """The scope that a token needs; of what is for people alone, no token is enough. `ending` is that of an operation
    that is deprecated."""

    scope: str = tokens.READ
    for_people_alone: bool = False
    ending: Ending | None = None


def of(view: "APIView", method: str) -> Rule | None:
    """The rule of the operation; nothing where the address does not take the method."""
    name = "get" if method == "HEAD" else method.lower()
    handler = getattr(view, name, None)
    found: Rule | None = getattr(handler, "rule", None)
    return found


class AllowedByRule(BasePermission):
    """Whether the token has the scope of the operation, and a person is there where one is needed."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        rule = of(view, request.method or "")
        if rule is None:
            return (request.method or "").lower() not in {"get", "head", "post"} or not _takes(request, view)
        if isinstance(request.auth, Token):
            refuse_token(rule, request.auth)
        return True


def _takes(request: Request, view: Any) -> bool:
    return hasattr(view, (request.method or "").lower())


def refuse_token(rule: Rule, token: Token) -> None:
    """Raise a problem unless the token is enough."""
    if rule.for_people_alone:
        raise Problem(403, "person_needed", "A person must do this, who is signed in. No token is enough.")
    if rule.scope not in token.scopes:
        raise Problem(403, "scope_missing", f"This token was made without the scope “{rule.scope}”. Make one with it.")
