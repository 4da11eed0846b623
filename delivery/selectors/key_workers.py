"""Key workers and their caseloads as pages show them, and participants by who is with them."""

import dataclasses
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from accounts.models import Organisation, User
from delivery.domain import caseloads
from delivery.domain import contract as contract_rules
from delivery.models import Assignment, KeyWorker, Participant, Secondment, Tally
from delivery.models.key_workers import AssignmentQuerySet
from delivery.models.participants import ParticipantQuerySet
from delivery.models.row_access import records_visible_to
from delivery.selectors import partners
from stages.models import Programme


@dataclasses.dataclass(frozen=True)
class Wanted:
    q: str = ""
    agent: str = ""
    state: str = ""


@dataclasses.dataclass(frozen=True)
class Row:
    worker: KeyWorker
    caseload: caseloads.Caseload


@dataclasses.dataclass(frozen=True)
class Totals:
    """Of the agents whose records the viewer may see, on the day."""

    participants: int
    with_worker: int
    ended: int
    workers: int
    fte: Decimal
    overloaded: int
    idle: int
    unknown: int

    @property
    def never(self) -> int:
        return self.participants - self.with_worker - self.ended


@dataclasses.dataclass(frozen=True)
class Page:
    rows: list[Row]
    totals: Totals


def in_force(found: AssignmentQuerySet, day: date) -> QuerySet[Assignment]:
    """Of the assignments, for each participant the last that began by the day, unless it has ended."""
    return Assignment.objects.filter(pk__in=found.last_begun(day).values("pk")).exclude(until_date__lt=day)


def caseload_rows(programme: Programme, workers: QuerySet[KeyWorker], day: date) -> list[Row]:
    """The key workers with their caseloads on the day, the largest first. Three queries, however many."""
    agreed = partners.lead_terms(programme)
    held = in_force(Assignment.objects.filter(programme=programme, agent__in=workers.values("agent")), day)
    counts = dict(held.values_list("key_worker").annotate(count=Count("pk")).values_list("key_worker", "count"))
    rows = [
        Row(
            worker,
            caseloads.Caseload(
                counts.get(worker.pk, 0),
                worker.fte,
                agreed[worker.agent_id].caseload_ceiling if worker.agent_id in agreed else None,
                worker.explanation,
            ),
        )
        for worker in workers
    ]
    return sorted(rows, key=lambda row: (-row.caseload.participants, row.worker.reference))


def page(viewer: User, programme: Programme, wanted: Wanted, day: date) -> Page:
    """The key workers in post whom the viewer may see, the largest caseload first, and what they come to."""
    workers = KeyWorker.objects.filter(programme=programme).visible_to(viewer).in_post(day).select_related("agent")
    if wanted.agent:
        workers = workers.filter(agent__code=wanted.agent)
    rows = caseload_rows(programme, workers, day)
    totals = _totals(viewer, programme, wanted, rows, day)
    words = wanted.q.casefold().split()
    shown = [
        row
        for row in rows
        if all(word in f"{row.worker.reference} {row.worker.employer}".casefold() for word in words)
        and wanted.state in {"", row.caseload.state}
    ]
    return Page(shown, totals)


def _totals(viewer: User, programme: Programme, wanted: Wanted, rows: list[Row], day: date) -> Totals:
    seen = records_visible_to(viewer)
    if wanted.agent:
        seen &= Q(agent__code=wanted.agent)
    people = Tally.objects.filter(seen, programme=programme, of=Tally.Of.PARTICIPANTS)
    assigned = Assignment.objects.filter(seen, programme=programme)
    held = in_force(assigned, day).count()
    ever = assigned.filter(from_date__lte=day).aggregate(count=Count("participant", distinct=True))["count"]
    states = [row.caseload.state for row in rows]
    return Totals(
        participants=people.total(),
        with_worker=held,
        ended=ever - held,
        workers=len(rows),
        fte=sum((row.worker.fte for row in rows), Decimal(0)),
        overloaded=states.count(caseloads.OVERLOADED),
        idle=states.count(caseloads.IDLE),
        unknown=states.count(caseloads.UNKNOWN),
    )


def find(viewer: User, programme: Programme, worker_id: int) -> KeyWorker:
    """The key worker, if the viewer may see them; otherwise the page does not exist for them."""
    found = KeyWorker.objects.filter(programme=programme, pk=worker_id).visible_to(viewer)
    worker = found.select_related("agent", "programme").first()
    if worker is None:
        raise Http404("No such key worker")
    return worker


def of_agents(programme: Programme, agents: QuerySet[Organisation], day: date) -> QuerySet[KeyWorker]:
    """The key workers in post of the agents, for a form to choose from."""
    found = KeyWorker.objects.filter(programme=programme, agent__in=agents).in_post(day)
    return found.select_related("agent").order_by("reference")


def with_worker(worker: KeyWorker, day: date) -> QuerySet[Assignment]:
    """The assignments in force on the day of those who are with the key worker."""
    theirs = Assignment.objects.filter(participant__in=worker.assignments.values("participant"))
    return in_force(theirs, day).filter(key_worker=worker)


def unassigned(programme: Programme, day: date) -> Q:
    """A condition on participants: nobody is their key worker on the day."""
    return ~Q(pk__in=in_force(Assignment.objects.filter(programme=programme), day).values("participant"))


def of_participants(participants: Iterable[Participant], day: date) -> dict[int, KeyWorker]:
    """The key worker of each participant on the day, by the participant's number."""
    found = Assignment.objects.filter(participant__in=[one.pk for one in participants])
    return {one.participant_id: one.key_worker for one in in_force(found, day).select_related("key_worker")}


def to_assign(
    programme: Programme,
    agent: Organisation,
    day: date,
    *,
    segment: str = "",
    started_from: date | None = None,
    started_until: date | None = None,
    only_unassigned: bool = True,
) -> ParticipantQuerySet:
    """The agent's participants who had started by the day and fit."""
    found = Participant.objects.filter(programme=programme, agent=agent, started_on__lte=day)
    if segment:
        found = found.filter(segment=segment)
    if started_from:
        found = found.filter(started_on__gte=started_from)
    if started_until:
        found = found.filter(started_on__lte=started_until)
    if only_unassigned:
        held = in_force(Assignment.objects.filter(programme=programme, agent=agent), day)
        found = found.exclude(pk__in=held.values("participant"))
    return found


def history(participant: Participant) -> list[Assignment]:
    """Every key worker of a participant, the latest first."""
    return list(participant.assignments.select_related("key_worker").order_by("-from_date", "-pk"))


def secondments(viewer: User, programme: Programme, text: str = "") -> QuerySet[Secondment]:
    """The secondments that the viewer may see, the latest first."""
    found = Secondment.objects.filter(programme=programme).visible_to(viewer).select_related("agent")
    for word in text.split():
        found = found.filter(
            Q(from_organisation__icontains=word) | Q(role__icontains=word) | Q(outcome__icontains=word)
        )
    return found.order_by("-from_date", "-pk")


def with_outcomes(found: Iterable[Secondment], contract: contract_rules.Contract) -> list[tuple[Secondment, str]]:
    """Each secondment with the name of the outcome that it works towards."""
    names = contract.outcome_names
    return [(one, names.get(one.outcome, one.outcome)) for one in found]


def agents_seen(viewer: User, programme: Programme) -> list[Organisation]:
    """The agents that have key workers whom the viewer may see."""
    seen = KeyWorker.objects.filter(programme=programme).visible_to(viewer).values("agent")
    return list(Organisation.objects.filter(pk__in=seen).order_by("name"))
