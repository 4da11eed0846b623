"""What happened in a programme: stages opened and closed, findings, decisions and agreements, newest first."""

from collections.abc import Callable

from django.urls import reverse

from accounts.models import User
from contracts.models import Agreement
from expertbody.models import Decision
from expertbody.selectors import decisions
from govuk.components import Event
from stages.domain import framework
from stages.models import Finding, Programme, StageVisit
from stages.selectors import finding_words

MOST = 15


def of(programme: Programme, viewer: User) -> list[Event]:
    """The latest events of the programme, one query a kind."""
    sources: tuple[Callable[[Programme], list[Event]], ...] = (_closed, _decisions, _agreements)
    found = [event for source in sources for event in source(programme)]
    found += [*_opened(programme, viewer), *_findings(programme, viewer)]
    return sorted(found, key=lambda event: event.at.isoformat(), reverse=True)[:MOST]


def _name(stage: int) -> str:
    return f"Stage {stage}, {framework.BY_NUMBER[stage].name}"


def _opened(programme: Programme, viewer: User) -> list[Event]:
    visits = programme.visits.select_related("opened_by", "finding__programme").order_by("-opened_at", "-pk")[:MOST]
    return [_opening(visit, programme) for visit in finding_words.visits(visits, viewer)]


def _opening(visit: StageVisit, programme: Programme) -> Event:
    again = visit.number > 1
    return Event(
        title=_name(visit.stage),
        at=visit.opened_at,
        by=visit.opened_by.name,
        detail=visit.because,
        url=visit.finding.get_absolute_url() if visit.finding else "",
        url_label="Read the finding",
        tag="Reopened" if again else "Opened",
        tag_colour="orange" if again else "blue",
    )


def _closed(programme: Programme) -> list[Event]:
    visits = programme.visits.closed().select_related("closed_by").order_by("-closed_at", "-pk")[:MOST]
    return [
        Event(
            title=_name(visit.stage),
            at=visit.closed_at,
            by=visit.closed_by.name if visit.closed_by else "",
            detail=visit.decision,
            url=reverse("stages:stage_detail", args=[programme.slug, visit.stage]),
            url_label="See what each criterion said",
            tag="Closed",
            tag_colour="green",
        )
        for visit in visits
        if visit.closed_at
    ]


def _findings(programme: Programme, viewer: User) -> list[Event]:
    found = programme.findings.select_related("raised_by", "programme").order_by("-raised_at", "-pk")[:MOST]
    return [_finding(finding) for finding in finding_words.findings(found, viewer)]


def _finding(finding: Finding) -> Event:
    return Event(
        title=str(finding),
        at=finding.raised_at,
        by=finding.raised_by.name,
        detail=finding.summary,
        url=finding.get_absolute_url(),
        url_label="Read the evidence",
        tag="Finding" if finding.withheld else f"{finding.get_severity_display()} finding",
        tag_colour="yellow" if finding.severity == Finding.Severity.AMBER else "red",
    )


def _decisions(programme: Programme) -> list[Event]:
    found = programme.decisions.select_related("decided_by").order_by("-number")[:MOST]
    return [_decision(decision, programme) for decision in found]


def _decision(decision: Decision, programme: Programme) -> Event:
    shown = decisions.shown(decision)
    return Event(
        title=f"Decision {decision.number}: {shown.resolved}",
        at=decision.decided_at,
        by=decision.decided_by.name,
        detail=decision.rationale,
        url=reverse("expertbody:decision_detail", args=[programme.slug, decision.number]),
        url_label="Read the decision",
        tag="Expert Body",
        tag_colour="purple",
    )


def _agreements(programme: Programme) -> list[Event]:
    found = (
        Agreement.objects.filter(version__programme=programme)
        .select_related("version", "organisation", "agreed_by")
        .order_by("-agreed_at", "-pk")[:MOST]
    )
    return [
        Event(
            title=f"Contract version {agreement.version.number}, agreed for "
            f"{agreement.organisation.name if agreement.organisation else 'the Expert Body'}",
            at=agreement.agreed_at,
            by=agreement.agreed_by.name,
            url=reverse("contracts:version_detail", args=[programme.slug, agreement.version.number]),
            url_label="Read the version",
            tag="Agreement",
            tag_colour="teal",
        )
        for agreement in found
    ]
