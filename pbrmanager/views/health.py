"""Whether this process answers, and whether everything it needs does. Open to anybody."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from pbrmanager import health


@login_not_required
@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while this process answers; nothing else is asked."""
    return JsonResponse({"status": "ok"})


@login_not_required
@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when database, migrations, broker and worker all work; otherwise 503 with what is missing."""
    parts = health.parts(timezone.now())
    ready = all(part.works for part in parts)
    body = {
        "status": "ready" if ready else "not ready",
        "parts": {part.name: "ok" if part.works else part.why for part in parts},
    }
    return JsonResponse(body, status=200 if ready else 503)
