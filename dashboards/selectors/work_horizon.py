"""What was on the horizon and has come due: did it happen?"""

from django.urls import reverse

from accounts.models import Role
from dashboards.selectors.viewer import Viewer
from dashboards.selectors.waiting import Matter, Urgency
from stages.selectors import horizon


def to_ask(viewer: Viewer) -> list[Matter]:
    """Items whose day has come and of which nobody has said whether they happened, for commissioners."""
    found = horizon.to_ask(viewer.where(Role.COMMISSIONER), viewer.today)
    return [
        Matter(
            urgency=Urgency.ASKED,
            kind="Has it happened?",
            colour="purple",
            title=entry.item,
            detail=entry.effect,
            programme=entry.programme.name,
            url=reverse("stages:horizon_answer", args=[entry.programme.slug, entry.pk]),
            do="Say yes, no, or not yet",
            by_date=entry.due_on,
        )
        for entry in found
    ]
