"""What happened to participants after the start: by which segment they are priced, and whose they are on a day."""

import dataclasses
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import Q, QuerySet
from django.http import Http404

from accounts.models import Organisation, Role, User
from delivery.models import Decided, Exit, Identity, Participant, Reclassification, Transfer
from delivery.models.row_access import WHOLE_PROGRAMME
from govuk import formats
from govuk.components import Event
from stages.models import Programme

CONFIRMED = Decided.CONFIRMED


@dataclasses.dataclass(frozen=True)
class Reclassified:
    """The segment by which a participant is priced in place of that of the start, and why."""

    segment: str
    why: str


def reclassified(programme: Programme) -> dict[int, Reclassified]:
    """The latest confirmed reclassification of each participant that has one; participants have few."""
    rows = (
        Reclassification.objects.filter(participant__programme=programme, decision__kind=CONFIRMED)
        .order_by("participant_id", "-decision__pk")
        .distinct("participant_id")
        .values_list("participant_id", "to_segment", "reason")
    )
    return {participant: Reclassified(segment, why) for participant, segment, why in rows}


def reclassified_to(participant: Participant) -> str | None:
    """The segment of the latest confirmed reclassification; None where there is none."""
    latest = participant.reclassifications.filter(decision__kind=CONFIRMED).order_by("-decision__pk").first()
    return latest.to_segment if latest else None


def segment_now(participant: Participant) -> str:
    """The segment by which the participant is priced today."""
    moved = reclassified_to(participant)
    return participant.segment if moved is None else moved


Holding = tuple[date, int]


def handed_over(programme: Programme) -> Mapping[int, Sequence[Holding]]:
    """For each participant who was handed over: the days from which another agent has them, in order, with its key."""
    rows = (
        Transfer.objects.filter(participant__programme=programme, answer__kind=CONFIRMED)
        .order_by("from_date", "pk")
        .values_list("participant_id", "from_date", "to_agent_id")
    )
    found: defaultdict[int, list[Holding]] = defaultdict(list)
    for participant, day, agent in rows:
        found[participant].append((day, agent))
    return found


def agent_on(participant: Participant, day: date) -> Organisation:
    """The agent whose participant it is on the day."""
    last = _handed_over_by(participant, day)
    return last.to_agent if last else participant.agent


def reference_on(participant: Participant, day: date) -> str:
    """The reference under which the agent of that day knows the participant."""
    last = _handed_over_by(participant, day)
    return last.reference if last else participant.reference


def _handed_over_by(participant: Participant, day: date) -> Transfer | None:
    return in_force(participant).filter(from_date__lte=day).order_by("from_date", "pk").last()


def holder(participant: Participant) -> Organisation:
    """The agent that has the participant now, or will have once an agreed handover takes place."""
    return agent_on(participant, date.max)


def in_force(participant: Participant) -> QuerySet[Transfer]:
    """The handovers to which both agents have agreed."""
    return participant.transfers.filter(answer__kind=CONFIRMED).select_related("to_agent", "from_agent")


def last_exit(participant: Participant) -> Exit | None:
    """The exit that counts, if the participant has left and not come back."""
    latest = participant.exits.order_by("-pk").first()
    return latest if latest and latest.reason != Exit.Reason.RETURNED else None


def waiting_reclassification(participant: Participant) -> Reclassification | None:
    return participant.reclassifications.filter(decision__isnull=True).order_by("pk").first()


def waiting_transfer(participant: Participant) -> Transfer | None:
    return participant.transfers.filter(answer__isnull=True).select_related("to_agent", "from_agent").first()


@dataclasses.dataclass(frozen=True)
class Standing:
    """Where a participant stands today: the segments in words, the agent, the exit, and what waits to be decided."""

    segment_at_start: str
    segment: str
    agent: Organisation
    exit: Exit | None
    reclassification: Reclassification | None
    transfer: Transfer | None
    identifiers: list[str]

    @property
    def was_reclassified(self) -> bool:
        return self.segment != self.segment_at_start


def standing(participant: Participant, names: Mapping[str, str]) -> Standing:
    """`names` are those of the segments."""
    now = segment_now(participant)
    return Standing(
        segment_at_start=names.get(participant.segment, participant.segment),
        segment=names.get(now, now),
        agent=holder(participant),
        exit=last_exit(participant),
        reclassification=waiting_reclassification(participant),
        transfer=waiting_transfer(participant),
        identifiers=identities(participant),
    )


def reclassification_for(user: User, programme: Programme, pk: int) -> Reclassification:
    """The reclassification, if the person may see the participant; otherwise the page does not exist for them."""
    visible = Participant.objects.filter(programme=programme).visible_to(user)
    found = (
        Reclassification.objects.filter(pk=pk, participant__in=visible)
        .select_related("participant__agent", "participant__version", "participant__programme", "proposed_by")
        .first()
    )
    if found is None:
        raise Http404("No such reclassification")
    return found


def transfers_to_answer(user: User, programme: Programme) -> QuerySet[Transfer]:
    """Handovers that wait for the person's organisation."""
    own = user.memberships.filter(role=Role.AGENT, programme=programme).values("organisation")
    found = Transfer.objects.filter(participant__programme=programme, answer__isnull=True, to_agent__in=own)
    return found.select_related("from_agent").order_by("pk")


def transfer_for(user: User, programme: Programme, pk: int) -> Transfer:
    """The handover, for the people of the two agents and those who see every row of the programme."""
    whole = user.memberships.filter(role__in=WHOLE_PROGRAMME).values("programme")
    own = user.memberships.filter(role=Role.AGENT, programme=programme).values("organisation")
    found = Transfer.objects.filter(pk=pk, participant__programme=programme).filter(
        Q(participant__programme__in=whole) | Q(to_agent__in=own) | Q(from_agent__in=own)
    )
    transfer = found.select_related("participant__programme", "from_agent", "to_agent", "proposed_by").first()
    if transfer is None:
        raise Http404("No such handover")
    return transfer


def history(participant: Participant, names: Mapping[str, str]) -> list[Event]:
    """What happened after the start, the latest first. `names` are those of the segments."""
    events = [*_reclassifications(participant, names), *_transfers(participant), *_exits(participant)]
    started = Event(title="Received", at=participant.received_at, detail="Taken on with the start as it was sent")
    return sorted([started, *events], key=lambda event: event.at, reverse=True)


def _reclassifications(participant: Participant, names: Mapping[str, str]) -> list[Event]:
    events = []
    rows = participant.reclassifications.select_related("decision__decided_by", "proposed_by")
    for one in rows:
        change = f"From {names.get(one.from_segment, one.from_segment)} to {names.get(one.to_segment, one.to_segment)}"
        detail = f"{change}: {one.reason} Evidence: {one.evidence}"
        events.append(
            Event("Another segment was asked for", at=one.proposed_at, by=one.proposed_by.name, detail=detail)
        )
        if decision := getattr(one, "decision", None):
            said = "Reclassified" if decision.kind == CONFIRMED else "Reclassification refused"
            detail = ". ".join(part for part in (change, decision.reason) if part)
            events.append(Event(said, at=decision.decided_at, by=decision.decided_by.name, detail=detail))
    return events


def _transfers(participant: Participant) -> list[Event]:
    events = []
    for one in participant.transfers.select_related("answer__decided_by", "proposed_by", "to_agent", "from_agent"):
        detail = f"From {one.from_agent} to {one.to_agent} on {formats.uk_date(one.from_date)}: {one.reason}"
        events.append(Event("A handover was proposed", at=one.proposed_at, by=one.proposed_by.name, detail=detail))
        if answer := getattr(one, "answer", None):
            said = f"{one.to_agent} agreed to take over" if answer.kind == CONFIRMED else "The handover was refused"
            events.append(Event(said, at=answer.decided_at, by=answer.decided_by.name, detail=answer.reason))
    return events


def _exits(participant: Participant) -> list[Event]:
    return [
        Event(
            "Came back" if one.reason == Exit.Reason.RETURNED else "Left the service",
            at=one.recorded_at,
            by=one.recorded_by.name,
            detail=". ".join(
                part for part in (f"{one.get_reason_display()}, on {formats.uk_date(one.exited_on)}", one.note) if part
            ),
        )
        for one in participant.exits.select_related("recorded_by")
    ]


def identities(participant: Participant) -> list[str]:
    """Which kinds of identifier are known for the participant, as hashes; never the identifiers."""
    return [one.get_kind_display() for one in Identity.objects.filter(participant=participant).order_by("kind")]


def holdings(participant: Participant) -> Sequence[Holding]:
    """The days from which another agent has the participant, in order, with the key of the agent."""
    return [(one.from_date, one.to_agent_id) for one in in_force(participant).order_by("from_date", "pk")]
