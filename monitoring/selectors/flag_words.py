"""What is said of a flag to those who may not see rows: nothing that the tables do not show them.

A flag keeps the words of the day on which it was raised, with the counts behind it. Whoever may not see rows reads them
only where the same figures are shown to them, by the one decision for small counts, and not rounded.
"""

from collections.abc import Iterable

from monitoring.models import Flag, Measurement
from monitoring.selectors import figures, measurements
from monitoring.selectors.figures import EVERYBODY, Audience, Selection

WITHOUT_COUNTS = {
    Flag.Kind.STARTS: "Fewer people have started than the contract asks for.",
    Flag.Kind.WAITING: "More people wait for a key worker, or wait longer, than the contract lets wait.",
}
CHANGED = "Its figures have changed since it was raised. The page of the target has those that stand."
BELOW_THE_OTHERS = "The segment “{}” is far below what the others achieve. Is it getting less help than the others?"


def said(flags: Iterable[Flag], viewer: Audience) -> list[Flag]:
    """The flags with the reason, and the probability, that the viewer may read."""
    found = list(flags)
    if viewer.sees_small or not found:
        return found
    standing = {
        (one.target.code, one.period_id): one
        for one in measurements.standing(viewer.programme).select_related("run")
        if one.period_id in {flag.period_id for flag in found}
    }
    for flag in found:
        of = standing.get((flag.target.code, flag.period_id)) if flag.target else None
        flag.reason, is_shown = _reason(flag, of, viewer)
        flag.probability = flag.probability if is_shown else None
    return found


def _reason(flag: Flag, of: Measurement | None, viewer: Audience) -> tuple[str, bool]:
    """The words, and whether they are those of the flag itself."""
    if flag.kind in WITHOUT_COUNTS:
        return WITHOUT_COUNTS[Flag.Kind(flag.kind)], False
    if flag.kind in (Flag.Kind.OFF_TRACK, Flag.Kind.FORECAST):
        return _of_target(flag, of, viewer)
    if flag.kind == Flag.Kind.PARKING:
        return _of_segment(flag, of, viewer)
    return flag.reason, True


def _of_target(flag: Flag, of: Measurement | None, viewer: Audience) -> tuple[str, bool]:
    if of is None or of.reason != flag.reason:
        return CHANGED, False
    reading = figures.read(of, EVERYBODY, viewer)
    return (reading.reason, not reading.hidden and reading.reason == flag.reason)


def _of_segment(flag: Flag, of: Measurement | None, viewer: Audience) -> tuple[str, bool]:
    segment = flag.subject.partition(" · ")[0]
    if of is None or of.run.run_at > flag.raised_at:
        return BELOW_THE_OTHERS.format(segment), False
    return of_segment(segment, flag.reason, of, viewer)


def of_segment(code: str, reason: str, of: Measurement, viewer: Audience) -> tuple[str, bool]:
    """What may be told of a segment that is far below the others, and whether it is the reason as it stands."""
    is_shown = is_told(code, of, viewer)
    return (reason if is_shown else BELOW_THE_OTHERS.format(code)), is_shown


def is_told(code: str, of: Measurement, viewer: Audience) -> bool:
    """What a segment achieved beside the others tells of all of them, so both must be shown, exactly."""
    hidden = any(figures.is_hidden(of, place, viewer) for place in (EVERYBODY, Selection(segment=code)))
    return not hidden and viewer.hidden.rules.of(of.target.outcome.code).base == 1
