"""Tokens of other systems that come to an end: without another, what they send stops."""

from datetime import datetime, time, timedelta

from django.urls import reverse
from django.utils.timezone import localdate, make_aware

from accounts.models import Token
from dashboards.selectors.viewer import Viewer
from dashboards.selectors.waiting import Matter, Urgency
from stages.selectors import tokens

AHEAD = timedelta(days=14)


def ending(viewer: Viewer) -> list[Matter]:
    """Tokens that end within a fortnight, for whoever looks after them."""
    today = make_aware(datetime.combine(viewer.today, time.min))
    return [_matter(token) for token in tokens.ending(viewer.user, today, today + AHEAD)]


def _matter(token: Token) -> Matter:
    programmes = dict.fromkeys(one.programme.name for one in token.user.memberships.all())
    return Matter(
        urgency=Urgency.SOON,
        kind="Token ends",
        colour="yellow",
        title=f"{token.purpose}, {token.organisation}",
        detail="A system that still uses it then sends and reads nothing more",
        programme=", ".join(programmes),
        url=reverse("tokens:token_rotate", args=[token.pk]),
        do="Replace it, or let it end",
        since=token.made_at,
        by_date=localdate(token.expires_at),
        happens=True,
    )
