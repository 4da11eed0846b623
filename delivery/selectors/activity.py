"""The activity log as pages show it, and contact for each participant by segment."""

import dataclasses
from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import Count, Q, Sum
from django.http import Http404

from accounts.models import User
from delivery.domain import contacts, suppression
from delivery.domain.contacts import Seen
from delivery.domain.suppression import Kind
from delivery.models import Activity, Participant, Tally
from delivery.selectors import contract as contracts
from delivery.selectors import counted, keyset, moments
from delivery.selectors.moments import Moment
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


def by_segment(programme: Programme, agents: Collection[int] | None) -> list[contacts.Line]:
    """Contact for each participant by segment as it stands. No line when nothing is recorded."""

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
    return contacts.lines(found, _names(programme), 0)


def _names(programme: Programme) -> dict[str, str]:
    return {one.code: one.name for version in contracts.of(programme).versions for one in version.segments}


def told_by_segment(programme: Programme, today: date, threshold: int) -> tuple[list[contacts.Line], date | None]:
    """The same for those who may not see rows, as it stood at the last moment of which anything can be told: the day.

    Small figures are withheld, and what has changed by few since an earlier moment.
    """
    over = moments.over(programme, today)
    each = _seen_at(programme, over)
    tables = [suppression.with_totals({(name, ""): seen.figure for name, seen in one.items()}) for one in each]
    told = moments.told(programme, over, tables, Kind.SHARE)
    if told is None or not any(one.minutes for one in each[told.place].values()):
        return [], None
    return contacts.lines(each[told.place], _names(programme), threshold, told.hidden_rows), told.moment.day


def _seen_at(programme: Programme, over: Sequence[Moment]) -> list[dict[str, Seen]]:
    """For each moment, participants by segment and the contact that had been recorded and not corrected by it."""
    if not over:
        return []

    def make() -> list[dict[str, tuple[int, int]]]:
        each: dict[str, Count | Sum] = {}
        for place, one in enumerate(over):
            stood = Q(recorded_at__lt=one.before) & (
                Q(corrected_by__isnull=True) | Q(corrected_by__recorded_at__gte=one.before)
            )
            each[f"contacted_{place}"] = Count("participant", distinct=True, filter=stood)
            each[f"minutes_{place}"] = Sum("minutes", filter=stood, default=0)
        rows = (
            Activity.objects.filter(programme=programme, minutes__gt=0).order_by().values_list("participant__segment")
        )
        found = rows.annotate(**each).values_list("participant__segment", *each)
        by_segment: dict[str, list[int]] = {segment: list(numbers) for segment, *numbers in found}
        return [
            {name: (own[2 * place], own[2 * place + 1]) for name, own in by_segment.items()}
            for place in range(len(over))
        ]

    had = moments.kept(programme, "contact", over, make)
    return [
        {name: Seen(number, *own.get(name, (0, 0))) for name, number in people.items()}
        for people, own in zip(moments.taken_in(programme, Tally.Of.PARTICIPANTS, over), had, strict=True)
    ]
