"""Figures for Prometheus: for this machine only, or for whoever knows METRICS_TOKEN."""

import ipaddress
import secrets

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from pbrmanager import metrics as figures


def may_read(request: HttpRequest) -> bool:
    """With METRICS_TOKEN set, the bearer of it; without, a caller on this machine that no proxy speaks for."""
    if token := settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return secrets.compare_digest(given.encode(), token.encode())
    if "X-Forwarded-For" in request.headers:
        return False
    address = request.META["REMOTE_ADDR"]
    return bool(address) and ipaddress.ip_address(address).is_loopback


@login_not_required
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    if not may_read(request):
        raise PermissionDenied
    return HttpResponse(figures.text(timezone.now()), content_type="text/plain; version=0.0.4; charset=utf-8")
