"""The activity log as pages show it, and contact for each participant by segment."""

import dataclasses
from collections.abc import Collection

from django.db.models import Count, Sum
from django.http import Http404

from accounts.models import User
from delivery.domain import contacts
from delivery.domain.contacts import Seen
from delivery.models import Activity, Participant
from delivery.selectors import contract as contracts
from delivery.selectors import counted, keyset
from stages.models import Programme

PAGE = 50
LAST = 10


@dataclasses.dataclass(frozen=True)
class Wanted:
    """What somebody looks for; empty means any."""

    reference: str = ""
    kind: str = ""


def search(viewer: User, programme: Programme, wanted: Wanted, cursor: keyset.Cursor | None) -> keyset.Page[Activity]:
    """The rows that the viewer may see, the latest day first, corrected ones too."""
    found = Activity.objects.filter(programme=programme).visible_to(viewer)
    given = {
        "participant__reference__startswith": wanted.reference,
        "kind": wanted.kind,
    }
    found = found.filter(**{name: value for name, value in given.items() if value})
    rows = Activity.objects.select_related("participant", "key_worker", "recorded_by", "corrected_by", "corrects")
    return keyset.page(found, "day", cursor, PAGE, rows)


def find(viewer: User, programme: Programme, activity_id: int) -> Activity:
    """The row, if the viewer may see it; otherwise the page does not exist for them."""
    found = Activity.objects.filter(programme=programme, pk=activity_id).visible_to(viewer)
    one = found.select_related("participant__programme", "participant__agent", "programme", "agent").first()
    if one is None:
        raise Http404("No such activity")
    return one


def latest(viewer: User, participant: Participant) -> list[Activity]:
    """The last activities with a participant that the viewer may see, as they stand now."""
    found = Activity.objects.filter(participant=participant).visible_to(viewer).standing()
    return list(found.select_related("key_worker").order_by("-day", "-pk")[:LAST])


def by_segment(programme: Programme, agents: Collection[int] | None, threshold: int) -> list[contacts.Line]:
    """Contact for each participant by segment; small figures are withheld. No line when nothing is recorded."""

    def make() -> dict[str, Seen]:
        people = counted.starts_by_segment(programme, agents)
        found = Activity.objects.filter(programme=programme, minutes__gt=0).standing()
        if agents is not None:
            found = found.filter(agent__in=agents)
        groups = found.values_list("participant__segment").annotate(
            contacted=Count("participant", distinct=True), minutes=Sum("minutes")
        )
        had = {segment: (contacted, minutes) for segment, contacted, minutes in groups}
        return {segment: Seen(count, *had.get(segment, (0, 0))) for segment, count in people.items()}

    found = counted.kept(programme, "contact", agents, make)
    if not any(one.minutes for one in found.values()):
        return []
    versions = contracts.of(programme).versions
    names = {segment.code: segment.name for version in versions for segment in version.segments}
    return contacts.lines(found, names, threshold)
