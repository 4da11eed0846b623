"""Reads of the monitor's own pages, given the viewer."""

import dataclasses

from django.db.models import Count, Q, QuerySet

from contracts.models import Target
from monitoring.models import Flag, Measurement, MonitorRequest, MonitorRun
from monitoring.selectors import figures, measurements
from monitoring.selectors.figures import Audience, Reading, Selection
from stages.models import Programme


def flags(viewer: Audience, *, text: str = "", kind: str = "", severity: str = "") -> QuerySet[Flag]:
    """The flags of the programme, the latest period first. An agent sees those that concern it alone."""
    found = Flag.objects.filter(programme=viewer.programme).select_related("period", "finding", "target__outcome")
    if viewer.own is not None:
        found = found.filter(Q(target__agent__code__in=viewer.own) | Q(kind="late_data", subject__in=viewer.own))
    if text:
        found = found.filter(
            Q(subject__icontains=text) | Q(reason__icontains=text) | Q(target__outcome__name__icontains=text)
        )
    if kind:
        found = found.filter(kind=kind)
    if severity:
        found = found.filter(severity=severity)
    return found.order_by("-period__ends_on", "kind", "subject")


def runs(programme: Programme) -> QuerySet[MonitorRun]:
    """The runs that found something to judge, the latest first, each with the number of its results."""
    found = MonitorRun.objects.filter(programme=programme).select_related("run_by")
    return found.annotate(results=Count("measurements")).order_by("-id")


def requests(programme: Programme) -> list[MonitorRequest]:
    """The last five requests, the latest first."""
    found = MonitorRequest.objects.filter(programme=programme).select_related("requested_by")
    return list(found.order_by("-id")[:5])


@dataclasses.dataclass(frozen=True)
class TargetPage:
    """A target as its latest version in force states it, and what was said of it, the latest period first."""

    target: Target
    readings: list[Reading]


def target_page(viewer: Audience, code: str) -> TargetPage | None:
    """None where no target of this code was ever judged."""
    standing = list(measurements.standing(viewer.programme))
    own = [one for one in standing if one.target.code == code]
    if not own or not viewer.may_see(own[-1].target):
        return None
    selection = Selection(agents=viewer.own)
    readings = [figures.read(one, selection, viewer) for one in own]
    return TargetPage(own[-1].target, readings[::-1])


def target_pages(viewer: Audience) -> list[TargetPage]:
    """Every target that was judged and that the viewer may see, in the order of the contract."""
    standing = list(measurements.standing(viewer.programme))
    selection = Selection(agents=viewer.own)
    found: dict[str, TargetPage] = {}
    for one in reversed(standing):
        if viewer.may_see(one.target):
            page = found.setdefault(one.target.code, TargetPage(one.target, []))
            page.readings.append(figures.read(one, selection, viewer))
    return sorted(found.values(), key=lambda page: (page.target.position, page.target.code))


def progress(programme: Programme) -> tuple[str, str]:
    """How the targets stand at the last period judged, in words, and the colour of the words."""
    latest = (
        Measurement.objects.filter(run__programme=programme)
        .order_by("target__code", "-period__ends_on", "-run")
        .distinct("target__code")
        .values_list("status", flat=True)
    )
    statuses = list(latest)
    red, amber = statuses.count(Measurement.Status.RED), statuses.count(Measurement.Status.AMBER)
    if not statuses:
        return "Not judged yet", ""
    if red:
        return f"{red} off track", "red"
    return (f"{amber} at risk", "yellow") if amber else ("Nothing off track", "green")
