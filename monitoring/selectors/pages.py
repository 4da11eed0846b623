"""Reads of the monitor's own pages, given the viewer."""

import dataclasses
from collections.abc import Sequence

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Q, QuerySet

from contracts.models import Target
from delivery.domain.suppression import NOT_SHOWN
from govuk import formats
from govuk.charts import Chart
from monitoring.models import Flag, Measurement, MonitorRequest, MonitorRun
from monitoring.selectors import behind, figures, flag_words, forecasts, measurements, target_charts, watched, windows
from monitoring.selectors.figures import Audience, Reading, Selection
from monitoring.selectors.flag_words import Names
from stages.models import Programme

QUESTIONS = frozenset({Flag.Kind.SIGNAL, Flag.Kind.PARKING, Flag.Kind.LATE_DATA, Flag.Kind.TOO_FEW})
OF_TARGETS = frozenset({Flag.Kind.OFF_TRACK, Flag.Kind.FORECAST})
SEVERITIES = {
    Flag.Severity.AMBER.value: ("At risk", "yellow"),
    Flag.Severity.RED.value: ("Off track", "red"),
    Flag.Severity.CRITICAL.value: ("Critical", "red"),
}


def flags(viewer: Audience, *, text: str = "", kind: str = "", severity: str = "") -> QuerySet[Flag] | list[Flag]:
    """The flags of the programme, the latest period first. An agent sees those that concern it alone.

    Whoever may not see rows searches, and reads, what may be told of a flag and no more.
    """
    found = Flag.objects.filter(programme=viewer.programme).select_related(
        "period", "finding", "target__outcome", "target__segment", "target__agent"
    )
    if viewer.own is not None:
        found = found.filter(
            Q(target__agent__code__in=viewer.own) | Q(kind__in=("late_data", "waiting"), subject__in=viewer.own)
        )
    if kind:
        found = found.filter(kind=kind)
    if severity:
        found = found.filter(severity=severity)
    found = found.order_by("-period__ends_on", "kind", "subject")
    if viewer.sees_small and not text:
        return found
    listed = flag_words.said(found, viewer)
    names = flag_words.names_for(listed, viewer.programme)
    return [one for one in listed if _holds(one, text.casefold(), names)]


def _holds(flag: Flag, text: str, names: Names) -> bool:
    told = [flag.subject, flag.reason, names.target_of(flag), names.about(flag)]
    return any(text in one.casefold() for one in told)


@dataclasses.dataclass(frozen=True)
class FlagRow:
    """A flag with the names of what it is about, and small numbers that its words leave out (see `behind`).

    `has_recovered`: by what has come in since it was raised, its target is on track at the end of the same period.
    """

    flag: Flag
    target: str
    about: str
    exact: str
    is_watched: bool
    has_recovered: bool

    @property
    def said(self) -> tuple[str, str]:
        """How bad it is, in words and a colour. A question about data or chance puts no target at risk."""
        if self.flag.severity == Flag.Severity.AMBER and self.flag.kind in QUESTIONS:
            return "To look at", "blue"
        return SEVERITIES[self.flag.severity]


def flag_rows(flags: Sequence[Flag], viewer: Audience) -> list[FlagRow]:
    """The flags of one page as the viewer reads them."""
    names, exact = flag_words.names_for(flags, viewer.programme), behind.of_flags(flags, viewer)
    recovered = _recovered(flags, viewer)
    return [
        FlagRow(
            flag=one,
            target=names.target_of(one),
            about=names.about(one),
            exact=exact.get(one.pk, ""),
            is_watched=_is_watched(one, viewer),
            has_recovered=one.pk in recovered,
        )
        for one in flags
    ]


def _recovered(flags: Sequence[Flag], viewer: Audience) -> set[int]:
    """Those about targets that are on track in the same period by now. Others are not told of such a flag any more."""
    asked = {(one.target.code, one.period_id): one.pk for one in flags if one.target and one.kind in OF_TARGETS}
    if not asked or not viewer.sees_small:
        return set()
    standing = viewer.measurements.filter(
        target__code__in={code for code, _period in asked},
        period__in={period for _code, period in asked},
        status=Measurement.Status.ON_TRACK,
    )
    return {asked[key] for key in standing.values_list("target__code", "period") if key in asked}


def _is_watched(flag: Flag, viewer: Audience) -> bool:
    return flag.target is None or flag.target.code in viewer.watched


def runs(programme: Programme) -> QuerySet[MonitorRun]:
    """The runs that found something to judge, the latest first, each with its periods and the number of its results."""
    found = MonitorRun.objects.filter(programme=programme).select_related("run_by")
    periods = ArrayAgg("measurements__period__code", distinct=True, order_by="measurements__period__code")
    return found.annotate(results=Count("measurements"), periods=periods).order_by("-id")


def requests(programme: Programme) -> list[MonitorRequest]:
    """The last five requests, the latest first."""
    found = MonitorRequest.objects.filter(programme=programme).select_related("requested_by")
    return list(found.order_by("-id")[:5])


@dataclasses.dataclass(frozen=True)
class TargetPage:
    """A target as its latest version in force states it, and what was said of it, the latest period first."""

    target: Target
    readings: list[Reading]
    is_watched: bool


@dataclasses.dataclass(frozen=True)
class TargetDetail(TargetPage):
    """The same with what lies ahead, windows of time, and charts; empty or None where little is known or shown."""

    ahead: list[forecasts.Row]
    trajectory: Chart
    windows: windows.Table | None
    control: Chart | None
    signals: list[str]
    curve: Chart | None

    def chart(self, name: str) -> Chart | None:
        """The chart whose figures the CSV file of that name holds."""
        return {"trajectory": self.trajectory, "control": self.control, "maturity": self.curve}.get(name)


def target_page(viewer: Audience, code: str) -> TargetPage | None:
    """None where no target of this code was ever judged."""
    own, readings = _read(viewer, code)
    return TargetPage(own[-1].target, readings[::-1], code in viewer.watched) if own else None


def target_detail(viewer: Audience, code: str) -> TargetDetail | None:
    """None where no target of this code was ever judged."""
    own, readings = _read(viewer, code)
    if not own:
        return None
    measurements.read_cohorts(own)
    last, hidden = own[-1], readings[-1].hidden
    is_watched = code in viewer.watched
    ahead = forecasts.rows(last, readings[-1], viewer) if is_watched else []
    is_whole = viewer.own is None or last.target.agent is not None
    drawn = figures.EVERYBODY if is_whole else Selection(agents=viewer.own)
    counted = [(one.period.code, one.numerator) for one in own if not one.details.get("late_agents")]
    control, signals = (None, []) if hidden else target_charts.control_chart(last, counted, viewer, drawn)
    return TargetDetail(
        target=last.target,
        readings=readings[::-1],
        is_watched=is_watched,
        ahead=ahead,
        trajectory=target_charts.trajectory(last, readings, ahead),
        windows=windows.table(own, viewer) if is_whole and not hidden else None,
        control=control,
        signals=signals,
        curve=target_charts.curve(own, viewer, drawn),
    )


def _read(viewer: Audience, code: str) -> tuple[list[Measurement], list[Reading]]:
    """The measurements of the target in order, each with what the viewer may see of it."""
    standing = list(viewer.measurements)
    own = [one for one in standing if one.target.code == code]
    if not own or not viewer.may_see(own[-1].target):
        return [], []
    selection = Selection(agents=viewer.own)
    return own, [figures.read(one, selection, viewer) for one in own]


@dataclasses.dataclass(frozen=True)
class TargetLine:
    """A target at its latest judged period, as the viewer may see it. `missing`: by (words, chance)."""

    target: Target
    name: str
    reading: Reading
    actual: str
    expected: str
    denominator: str
    missing: list[tuple[str, str]]
    is_watched: bool

    @property
    def status(self) -> str:
        return self.reading.status if self.is_watched else watched.CODE


def target_list(viewer: Audience, *, text: str = "", status: str = "", measure: str = "") -> list[TargetLine]:
    """The targets that were ever judged, at the last period judged, narrowed by words, status and measure.

    Those that the contract names no longer come last, and have no status but that.
    """
    latest = {one.target.code: one for one in viewer.measurements.order_by("period__ends_on", "run")}
    lines = [_line(one, viewer) for one in latest.values() if viewer.may_see(one.target)]
    words = text.lower()
    return [
        line
        for line in sorted(lines, key=lambda line: (not line.is_watched, line.target.position))
        if (words in line.name.lower() or words in line.target.code.lower())
        and status in ("", line.status)
        and measure in ("", line.target.measure)
    ]


def _line(one: Measurement, viewer: Audience) -> TargetLine:
    reading = figures.read(one, Selection(agents=viewer.own), viewer)
    shown, is_watched = not reading.hidden, one.target.code in viewer.watched
    return TargetLine(
        target=one.target,
        name=figures.name_of(one.target),
        reading=reading,
        actual=figures.level_of(one.target, reading.actual) if shown else NOT_SHOWN,
        expected=figures.level_of(one.target, reading.expected),
        denominator=_denominator(one, reading) if shown else "",
        missing=[(row.by, row.chance) for row in forecasts.rows(one, reading, viewer)] if is_watched else [],
        is_watched=is_watched,
    )


def target_pages(viewer: Audience) -> list[TargetPage]:
    """Every target that was judged and that the viewer may see, in the order of the contract."""
    standing = list(viewer.measurements)
    selection = Selection(agents=viewer.own)
    found: dict[str, TargetPage] = {}
    for one in reversed(standing):
        if viewer.may_see(one.target):
            page = found.setdefault(one.target.code, TargetPage(one.target, [], one.target.code in viewer.watched))
            page.readings.append(figures.read(one, selection, viewer))
    return sorted(found.values(), key=lambda page: (page.target.position, page.target.code))


def progress(programme: Programme) -> tuple[str, str]:
    """How the targets stand at the last period judged, as anybody may know it, in words and with their colour."""
    viewer = Audience(programme, None, sees_small=False)
    lines = [line.reading.status for line in target_list(viewer) if line.is_watched]
    red, amber = lines.count(Measurement.Status.RED), lines.count(Measurement.Status.AMBER)
    if not lines:
        return "Not judged yet", ""
    if red:
        return f"{red} off track", "red"
    return (f"{amber} at risk", "yellow") if amber else ("Nothing off track is shown", "green")


def _denominator(one: Measurement, reading: Reading) -> str:
    """Of whom a figure is a share, or over which time it is a number."""
    if one.target.measure != Target.Measure.RATE:
        return f"number in {one.period.code}"
    return f"of {formats.count(reading.people)} people in closed cohorts, by {formats.short_date(one.period.ends_on)}"
