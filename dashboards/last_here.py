"""When a person was last here: kept in a signed cookie, because pages that only read have nothing else to write to.

A stay goes on for as long as pages follow each other within half an hour; what is shown is the end of the stay before.
"""

from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse

COOKIE = "last_here"
STAY = timedelta(minutes=30)
KEPT_SECONDS = 60 * 60 * 24 * 400


def _read(request: HttpRequest) -> tuple[datetime | None, datetime | None]:
    """The end of the stay before, and the latest page of the present stay or of the last one."""
    said = request.get_signed_cookie(COOKIE, default="") or ""  # a cookie that was tampered with reads as none
    parts = said.split("|")
    if len(parts) != 3 or parts[0] != str(request.user.pk):
        return None, None
    return _moment(parts[1]), _moment(parts[2])


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def before(request: HttpRequest, at: datetime) -> datetime | None:
    """When the person's stay before this one ended; None when this is the first one known."""
    earlier, latest = _read(request)
    if latest is None:
        return None
    return latest if at - latest > STAY else earlier


def note(request: HttpRequest, response: HttpResponse, at: datetime) -> None:
    """Remember that the person was here now."""
    earlier = before(request, at)
    said = f"{request.user.pk}|{earlier.isoformat() if earlier else ''}|{at.isoformat()}"
    response.set_signed_cookie(
        COOKIE, said, max_age=KEPT_SECONDS, httponly=True, samesite="Lax", secure=request.is_secure()
    )
