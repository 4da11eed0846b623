"""Checking drawn claims: evidence asked and given, decisions, the second person, appeals."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from accounts.errors import Forbidden, Refused
from accounts.models import User
from govuk import formats
from outcomes import permissions
from outcomes.actions import evidence, evidence_store, telling, verification
from outcomes.domain.evidence import Sent
from outcomes.models import Appeal, ClaimState, EvidenceAnswer, EvidenceRequest, ItemDecision, SampleItem
from outcomes.selectors import sample_items

Step, Verdict, Reason = ItemDecision.Step, ItemDecision.Verdict, ItemDecision.Reason


class CheckRefused(Refused):
    """The drawn claim cannot be dealt with in this way as it stands."""


@transaction.atomic
def ask(*, item: SampleItem, text: str, due_on: date, by: User, at: datetime) -> EvidenceRequest:
    """Ask the agent for evidence of a drawn claim, by a day."""
    permissions.require(by, "verification.check", item.plan.programme)
    require_apart(by, item)
    _hold(item, sample_items.TO_CHECK, sample_items.ASKED)
    if not text.strip():
        raise CheckRefused("Enter what the agent is to show.")
    if due_on < localdate(at):
        raise CheckRefused("Enter a day that is still to come.")
    made = EvidenceRequest.objects.create(item=item, text=text.strip(), due_on=due_on, asked_by=by, asked_at=at)
    _record(item, "ask", by, at, {"text": made.text, "due_on": due_on})
    return made


@transaction.atomic
def answer(
    *, request: EvidenceRequest, text: str, reference: str, by: User, at: datetime, files: Sequence[Sent] = ()
) -> EvidenceAnswer:
    """Answer a request for evidence, on behalf of the agent. Late answers are taken too, and show that they are.

    The files are attached to the claim with it; if one of them cannot be kept, nothing is sent.
    """
    item = request.item
    permissions.require_to_act_for(by, "verification.answer", item.plan.programme, item.claim.agent)
    with evidence_store.received(files) as came:
        _hold(item, *sample_items.UNDECIDED)
        if EvidenceAnswer.objects.filter(request=request).exists():
            raise CheckRefused("Somebody has answered this request already.")
        if not text.strip():
            raise CheckRefused("Enter what the evidence shows, or why there is none.")
        made = EvidenceAnswer.objects.create(
            request=request, text=text.strip(), reference=reference.strip(), answered_by=by, answered_at=at
        )
        _record(item, "answer", by, at, {"text": made.text, "reference": made.reference})
        evidence.put(claim=item.claim, came=came, by=by, at=at, request=request)
    return made


@transaction.atomic
def check(*, item: SampleItem, verdict: str, reason: str = "", note: str = "", by: User, at: datetime) -> ItemDecision:
    """Decide whether a drawn claim is in order. A failure changes nothing until a second person agrees."""
    permissions.require(by, "verification.check", item.plan.programme)
    require_apart(by, item)
    _hold(item, sample_items.TO_CHECK, sample_items.ASKED)
    if verdict not in (Verdict.PASSED, Verdict.FAILED):
        raise CheckRefused("Select whether the claim is in order.")
    if verdict == Verdict.FAILED and (reason not in Reason.values or not note.strip()):
        raise CheckRefused("Select what is wrong with the claim, and say what you saw.")
    made = _decide(item, Step.CHECK, verdict, note, by, at, reason=reason if verdict == Verdict.FAILED else "")
    if verdict == Verdict.PASSED:
        _put(item, ClaimState.State.VERIFIED, f"Checked for plan {item.plan.number}", by, at)
    return made


@transaction.atomic
def confirm(*, item: SampleItem, agree: bool, note: str = "", by: User, at: datetime) -> ItemDecision:
    """A second verifier agrees that the claim fails, so that it does; or does not, so that it is checked again."""
    permissions.require(by, "verification.check", item.plan.programme)
    require_apart(by, item)
    _hold(item, sample_items.TO_CONFIRM)
    first = item.decisions.filter(step=Step.CHECK).order_by("-pk")[0]
    if first.decided_by_id == by.pk:
        raise Forbidden("You found that this claim fails, so another verifier has to confirm it.")
    if not agree and not note.strip():
        raise CheckRefused("Say what has to be looked at again.")
    made = _decide(item, Step.CONFIRM, Verdict.AGREED if agree else Verdict.NOT_AGREED, note, by, at)
    if agree:
        _put(item, ClaimState.State.FAILED, f"{first.get_reason_display()}: {first.note}", by, at)
    return made


@transaction.atomic
def appeal(*, item: SampleItem, text: str, by: User, at: datetime) -> Appeal:
    """The agent appeals against a failure, within the days that the plan gives, and once."""
    permissions.require_to_act_for(by, "verification.answer", item.plan.programme, item.claim.agent)
    _hold(item, sample_items.FAILED)
    if Appeal.objects.filter(item=item).exists():
        raise CheckRefused("An appeal about this claim has been decided. There is no second one.")
    failed = item.decisions.filter(verdict=Verdict.AGREED).order_by("-pk")[0]
    until = sample_items.appeal_until(item.plan, failed.decided_at)
    if localdate(at) > until:
        raise CheckRefused(f"Appeals were possible until {formats.uk_date(until)}. Write to the commissioner instead.")
    if not text.strip():
        raise CheckRefused("Enter why the claim should stand.")
    made = Appeal.objects.create(item=item, text=text.strip(), appealed_by=by, appealed_at=at)
    _record(item, "appeal", by, at, {"text": made.text})
    return made


@transaction.atomic
def decide_appeal(*, item: SampleItem, uphold: bool, note: str, by: User, at: datetime) -> ItemDecision:
    """Decide an appeal: somebody who has not decided on this claim before. Upheld, the claim stands again."""
    permissions.require(by, "verification.appeal_decide", item.plan.programme)
    require_apart(by, item)
    _hold(item, sample_items.APPEALED)
    if item.decisions.filter(decided_by=by).exists():
        raise Forbidden("You decided on this claim before, so somebody else has to decide the appeal.")
    if not note.strip():
        raise CheckRefused("Enter why the appeal is decided in this way.")
    made = _decide(item, Step.APPEAL, Verdict.UPHELD if uphold else Verdict.DISMISSED, note, by, at)
    if uphold:
        _put(item, ClaimState.State.VERIFIED, f"Appeal upheld: {note.strip()}", by, at)
    return made


def require_apart(by: User, item: SampleItem) -> None:
    """Raise `Forbidden` when the person sent the claim, or acts for its agent (segregation of duties)."""
    if not permissions.is_apart(by, item):
        raise Forbidden("You sent this claim, or act for its agent, so somebody else has to decide on it.")


def _hold(item: SampleItem, *states: str) -> None:
    """Lock the item, and raise unless its plan runs and it is in one of the states.

    Of two people who decide at once, one is told who was first.
    """
    verification.hold(item.plan.programme)
    verification.require_running(item.plan)
    SampleItem.objects.select_for_update(of=("self",), no_key=True).get(pk=item.pk)
    state = sample_items.state_of(item)
    if state in states:
        return
    last = item.decisions.select_related("decided_by").order_by("-pk").first()
    who = f"{last.decided_by} has decided on this claim meanwhile" if last else "This claim has changed meanwhile"
    raise CheckRefused(f"{who}. It is now: {sample_items.WORDS[state].lower()}.")


def _decide(
    item: SampleItem, step: str, verdict: str, note: str, by: User, at: datetime, *, reason: str = ""
) -> ItemDecision:
    made = ItemDecision.objects.create(
        item=item, round=sample_items.round_of(item), step=step, verdict=verdict, reason=reason, note=note.strip(),
        decided_by=by, decided_at=at,
    )  # fmt: skip
    _record(item, step, by, at, {"verdict": verdict, "reason": reason, "note": made.note})
    return made


def _put(item: SampleItem, state: ClaimState.State, why: str, by: User, at: datetime) -> None:
    """The claim's state, unless its agent has withdrawn it: that stays."""
    if item.claim.states.order_by("-pk").values_list("state", flat=True)[0] != ClaimState.State.WITHDRAWN:
        verification.put_states(item.plan, [item.claim_id], state, why, by, at)
        if state == ClaimState.State.FAILED:
            telling.of_failed(item.plan.programme, [item.claim_id], by, at)


def _record(item: SampleItem, act: str, by: User, at: datetime, after: dict[str, object]) -> None:
    verification.record(item.plan, f"item.{act}", by, at, {"claim": item.claim_id, **after})
