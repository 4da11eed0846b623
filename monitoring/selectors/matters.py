"""The page of flags: each matter once, with all its flags, those that stand apart from those that are gone."""

import dataclasses
from collections.abc import Sequence

from django.db.models import Exists, OuterRef, QuerySet

from contracts.models import Period
from govuk import formats
from monitoring.domain import matters
from monitoring.domain.matters import Matter, Sign
from monitoring.models import Flag, Measurement
from monitoring.selectors import pages, past
from monitoring.selectors.figures import Audience
from monitoring.selectors.pages import FlagRow

WEIGHTS = {Flag.Severity.AMBER.value: 1, Flag.Severity.RED.value: 2, Flag.Severity.CRITICAL.value: 3}


@dataclasses.dataclass(frozen=True)
class MatterRow:
    """A matter as the viewer reads it: its latest flag, the earlier ones, and since when it is flagged in words."""

    matter: Matter
    latest: FlagRow
    earlier: list[FlagRow]
    since: str

    @property
    def flags(self) -> list[FlagRow]:
        return [self.latest, *self.earlier]

    @property
    def about(self) -> str:
        """Whom it is about besides the target; of a control chart, on which side of the average."""
        latest = self.matter.latest
        if latest.is_signal:
            return f"{'above' if latest.above else 'below'} its average"
        return self.latest.about

    @property
    def about_earlier(self) -> str:
        number = len(self.earlier)
        if self.matter.latest.is_signal:
            return f"{number} more {'flag' if number == 1 else 'flags'} of this chart"
        return f"{number} earlier {'period' if number == 1 else 'periods'}"


@dataclasses.dataclass(frozen=True)
class Listed:
    """The matters that the viewer may know of, in the order of the page, and the latest period that was judged."""

    viewer: Audience
    flags: QuerySet[Flag] | list[Flag]
    periods: dict[int, Period]
    latest: Period | None
    matters: list[Matter]

    def rows(self, listed: Sequence[Matter]) -> list[MatterRow]:
        """The matters of one page."""
        keys = {sign.key for one in listed for sign in one.signs}
        if isinstance(self.flags, QuerySet):
            found = list(self.flags.filter(pk__in=keys))
        else:
            found = [flag for flag in self.flags if flag.pk in keys]
        rows = {row.flag.pk: row for row in pages.flag_rows(found, self.viewer)}
        return [self._row(one, [rows[sign.key] for sign in one.signs]) for one in listed]

    def _row(self, matter: Matter, flags: list[FlagRow]) -> MatterRow:
        since = ""
        if matter.running > 1 and not matter.latest.is_signal:
            since = f"Since {self.periods[matter.since].code}, {formats.count(matter.running)} periods running"
        return MatterRow(matter, flags[0], flags[1:], since)


def listed(viewer: Audience, *, text: str = "", kind: str = "", severity: str = "") -> Listed:
    """The matters of the flags that match; nothing is known of one but by the flags of it that the viewer may see."""
    flags = pages.flags(viewer, text=text, kind=kind, severity=severity)
    periods = Period.objects.filter(programme=viewer.programme).order_by("ends_on", "pk")
    judged = Measurement.objects.filter(period=OuterRef("pk"))
    latest = periods.filter(Exists(judged)).last()
    signs = _signs(flags)
    of_programme = {one.pk: one for one in periods}
    found = matters.of(signs, list(of_programme), latest.ends_on if latest else None, _gone(signs, latest, viewer))
    return Listed(viewer, flags, of_programme, latest, found)


def _signs(flags: QuerySet[Flag] | list[Flag]) -> list[Sign]:
    """The few columns that flags are told apart by: a programme may have many, and a page shows few."""
    if not isinstance(flags, QuerySet):
        return [
            Sign(one.pk, one.kind, one.subject, one.period_id, one.period.ends_on, _weight(one.kind, one.severity),
                 past.ABOVE in one.reason)
            for one in flags
        ]  # fmt: skip
    rows = flags.values_list("pk", "kind", "subject", "period", "period__ends_on", "severity", past.IS_ABOVE)
    return [
        Sign(pk, kind, subject, period, ends_on, _weight(kind, severity), above)
        for pk, kind, subject, period, ends_on, severity, above in rows
    ]


def _weight(kind: str, severity: str) -> int:
    return 0 if severity == Flag.Severity.AMBER and kind in pages.QUESTIONS else WEIGHTS[severity]


def _gone(signs: Sequence[Sign], latest: Period | None, viewer: Audience) -> set[int]:
    """Flags of the latest period whose target is on track by now, or whose data have come. Others than those who may
    see every figure are not told of it."""
    own = [one for one in signs if latest and one.period == latest.pk]
    if not own or not viewer.sees_small:
        return set()
    on_track: set[str] = set()
    late: set[str] = set()
    standing = viewer.measurements.filter(period=latest)
    for code, status, agents in standing.values_list("target__code", "status", "details__late_agents"):
        late.update(agents or ())
        if status == Measurement.Status.ON_TRACK:
            on_track.add(code)
    return {
        one.key
        for one in own
        if (one.kind in pages.OF_TARGETS and one.subject in on_track)
        or (one.kind == Flag.Kind.LATE_DATA and one.subject not in late)
    }
