"""Questions about figures that may be gaming: for the agent to reply to, and for the commissioner to settle."""

from accounts.models import Role
from dashboards.selectors.viewer import Viewer
from dashboards.selectors.waiting import Matter, Urgency
from monitoring.models import GamingQuestion


def to_reply(viewer: Viewer) -> list[Matter]:
    """Questions to the person's organisation that nobody has replied to."""
    programmes = viewer.where(Role.AGENT)
    found = GamingQuestion.objects.to_reply().filter(programme__in=programmes, agent__in=viewer.agencies(programmes))
    return [
        _matter(one, "Question to answer", "Say what explains the figures")
        for one in found.visible_to(viewer.user).select_related("programme")
    ]


def to_settle(viewer: Viewer) -> list[Matter]:
    """Questions that the agent has replied to."""
    found = GamingQuestion.objects.to_settle().filter(programme__in=viewer.where(Role.COMMISSIONER))
    return [
        _matter(one, "Reply to read", "Accept the reply, or raise a finding")
        for one in found.select_related("programme")
    ]


def _matter(question: GamingQuestion, kind: str, do: str) -> Matter:
    return Matter(
        urgency=Urgency.ASKED,
        kind=kind,
        colour="yellow",
        title=question.name,
        detail=question.sentence,
        programme=question.programme.name,
        url=question.get_absolute_url(),
        do=do,
        since=question.raised_at,
    )
