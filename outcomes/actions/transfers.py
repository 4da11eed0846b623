"""Handing a participant over to another agent: proposed by the one, in force once the other has agreed."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from accounts.actions import audit
from accounts.errors import Forbidden, Refused
from accounts.models import Organisation, User
from contracts.models import Party
from contracts.selectors.versions import ByDay
from delivery.actions import reclassifications, records
from delivery.domain.contract import in_words
from delivery.models import Decided, Participant, Transfer, TransferAnswer
from delivery.selectors import access, participant_events
from outcomes.actions import claims
from outcomes.models import Claim


class TransferRefused(Refused):
    """The participant cannot be handed over as proposed."""


@transaction.atomic
def propose(
    *,
    participant: Participant,
    to_agent: Organisation,
    reference: str,
    from_date: date,
    reason: str,
    by: User,
    at: datetime,
) -> Transfer:
    """Propose to hand the participant over from a day on; for the people of the agent that has the participant.

    Outcomes before the day stay with the present agent, those from it on are the other's: the day has to lie after the
    start and after every outcome that the present agent has claimed. Raises `Forbidden`, `StageClosed` or
    `TransferRefused`.
    """
    programme = participant.programme
    holder = participant_events.holder(participant)
    records.begin_event(programme, holder, by)
    _hold(participant, holder, to_agent)
    require_still_with(participant, holder, date.max)
    if to_agent == holder or to_agent not in access.contract_agents(programme):
        raise TransferRefused("Choose another agent of this programme.")
    _require_named(participant, to_agent, from_date)
    if participant_events.waiting_transfer(participant) is not None:
        raise TransferRefused("A handover was proposed already. Wait until the other agent has answered.")
    if not (reason.strip() and reference.strip()):
        raise TransferRefused("Enter why the participant is handed over, and the reference at the other agent.")
    _require_free(participant, to_agent, reference.strip())
    _require_after_the_past(participant, from_date)
    made = Transfer.objects.create(
        participant=participant,
        from_agent=holder,
        to_agent=to_agent,
        reference=reference.strip(),
        from_date=from_date,
        reason=reason.strip(),
        proposed_by=by,
        proposed_at=at,
    )
    audit.record(
        by=by,
        at=at,
        action="outcomes.transfer.propose",
        programme=programme.slug,
        subject=made,
        after={"from": holder.code, "to": to_agent.code, "from_date": from_date, "reason": made.reason},
    )
    return made


@transaction.atomic
def answer(*, transfer: Transfer, kind: str, reason: str, by: User, at: datetime) -> TransferAnswer:
    """Agree to take the participant over, or refuse with the reason; for the people of the other agent. Once."""
    participant = transfer.participant
    records.begin_event(participant.programme, transfer.to_agent, by)
    _hold(participant, transfer.from_agent, transfer.to_agent)
    if by == transfer.proposed_by:
        raise Forbidden("Somebody else of the other agent must answer: you proposed this handover yourself.")
    if TransferAnswer.objects.filter(transfer=transfer).exists():
        raise TransferRefused("This has been answered already.")
    if kind not in Decided.values:
        raise TransferRefused("Choose whether you take the participant over.")
    if kind == Decided.REFUSED and not reason.strip():
        raise TransferRefused("Enter why you do not take the participant over.")
    if kind == Decided.CONFIRMED:
        _require_free(participant, transfer.to_agent, transfer.reference)
        _require_after_the_past(participant, transfer.from_date)
    made = TransferAnswer.objects.create(
        transfer=transfer, kind=kind, reason=reason.strip(), decided_by=by, decided_at=at
    )
    audit.record(
        by=by,
        at=at,
        action="outcomes.transfer.answer",
        programme=participant.programme.slug,
        subject=transfer,
        after={"kind": kind, "reason": made.reason},
    )
    return made


def require_still_with(participant: Participant, agent: Organisation, day: date) -> None:
    """Raise `TransferRefused` where the participant was handed over while the lock was waited for."""
    if participant_events.agent_on(participant, day) != agent:
        raise TransferRefused(
            f"The participant was handed over meanwhile and is not with {agent} on that day. Load the page again."
        )


def _hold(participant: Participant, *agents: Organisation) -> None:
    """No file of either agent is accepted meanwhile, and no other event of the participant is written."""
    claims.hold(participant.programme, {agent.pk for agent in agents})
    reclassifications.hold(participant)


def _require_free(participant: Participant, agent: Organisation, reference: str) -> None:
    programme = participant.programme
    own = Participant.objects.filter(programme=programme, agent=agent, reference=reference)
    given = Transfer.objects.filter(Q(answer__isnull=True) | Q(answer__kind=Decided.CONFIRMED), to_agent=agent).filter(
        participant__programme=programme, reference=reference
    )
    if own.exclude(pk=participant.pk).exists() or given.exclude(participant=participant).exists():
        raise TransferRefused(f"{agent} has another participant “{reference}”. Agree on a reference that is free.")


def _require_named(participant: Participant, agent: Organisation, day: date) -> None:
    """The version by which results of the first day are priced names the agent who takes over."""
    version = ByDay(participant.programme).on(day)
    if not version.parties.filter(role=Party.Role.AGENT, organisation=agent).exists():
        raise TransferRefused(
            f"{agent} is no agent of the contract version in force on {in_words(day)}. Choose another agent, or a day "
            "on which the contract names it."
        )


def _require_after_the_past(participant: Participant, day: date) -> None:
    if day <= participant.started_on:
        raise TransferRefused(
            f"The participant started on {in_words(participant.started_on)}. Enter a later day for the handover."
        )
    before = participant_events.in_force(participant).order_by("from_date").last()
    if before and day <= before.from_date:
        raise TransferRefused(f"The last handover was on {in_words(before.from_date)}. Enter a later day.")
    last = Claim.objects.filter(participant=participant).standing().order_by("event_date").last()
    if last and day <= last.event_date:
        raise TransferRefused(
            f"An outcome of {in_words(last.event_date)} was claimed by {last.agent}. Enter a later day, or withdraw "
            "that claim first: outcomes from the day of the handover on are the other agent's."
        )
