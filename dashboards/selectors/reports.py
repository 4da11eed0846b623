"""Reports as their page lists them, and who is meant to read one that is asked for."""

import dataclasses
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils.timezone import localdate

from accounts.models import Organisation
from dashboards import permissions
from dashboards.domain import reports as rules
from dashboards.models import Report, ReportPlan
from expertbody.models import Meeting
from monitoring.selectors.figures import Audience
from stages.models import Programme

Whose = Report.Audience
MOST_FAILURES = 3


@dataclasses.dataclass(frozen=True)
class Reader:
    """Whose figures a report holds that is made for somebody."""

    audience: str
    agent: Organisation | None = None


def readers(viewer: Audience) -> list[Reader]:
    """What is made for the viewer: of an agent's people, a report for each organisation that they act for."""
    if viewer.own is not None:
        organisations = Organisation.objects.filter(code__in=viewer.own).order_by("name")
        return [Reader(Whose.OWN, one) for one in organisations]
    return [Reader(Whose.RECORDS if viewer.sees_small else Whose.PROTECTED)]


def audience_of(report: Report) -> Audience:
    """Whose eyes the figures of the report are looked at with."""
    if report.agent is not None:
        return Audience(report.programme, frozenset({report.agent.code}), sees_small=True)
    return Audience(report.programme, None, sees_small=report.audience == Whose.RECORDS)


def readable(viewer: Audience) -> QuerySet[Report]:
    """The reports that the viewer may read, the latest first, without their files."""
    found = Report.objects.filter(programme=viewer.programme)
    if viewer.own is not None:
        found = found.filter(agent__code__in=viewer.own)
    elif not viewer.sees_small:
        found = found.filter(audience=Whose.PROTECTED)
    return found.select_related("asked_by", "agent", "meeting").defer("content").order_by("-pk")


def listed(viewer: Audience, kind: str = "") -> QuerySet[Report]:
    """Those readable, of one kind where one is asked for."""
    found = readable(viewer)
    return found.filter(kind=kind) if kind else found


def file_of(viewer: Audience, pk: int) -> tuple[Report, bytes] | None:
    """The report with its file, for those who may read it; None where there is no such file for them."""
    report = Report.objects.filter(programme=viewer.programme, pk=pk).select_related("programme", "agent").first()
    if report is None or report.content is None:
        return None
    if not permissions.may_read(report, own=viewer.own, sees_small=viewer.sees_small):
        return None
    return report, bytes(report.content)


def plan(programme: Programme) -> ReportPlan | None:
    """The plan that holds."""
    return ReportPlan.objects.filter(programme=programme).select_related("set_by").order_by("-pk").first()


def meetings_ahead(programme: Programme, today: date | None = None) -> list[Meeting]:
    """Meetings that are called and not over, the next one first."""
    day = today or localdate()
    return list(
        Meeting.objects.not_over()
        .filter(programme=programme)
        .filter(Q(opened_at__isnull=False) | Q(starts_at__date__gte=day))
        .order_by("starts_at")
    )


@dataclasses.dataclass(frozen=True)
class Due:
    """A report that the plan asks for now. `due` names it for ever."""

    due: str
    kind: str
    audience: str
    meeting: Meeting | None = None


def due(held: ReportPlan, today: date) -> list[Due]:
    """What the plan asks for today: the report for each of both audiences, and the pack of a meeting that is near."""
    found: list[Due] = []
    day = rules.due(held.every, localdate(held.set_at), today)
    if day is not None:
        found += [Due(f"{held.every}:{day}:{whose}", "programme", whose) for whose in (Whose.RECORDS, Whose.PROTECTED)]
    found += [
        Due(f"meeting:{one.pk}", "meeting", Whose.PROTECTED, one)
        for one in (meetings_ahead(held.programme, today) if held.pack_days else [])
        if rules.pack_is_due(localdate(one.starts_at), held.pack_days, today)
    ]
    known = Report.objects.filter(programme=held.programme, due__in=[one.due for one in found]).order_by()
    tried = {
        name: (stands, failed)
        for name, stands, failed in known.values_list("due").annotate(
            stands=Count("pk", filter=Q(failure="")), failed=Count("pk", filter=~Q(failure=""))
        )
    }
    return [one for one in found if _is_to_do(*tried.get(one.due, (0, 0)))]


def _is_to_do(stands: int, failed: int) -> bool:
    return not stands and failed < MOST_FAILURES


def plans() -> list[ReportPlan]:
    """The plan that holds of every programme."""
    return list(
        ReportPlan.objects.order_by("programme", "-pk").distinct("programme").select_related("programme", "set_by")
    )


def waiting() -> list[int]:
    """Reports that were asked for and are not made, the oldest first."""
    return list(Report.objects.unfinished().order_by("pk").values_list("pk", flat=True))
