"""The description of the interface for other systems: for programs, and for people to read."""

import functools
import json
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator

from notifications.domain import kinds
from pbrmanager import api_docs, api_problems

SCHEMA = "application/vnd.oai.openapi+json;version=3.1"


@functools.cache
def described() -> dict[str, Any]:
    """The schema. It says nothing of programmes, and is the same until the code changes."""
    found: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return found


@login_not_required
@require_safe
@cache_control(public=True, max_age=300)
def schema(request: HttpRequest) -> HttpResponse:
    return HttpResponse(json.dumps(described(), indent=1, default=str), content_type=SCHEMA)


@login_not_required
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    context = {
        "page": api_docs.page(described()),
        "problems": api_problems.PROBLEMS,
        "of_rows": api_problems.of_rows(),
        "kinds": kinds.KINDS,
        "limit": settings.API_REQUESTS_PER_MINUTE,
    }
    return render(request, "pbrmanager/api_docs.html", context)
