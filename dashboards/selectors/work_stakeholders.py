"""Stakeholders who are to be spoken with, planned for or spoken for, and outcomes that nobody is known to need."""

from accounts.models import Role
from dashboards.selectors.viewer import Viewer
from dashboards.selectors.waiting import Matter, Urgency
from stages.domain import alerts as rules
from stages.models import Programme, Stakeholder
from stages.selectors import alerts as stage_alerts

DO = {
    rules.CLASS_CHANGED: "Look at the plan for them again",
    rules.NO_CONTACT: "Speak with them and record it",
    rules.NO_ADVOCATE: "Name the seat that speaks for them",
    rules.UNTRACED: "Say who needs the outcome",
}


def alerts(viewer: Viewer) -> list[Matter]:
    """What the registers of stakeholders bring to mind, for the commissioners of the programmes."""
    programmes = {one.pk: one for one in Programme.objects.filter(pk__in=viewer.where(Role.COMMISSIONER))}
    if not programmes:
        return []
    return [
        Matter(
            urgency=Urgency.ASKED,
            kind=alert.label,
            colour="yellow",
            title=alert.title,
            detail=alert.sentence,
            programme=programmes[alert.programme].name,
            url=stage_alerts.address(alert, programmes[alert.programme].slug),
            do=DO[alert.kind],
        )
        for alert in stage_alerts.of_programmes(sorted(programmes), viewer.today)
    ]


def reviews(viewer: Viewer) -> list[Matter]:
    """Engagements that the person owns and whose day of review has come."""
    found = Stakeholder.objects.present().filter(
        engagement_owner=viewer.user, next_review_on__lte=viewer.today, programme__in=viewer.programmes()
    )
    return [
        Matter(
            urgency=Urgency.OVERDUE if one.next_review_on and one.next_review_on < viewer.today else Urgency.SOON,
            kind="Engagement to review",
            colour="blue",
            title=one.name,
            detail=one.engagement,
            programme=one.programme.name,
            url=stage_alerts.detail(one),
            do="Speak with them, and set the next review",
            by_date=one.next_review_on,
        )
        for one in found.select_related("programme")
    ]
