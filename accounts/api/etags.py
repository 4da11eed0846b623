"""Tags by which a client knows whether something has changed since it last looked."""

import hashlib
from typing import Any

from django.utils.cache import get_conditional_response
from django.utils.http import parse_etags
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.problems import Problem


def of(data: Any) -> str:
    """The tag of what an answer says."""
    return f'"{hashlib.sha256(JSONRenderer().render(data)).hexdigest()[:32]}"'


def answered(request: Request, response: Response) -> Any:
    """The answer with its tag, or 304 without a body where the client has it already."""
    response["ETag"] = of(response.data)
    return get_conditional_response(request, etag=response["ETag"], response=response)


def require_match(given: str, data: Any) -> None:
    """Raise a problem unless the client has seen what stands there now."""
    tags = parse_etags(given)
    if "*" not in tags and of(data) not in tags:
        raise Problem(412, "changed", "It has changed since you last read it. Read it again, then decide.")
