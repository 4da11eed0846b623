"""Participants as pages show them, to those who may see single people."""

import dataclasses
from datetime import date

from django.db.models import Case, Exists, F, OuterRef, QuerySet, Subquery, When
from django.http import Http404

from accounts.models import Organisation, Role, User
from contracts.models import Party
from delivery.models import Assignment, Exit, KeyWorker, Participant
from delivery.models.participants import ParticipantQuerySet
from delivery.models.row_access import WHOLE_PROGRAMME
from delivery.selectors import key_workers, keyset
from stages.models import Membership, Programme

PAGE = 50
RARE = 1_000


@dataclasses.dataclass(frozen=True)
class Wanted:
    """What somebody looks for; empty means any."""

    reference: str = ""
    agent: str = ""
    segment: str = ""
    started_from: date | None = None
    started_until: date | None = None
    key_worker: str = ""
    standing: str = ""


LEFT, HERE = "left", "here"
NOBODY = "none"


def search(
    user: User, programme: Programme, wanted: Wanted, cursor: keyset.Cursor | None, day: date, size: int = PAGE
) -> keyset.Page[Participant]:
    """Participants that the person may see, latest start first; by key worker as on the day. The time does not grow
    with the number of participants: an index gives those of each agent in order."""
    found = _narrowed(user, programme, wanted, day)
    seen = [agent for agent in agents(user, programme) if wanted.agent in {"", agent.code}]
    handed_over = found.handed_over_to(user).exclude(agent__in=seen)
    parts = [found.filter(agent=agent) for agent in seen] + [
        handed_over.filter(agent__code=wanted.agent) if wanted.agent else handed_over
    ]
    return keyset.over(parts, "started_on", cursor, size, Participant.objects.select_related("agent", "version"))


def _narrowed(user: User, programme: Programme, wanted: Wanted, day: date) -> ParticipantQuerySet:
    few = few_named(programme, wanted.reference) if wanted.reference else None
    given = {
        "pk__in": few,
        "reference__startswith": wanted.reference if few is None else "",
        "segment": wanted.segment,
        "started_on__gte": wanted.started_from,
        "started_on__lte": wanted.started_until,
    }
    asked = {name: value for name, value in given.items() if value or value == []}
    found = Participant.objects.filter(programme=programme).filter(**asked)
    if wanted.key_worker == NOBODY:
        found = found.filter(key_workers.unassigned(programme, day))
    elif wanted.key_worker:
        workers = KeyWorker.objects.filter(programme=programme).visible_to(user).filter(reference=wanted.key_worker)
        found = _with(found, list(workers.values_list("pk", flat=True)), day)
    if wanted.standing:
        gone = Exists(_last_exits().exclude(reason=Exit.Reason.RETURNED))
        found = found.filter(gone if wanted.standing == LEFT else ~gone)
    return found


def _with(found: ParticipantQuerySet, workers: list[int], day: date) -> ParticipantQuerySet:
    """Those who are with one of the key workers on the day. Their last assignment is looked up for each of them: as a
    list to be in, all last ones were put together again for every participant where many had just been assigned.

    Few who were ever with one are looked up one by one. If they are many, a walk through the days soon has a page full.
    """
    ever = Assignment.objects.filter(key_worker__in=workers).order_by().values_list("participant", flat=True).distinct()
    few = list(ever[: RARE + 1])
    begun = Assignment.objects.filter(participant=OuterRef("pk"), from_date__lte=day).order_by("-from_date", "-pk")
    last = begun.annotate(held_by=Case(When(until_date__lt=day, then=None), default=F("key_worker")))
    found = found.alias(held_by=Subquery(last.values("held_by")[:1])).filter(held_by__in=workers)
    return found.filter(pk__in=few) if len(few) <= RARE else found


def few_named(programme: Programme, reference: str) -> list[int] | None:
    """The participants whose reference begins so, if they are few enough to be looked up one by one. If not, None:
    then a walk through the days soon has a page full."""
    found = Participant.objects.filter(programme=programme, reference__startswith=reference)
    few = list(found.values_list("pk", flat=True)[: RARE + 1])
    return few if len(few) <= RARE else None


def _last_exits() -> QuerySet[Exit]:
    """The exit of a participant that no later row takes the place of."""
    later = Exit.objects.filter(participant=OuterRef("participant"), pk__gt=OuterRef("pk"))
    return Exit.objects.filter(~Exists(later), participant=OuterRef("pk"))


def find(user: User, programme: Programme, reference_id: int) -> Participant:
    """The participant, if the person may see it; otherwise the page does not exist for them."""
    found = Participant.objects.filter(programme=programme).visible_to(user)
    participant = found.select_related("agent", "version").filter(pk=reference_id).first()
    if participant is None:
        raise Http404("No such participant")
    return participant


def agents(user: User, programme: Programme) -> list[Organisation]:
    """The agents of the contract whose rows the person may see."""
    parties = programme.contract_versions.filter(agreed_at__isnull=False, parties__role=Party.Role.AGENT)
    found = Organisation.objects.filter(pk__in=parties.values("parties__organisation")).order_by("name")
    held = Membership.objects.filter(user=user, programme=programme)
    own = held.filter(role=Role.AGENT, organisation=OuterRef("pk"))
    return list(found.filter(Exists(held.filter(role__in=WHOLE_PROGRAMME)) | Exists(own)))


def segment_names(participant: Participant) -> dict[str, str]:
    """The names of the segments of the version in force on the day of the start, by their codes."""
    return dict(participant.version.segments.order_by("position").values_list("code", "name"))
