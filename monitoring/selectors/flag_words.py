"""What is said of a flag to those who may not see rows: nothing that the tables do not show them.

A flag keeps the words of the day on which it was raised, with the counts behind it. Whoever may not see rows reads them
only where the same figures are shown to them, by the one decision for small counts, and not rounded. Where even that
there is a flag would tell that a hidden figure is small, they are not told of it.
"""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence

from accounts.models import Organisation
from contracts.models import Segment
from monitoring.models import Flag, Measurement
from monitoring.selectors import figures, measurements, told
from monitoring.selectors.figures import EVERYBODY, Audience
from stages.models import Programme

WITHOUT_COUNTS = {
    Flag.Kind.STARTS: "Fewer people have started than the contract asks for.",
    Flag.Kind.WAITING: "More people wait for a key worker, or wait longer, than the contract lets wait.",
}
CHANGED = "Its figures have changed since it was raised. The page of the target has those that stand."
BELOW_THE_OTHERS = "The segment “{}” is far below what the others achieve. Is it getting less help than the others?"
FEW = "ewer than"
"""Words of reasons that tell of fewer people than the threshold."""

OF_AGENTS = (Flag.Kind.LATE_DATA, Flag.Kind.WAITING)
OF_ALL = "all who were planned to start"

Standing = Mapping[tuple[str, int], Measurement]


@dataclasses.dataclass(frozen=True)
class Names:
    """What people call the segments and agents that flags are about, by code."""

    segments: Mapping[str, str]
    agents: Mapping[str, str]

    def target_of(self, flag: Flag) -> str:
        """The target that the flag is about, with what is measured; empty where it is about none."""
        return figures.label_of(flag.target) if flag.target else ""

    def about(self, flag: Flag) -> str:
        """Whom it is about besides the target: a segment, an agent, all who start; empty where the target says it."""
        code = flag.subject.partition(" · ")[0]
        if flag.kind == Flag.Kind.STARTS:
            return OF_ALL
        if flag.kind == Flag.Kind.PARKING:
            return self.segments.get(code, code)
        return self.agents.get(code, code) if flag.kind in OF_AGENTS else ""


def names_for(flags: Sequence[Flag], programme: Programme) -> Names:
    """The names that the flags given need."""
    codes = {flag.subject for flag in flags if flag.kind in OF_AGENTS}
    agents = Organisation.objects.filter(code__in=codes) if codes else Organisation.objects.none()
    parked = any(flag.kind == Flag.Kind.PARKING for flag in flags)
    return Names(_names_of_segments(programme) if parked else {}, dict(agents.values_list("code", "name")))


def said(flags: Iterable[Flag], viewer: Audience) -> list[Flag]:
    """The flags that the viewer may know of, with the reason, and the probability, that they may read."""
    found = list(flags)
    if viewer.sees_small or not found:
        return found
    standing = {
        (one.target.code, one.period_id): one
        for one in measurements.told(viewer.programme).select_related("run", "target__version")
    }
    shown = [flag for flag in found if _is_told(flag, standing, viewer)]
    names = names_for(shown, viewer.programme)
    for flag in shown:
        of = standing.get((flag.target.code, flag.period_id)) if flag.target else None
        flag.reason, is_shown = _reason(flag, of, viewer, names)
        flag.probability = flag.probability if is_shown else None
    return shown


def _is_told(flag: Flag, standing: Standing, viewer: Audience) -> bool:
    """Whether the viewer may know that there is a flag."""
    if flag.kind == Flag.Kind.STARTS:
        return FEW not in flag.reason
    if flag.kind == Flag.Kind.TOO_FEW:
        return False
    of = standing.get((flag.target.code, flag.period_id)) if flag.target else None
    if of is None:
        return flag.target is None
    if flag.kind == Flag.Kind.PARKING:
        return told.is_told_of_segment(flag.subject.partition(" · ")[0], of, viewer)
    if flag.kind == Flag.Kind.SIGNAL:
        return _is_signal_told(flag, of, standing, viewer)
    severity = Flag.Severity.CRITICAL if of.is_critical else of.status
    return severity == flag.severity and told.is_told(of, viewer)


def _is_signal_told(flag: Flag, of: Measurement, standing: Standing, viewer: Audience) -> bool:
    """What stands out among months, or periods, is told where all of them are shown."""
    if of.target.measure == "rate":
        return of.pk in viewer.hidden.months and not figures.is_hidden(of, EVERYBODY, viewer)
    own = [one for (code, _period), one in standing.items() if code == of.target.code]
    return not any(figures.is_hidden(one, EVERYBODY, viewer) for one in own)


def _names_of_segments(programme: Programme) -> dict[str, str]:
    """By code; where versions call a segment otherwise, as the latest does."""
    found = Segment.objects.filter(version__programme=programme).order_by("version")
    return dict(found.values_list("code", "name"))


def _reason(flag: Flag, of: Measurement | None, viewer: Audience, names: Names) -> tuple[str, bool]:
    """The words, and whether they are those of the flag itself."""
    if flag.kind in WITHOUT_COUNTS:
        return WITHOUT_COUNTS[Flag.Kind(flag.kind)], False
    if flag.kind in (Flag.Kind.OFF_TRACK, Flag.Kind.FORECAST):
        return _of_target(flag, of, viewer)
    if flag.kind == Flag.Kind.PARKING:
        return _of_segment(flag, of, viewer, names)
    return flag.reason, True


def _of_target(flag: Flag, of: Measurement | None, viewer: Audience) -> tuple[str, bool]:
    if of is None or of.reason != flag.reason:
        return CHANGED, False
    reading = figures.read(of, EVERYBODY, viewer)
    return (reading.reason, not reading.hidden and reading.reason == flag.reason)


def _of_segment(flag: Flag, of: Measurement | None, viewer: Audience, names: Names) -> tuple[str, bool]:
    code, name = flag.subject.partition(" · ")[0], names.about(flag)
    if of is None or of.run.run_at > flag.raised_at:
        return BELOW_THE_OTHERS.format(name), False
    return of_segment(code, name, flag.reason, of, viewer)


def of_segment(code: str, name: str, reason: str, of: Measurement, viewer: Audience) -> tuple[str, bool]:
    """What may be told of a segment that is far below the others, and whether it is the reason as it stands."""
    is_shown = told.may_compare(code, of, viewer)
    return (reason if is_shown else BELOW_THE_OTHERS.format(name)), is_shown
