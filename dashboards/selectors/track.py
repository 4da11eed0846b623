"""Whether programmes are on track: what the monitor said of each target at its latest judged period.

A target that the contract names no longer is not counted.
"""

import dataclasses
from collections import defaultdict
from collections.abc import Collection

from django.db.models import Q

from contracts.models import Target
from dashboards.selectors.viewer import Viewer
from delivery.domain.suppression import EVERYTHING
from monitoring.models import Measurement
from monitoring.selectors import shown, watched
from monitoring.selectors.shown import Hidden
from stages.models import Programme

RED, AMBER, ON_TRACK, TOO_FEW = (
    Measurement.Status.RED,
    Measurement.Status.AMBER,
    Measurement.Status.ON_TRACK,
    Measurement.Status.TOO_FEW,
)
NOT_JUDGED = "not_judged"
WORDS = {
    RED: ("Off track", "red"),
    AMBER: ("At risk", "yellow"),
    ON_TRACK: ("On track", "green"),
    TOO_FEW: ("Too few to say", "grey"),
    NOT_JUDGED: ("Not judged yet", "grey"),
}
TONES: dict[str, str] = {RED: "bad", AMBER: "warn", ON_TRACK: "good"}
CHOICES = [(str(code), words) for code, (words, _colour) in WORDS.items()]


@dataclasses.dataclass(frozen=True)
class Track:
    """How many targets were judged and how many of them are off track or at risk, by the latest judged period."""

    judged: int = 0
    red: int = 0
    amber: int = 0
    too_few: int = 0

    @property
    def status(self) -> str:
        if not self.judged:
            return NOT_JUDGED
        if self.red:
            return RED
        if self.amber:
            return AMBER
        return TOO_FEW if self.too_few == self.judged else ON_TRACK

    @property
    def words(self) -> str:
        return WORDS[self.status][0]

    @property
    def colour(self) -> str:
        return WORDS[self.status][1]

    @property
    def detail(self) -> str:
        if not self.judged:
            return "no target was judged yet"
        at_risk = f", {self.amber} at risk" if self.amber else ""
        return f"of {self.judged}{at_risk}"

    @property
    def tone(self) -> str:
        return TONES.get(self.status, "")


def of(viewer: Viewer, programmes: Collection[int]) -> dict[int, Track]:
    """The track of each programme. An agent is told of the targets that are set for their own organisation.

    What is not shown to those who may not see rows counts as too few to say.
    """
    own = set(viewer.sees_own_only()) & set(programmes)
    seen = Q(target__version__programme__in=set(programmes) - own) | Q(
        target__version__programme__in=own, agent__in=viewer.agencies(own)
    )
    told = Q(is_told=True) | ~Q(target__version__programme__in=_told_only(viewer, programmes))
    latest = (
        Measurement.objects.filter(seen, told, watched.are_named(programmes))
        .order_by("target__version__programme", "target__code", "-period__ends_on", "-run")
        .distinct("target__version__programme", "target__code")
        .values_list("target__version__programme", "pk", "status")
    )
    rows = list(latest)
    hidden = _hidden(viewer, {programme for programme, _pk, status in rows if status in (RED, AMBER)})
    statuses: dict[int, list[str]] = defaultdict(list)
    for programme, pk, status in rows:
        statuses[programme].append(TOO_FEW if _is_hidden(pk, hidden.get(programme)) else status)
    return {
        programme: Track(len(found), found.count(RED), found.count(AMBER), found.count(TOO_FEW))
        for programme in programmes
        for found in [statuses[programme]]
    }


def off_track(viewer: Viewer, programme: int) -> list[Target]:
    """The targets of one programme, of those that are watched, whose latest judged period is off track."""
    own = programme in viewer.sees_own_only()
    found = Measurement.objects.filter(watched.are_named([programme]), target__version__programme=programme)
    if _told_only(viewer, [programme]):
        found = found.told()
    if own:
        found = found.filter(agent__in=viewer.agencies([programme]))
    latest = (
        found.order_by("target__code", "-period__ends_on", "-run")
        .distinct("target__code")
        .select_related("target__outcome", "target__segment", "period")
    )
    hidden = _hidden(viewer, [programme]).get(programme)
    return [one.target for one in latest if one.status == RED and not _is_hidden(one.pk, hidden)]


def _hidden(viewer: Viewer, programmes: Collection[int]) -> dict[int, Hidden]:
    """What is not shown, of the programmes whose single records the viewer may not see."""
    asked = _told_only(viewer, programmes)
    return {one.pk: shown.hidden(one) for one in Programme.objects.filter(pk__in=asked)} if asked else {}


def _told_only(viewer: Viewer, programmes: Collection[int]) -> set[int]:
    """Those of the programmes whose single records the viewer may not see, neither all nor their own."""
    return set(programmes) - set(viewer.sees_rows()) - set(viewer.sees_own_only())


def _is_hidden(measurement: int, hidden: Hidden | None) -> bool:
    return hidden is not None and hidden.is_hidden(measurement, EVERYTHING)
