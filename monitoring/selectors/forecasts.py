"""The forecasts that were stored with a measurement, in words, for those who may see its figures."""

import dataclasses
from datetime import date

from contracts.models import Target
from govuk import formats
from monitoring.models import Measurement
from monitoring.selectors import figures
from monitoring.selectors.figures import Audience, Reading


@dataclasses.dataclass(frozen=True)
class Row:
    """What is expected by a day, with its 95 % interval, what is asked for, and the chance of missing it.

    Those who may not see rows are given the chance alone, to the nearest tenth; `figure` is then None.
    """

    by: str
    ends_on: date
    expected: str
    interval: str
    asked: str
    chance: str
    figure: tuple[float, float, float, float] | None


def rows(one: Measurement, reading: Reading, viewer: Audience) -> list[Row]:
    """None where the reading is hidden, or for those who see only a part of those whom the target speaks of."""
    of_a_part = viewer.own is not None and one.target.agent is None
    if reading.hidden or of_a_part:
        return []
    return [_row(one.target, found, viewer) for found in one.details.get("forecast", ())]


def _row(target: Target, found: dict[str, object], viewer: Audience) -> Row:
    people = found["people"] if target.measure == Target.Measure.RATE else None
    mean, low, high, asked = (
        float(str(found[name])) / (float(str(people)) if people else 1) for name in ("mean", "low", "high", "asked")
    )
    missing = float(str(found["missing"]))
    by = "End of the contract" if found["is_last"] else f"End of {found['period']}"
    ends_on = date.fromisoformat(str(found["ends_on"]))
    if not viewer.sees_small:
        return Row(by, ends_on, formats.NOTHING, formats.NOTHING, formats.NOTHING, _roughly(missing), None)
    return Row(
        by=by,
        ends_on=ends_on,
        expected=figures.level_of(target, mean),
        interval=f"{figures.level_of(target, low)} to {figures.level_of(target, high)}",
        asked=figures.level_of(target, asked),
        chance=_chance(missing),
        figure=(mean, low, high, asked),
    )


def _chance(chance: float) -> str:
    if chance < 0.01:
        return "under 1%"
    return "over 99%" if chance > 0.99 else formats.percent(chance)


def _roughly(chance: float) -> str:
    """To the nearest tenth, the ends left open."""
    tenths = round(10 * chance)
    if tenths in (0, 10):
        return "under 5%" if tenths == 0 else "over 95%"
    return f"about {10 * tenths}%"
