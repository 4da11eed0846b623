"""The stage of the design that a programme is at, and who leads it: what to do where nothing else waits."""

import dataclasses
from collections.abc import Iterable

from django.urls import reverse

from dashboards.selectors.viewer import Viewer
from stages import permissions
from stages.domain import framework
from stages.models import Programme, StageVisit
from stages.selectors import tracker

LED_BY = {"commissioner": "The commissioner", "expert_body": "The Expert Body"}


@dataclasses.dataclass(frozen=True)
class NextStep:
    """A stage that is open, before those that run on together. `is_mine`: the person may fill in its records."""

    programme: str
    slug: str
    stage: framework.Stage
    is_mine: bool

    @property
    def title(self) -> str:
        return f"Stage {self.stage.number}, {self.stage.name.lower()},"

    @property
    def purpose(self) -> str:
        return self.stage.purpose[0].lower() + self.stage.purpose[1:].rstrip(".")

    @property
    def led_by(self) -> str:
        return LED_BY[self.stage.led_by]

    @property
    def label(self) -> str:
        return f"Go on with stage {self.stage.number}"

    @property
    def url(self) -> str:
        return reverse("stages:stage_detail", args=[self.slug, self.stage.number])


def of(viewer: Viewer, programme: Programme, stages: Iterable[tracker.StageRow]) -> NextStep | None:
    """The first open stage of the programme; None once it runs, or while nothing of it is open."""
    found = (one.number for one in stages if one.open_visit is not None)
    number = next((one for one in found if not framework.BY_NUMBER[one].runs_on), None)
    if number is None:
        return None
    is_mine = bool(viewer.roles.get(programme.pk, frozenset()) & permissions.LEADERS)
    return NextStep(programme.name, programme.slug, framework.BY_NUMBER[number], is_mine)


def latest(viewer: Viewer) -> NextStep | None:
    """Of the stages that the person may fill in, in all their programmes, the one that was opened last."""
    numbers = [one.number for one in framework.STAGES if not one.runs_on]
    visits = StageVisit.objects.open().filter(programme__in=viewer.where(*permissions.LEADERS), stage__in=numbers)
    last = visits.select_related("programme").order_by("-opened_at", "stage").first()
    if last is None:
        return None
    return NextStep(last.programme.name, last.programme.slug, framework.BY_NUMBER[last.stage], is_mine=True)
