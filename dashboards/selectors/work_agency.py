"""What a candidate to be the agent has still to say itself."""

from django.urls import reverse

from accounts.models import Role
from dashboards.selectors.viewer import Viewer
from dashboards.selectors.waiting import Matter, Urgency
from stages.selectors import agency


def statements(viewer: Viewer) -> list[Matter]:
    """Candidates for whom the person is an agent and which have not said what they want and what they can bear."""
    pairs = {
        (programme, body)
        for (programme, role), bodies in viewer.acts_for.items()
        if role == Role.AGENT
        for body in bodies
    }
    return [
        Matter(
            urgency=Urgency.ASKED,
            kind="Your goals and risk",
            colour="purple",
            title=f"Say what {one.organisation} wants and can bear",
            detail="The order of the goals, your attitude to risk, and what risk you pass down.",
            programme=one.programme.name,
            url=reverse("stages:goals_own", args=[one.programme.slug]),
            do="State them",
        )
        for one in agency.silent_candidates(pairs)
    ]
