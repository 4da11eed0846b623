"""The answer first: which targets are off track, how sure that is, what it costs, and which stage it questions."""

import dataclasses
from collections.abc import Sequence
from decimal import Decimal

from contracts.models import Period, Target
from dashboards.selectors import findings_money, track
from dashboards.selectors.findings_money import Line
from govuk import formats
from monitoring.domain import tracking
from monitoring.domain.tracking import Status
from monitoring.models import Measurement
from monitoring.selectors import finding_words, questions
from monitoring.selectors.figures import (
    Audience,
    Reading,
    Selection,
    label_of,
    level_of,
    read,
)
from stages.domain import framework
from stages.models import Finding

ORDER = {Status.RED: 0, Status.AMBER: 1, Status.TOO_FEW: 2, Status.ON_TRACK: 3}


@dataclasses.dataclass(frozen=True)
class Answer:
    """One target as it stands. `short`: how many achievements are missing; `cost`: their value at the average price."""

    target: Target
    label: str
    reading: Reading
    short: int | None
    cost: Decimal | None
    finding: Finding | None

    @property
    def is_rate(self) -> bool:
        return self.target.measure == Target.Measure.RATE

    @property
    def status(self) -> tuple[str, str]:
        """The status in words and its colour."""
        return ("Not shown", "grey") if self.reading.hidden else track.WORDS[self.reading.status]

    @property
    def is_off(self) -> bool:
        return self.reading.status in (Status.RED, Status.AMBER)

    @property
    def stages(self) -> list[tuple[int, str, str]]:
        """The stages that a shortfall questions: number, name and why."""
        return [(number, framework.BY_NUMBER[number].name, why) for number, why in questions.stages_of(self.target)]

    def level(self, value: float | None) -> str:
        """A figure of the target in its unit."""
        return level_of(self.target, value)

    @property
    def actual(self) -> str:
        return self.level(self.reading.actual)

    @property
    def expected(self) -> str:
        return self.level(self.reading.expected)

    @property
    def minimum(self) -> str:
        return self.level(self.reading.minimum)

    @property
    def interval(self) -> str:
        if self.reading.low is None:
            return formats.NOTHING
        return f"{self.level(self.reading.low)} to {self.level(self.reading.high)}"

    @property
    def how_sure(self) -> str:
        """What the data say for or against the status, in a sentence."""
        if self.reading.hidden or self.reading.probability is None:
            return self.reading.reason
        if tracking.is_at_risk_ahead(self.reading.status, self.reading.probability):
            return "What was seen does not speak against it. If it goes on like this, it is likely to be missed"
        if self.is_off:
            return f"Chance of so far off a result if on profile: {self.chance}"
        return "The data do not speak against it"

    @property
    def chance(self) -> str:
        """How sure: the chance of a result so far off if the target were on its profile."""
        if self.reading.probability is None:
            return formats.NOTHING
        return "under 0.1%" if self.reading.probability < 0.001 else formats.percent(self.reading.probability, 1)


def answers(standing: Sequence[Measurement], selection: Selection, viewer: Audience, money: list[Line]) -> list[Answer]:
    """The last reading of each target code among the measurements given, those furthest off first."""
    last: dict[str, Measurement] = {}
    for one in standing:
        last[one.target.code] = one
    raised = _findings(viewer, set(last))
    found = []
    for code, one in last.items():
        reading = read(one, selection, viewer)
        short = _short(reading, one.target)
        price = findings_money.average_price(money, one.target.outcome.code) if short else None
        cost = None if price is None or not short else (price * short).quantize(Decimal(1))
        found.append(Answer(one.target, label_of(one.target), reading, short, cost, raised.get(code)))
    return sorted(found, key=lambda answer: (ORDER[Status(answer.reading.status)], answer.target.position))


@dataclasses.dataclass(frozen=True)
class Dropped:
    """A target that the contract names no longer, and the last period in which it was judged."""

    target: Target
    label: str
    period: str


def dropped(measured: Sequence[Measurement]) -> list[Dropped]:
    """The targets among the measurements given, each at its last period, in the order of the contract."""
    last = {one.target.code: one for one in measured}
    found = [Dropped(one.target, label_of(one.target), one.period.code) for one in last.values()]
    return sorted(found, key=lambda one: (one.target.position, one.target.code))


def _short(reading: Reading, target: Target) -> int | None:
    """How many achievements are missing to the profile, where the target is at risk or off track."""
    off = reading.status in (Status.RED, Status.AMBER) and reading.expected is not None
    if not off or reading.expected is None or reading.achieved is None or target.outcome.direction != "higher":
        return None
    people = reading.people if target.measure == Target.Measure.RATE else 1
    return max(0, round(reading.expected * (people or 0)) - reading.achieved)


def _findings(viewer: Audience, codes: set[str]) -> dict[str, Finding]:
    """The last finding on each target."""
    found = {}
    raised = Finding.objects.filter(programme=viewer.programme, key__startswith="off_track:").order_by("number")
    last = {finding.key.split(":")[1]: finding for finding in raised.select_related("programme")}
    asked = finding_words.of_audience([finding for code, finding in last.items() if code in codes], viewer)
    found.update({finding.key.split(":")[1]: finding for finding in asked if not finding.withheld})
    return found


def open_questions(viewer: Audience) -> list[Finding]:
    """Open findings that ask whether a segment is being parked, and of which the viewer may read."""
    asked = Finding.objects.open().filter(programme=viewer.programme, key__startswith="parking:").order_by("number")
    found = finding_words.of_audience(asked.select_related("programme"), viewer)
    return [one for one in found if not one.withheld]


def _none_seen(found: Sequence[Answer]) -> str:
    """None is seen off track. What is not shown, or of too few people, is not called on track."""
    total, unsaid = len(found), sum(answer.reading.status != Status.ON_TRACK for answer in found)
    if not unsaid:
        return "No target is off track" if total > 1 else "The target is not off track"
    if unsaid == total:
        return "Of no target can it be told whether it is off track"
    return f"No target is seen to be off track, and of {unsaid} of {total} it cannot be told"


def headline(found: Sequence[Answer], period: Period) -> str:
    """The page's answer in one sentence, with the day for those who do not know the periods by their codes."""
    if not found:
        return ""
    red = sum(answer.reading.status == Status.RED for answer in found)
    amber = sum(answer.reading.status == Status.AMBER for answer in found)
    total = len(found)
    end = f"at the end of {period.code} ({formats.uk_date(period.ends_on)})"
    of = f"of {total} target{'s' if total != 1 else ''}"
    if not red and not amber:
        return f"{_none_seen(found)} {end}."
    parts = [f"{red} {of} {'is' if red == 1 else 'are'} off track"] if red else []
    if amber:
        parts.append(f"{amber} {'' if red else f'{of} '}{'is' if amber == 1 else 'are'} at risk")
    return f"{' and '.join(parts)} {end}."
