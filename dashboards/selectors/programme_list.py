"""The programmes of a person, narrowed and paged, each with its tracker, its track and its money."""

import dataclasses
from collections.abc import Sequence

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Organisation, Role
from dashboards.selectors import money, track
from dashboards.selectors.viewer import Viewer
from stages.models import Membership, Programme, StageVisit
from stages.selectors import tracker

PAGE = 20


@dataclasses.dataclass(frozen=True)
class Wanted:
    """What the list is narrowed to; empty means everything. `agent` is an organisation's code."""

    text: str = ""
    stage: int | None = None
    agent: str = ""
    status: str = ""

    @property
    def anything(self) -> bool:
        return bool(self.text or self.stage or self.agent or self.status)


@dataclasses.dataclass(frozen=True)
class Row:
    programme: Programme
    stages: Sequence[tracker.StageRow]
    track: track.Track
    money: money.Money
    own_only: bool


@dataclasses.dataclass(frozen=True)
class Listed:
    """One page of the list. `page` is of bare programmes, for the links to other pages."""

    page: Page[Programme]
    rows: list[Row]


def listed(viewer: Viewer, wanted: Wanted, number: str | int | None) -> Listed:
    """The page, in a number of queries that does not grow with the programmes."""
    found = _narrowed(viewer, wanted)
    if wanted.status:
        tracks = track.of(viewer, list(found.values_list("pk", flat=True)))
        found = found.filter(pk__in=[pk for pk, one in tracks.items() if one.status == wanted.status])
    page = Paginator(found.select_related("commissioner").order_by("name", "pk"), PAGE).get_page(number)
    shown = list(page)
    keys = [programme.pk for programme in shown]
    trackers, tracks, sums = tracker.trackers(shown), track.of(viewer, keys), money.of(viewer, keys)
    own = set(viewer.sees_own_only())
    rows = [Row(one, trackers[one.pk], tracks[one.pk], sums[one.pk], one.pk in own) for one in shown]
    return Listed(page, rows)


def _narrowed(viewer: Viewer, wanted: Wanted) -> QuerySet[Programme]:
    found = Programme.objects.filter(pk__in=viewer.programmes())
    if wanted.text:
        found = found.filter(
            Q(name__icontains=wanted.text)
            | Q(summary__icontains=wanted.text)
            | Q(sector__icontains=wanted.text)
            | Q(commissioner__name__icontains=wanted.text)
        )
    if wanted.stage:
        opened = StageVisit.objects.open().filter(programme=OuterRef("pk"), stage=wanted.stage)
        found = found.filter(Exists(opened))
    if wanted.agent:
        acts = Membership.objects.filter(programme=OuterRef("pk"), role=Role.AGENT, organisation__code=wanted.agent)
        found = found.filter(Exists(acts))
    return found


def agents(viewer: Viewer) -> list[Organisation]:
    """The agents of the person's programmes, by name; of programmes seen as an agent, only their own."""
    own = viewer.sees_own_only()
    seen = Q(memberships__programme__in=viewer.sees_whole()) | Q(
        memberships__programme__in=own, pk__in=viewer.agencies(own)
    )
    return list(Organisation.objects.filter(seen, memberships__role=Role.AGENT).distinct().order_by("name"))
