"""What an address is answered with that does not exist."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.endpoints import Endpoint
from accounts.api.rules import Rule


@extend_schema(exclude=True)
class Nowhere(Endpoint):
    """A problem like every other, so that a client need not read a page."""

    def get(self, request: Request, **parts: Any) -> Response:
        slash = "" if request.path.endswith("/") else " Every address ends with a slash."
        raise Http404(f"There is nothing at this address.{slash} What there is stands in /api/v1/docs/.")

    post = get
    get.rule = Rule()  # type: ignore[attr-defined]
