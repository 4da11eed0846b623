"""Checking drawn claims against a register extract as a set: what it finds need not be checked by hand."""

import dataclasses
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from accounts.models import User
from govuk import formats
from outcomes import permissions
from outcomes.actions import verification
from outcomes.domain import register_matches
from outcomes.domain.register_matches import Span
from outcomes.models import ClaimState, EvidenceRequest, ItemDecision, RegisterExtract, RegisterRow, SampleItem
from outcomes.models import VerificationPlan as Plan
from outcomes.selectors import sample_items


@dataclasses.dataclass(frozen=True)
class Matched:
    """How many drawn claims the register confirms, contradicts, and does not know."""

    found: int
    other_day: int
    nothing: int

    def __str__(self) -> str:
        return (
            f"{formats.count(self.found)} found in the register. {formats.count(self.other_day)} there on another day: "
            f"the agent is asked. {formats.count(self.nothing)} not there: to be checked by hand."
        )


@transaction.atomic
def match(*, plan: Plan, extract: RegisterExtract, by: User, at: datetime) -> Matched:
    """Look every drawn claim that is not decided, and that the extract's days cover, up in the extract.

    Found: the claim is verified, by the register. On another day: the agent is asked which day is right. Not found:
    nothing changes, because an extract may be incomplete. Claims that the person sent, or of an agent they act for,
    are left out.
    """
    permissions.require(by, "verification.check", plan.programme)
    verification.hold(plan.programme)
    verification.require_running(plan)
    items = _open_items(plan, extract, by)
    spans = _spans(extract, items)
    verdicts = {
        item.pk: register_matches.verdict(item.claim.event_date, spans[item.claim.participant_id, item.claim.outcome])
        for item in items
    }
    found = [item for item in items if verdicts[item.pk] == register_matches.FOUND]
    other = [item for item in items if verdicts[item.pk] == register_matches.OTHER_DAY]
    _verify(plan, extract, found, by, at)
    _ask(plan, extract, other, spans, by, at)
    done = Matched(len(found), len(other), len(items) - len(found) - len(other))
    verification.record(plan, "match", by, at, {"extract": extract.pk, **dataclasses.asdict(done)})
    return done


def _open_items(plan: Plan, extract: RegisterExtract, by: User) -> list[Any]:
    """Undecided items in the extract's days, locked. Those of which its contradiction was asked before are left out."""
    list(SampleItem.objects.select_for_update(of=("self",), no_key=True).filter(plan=plan).order_by("pk").only("pk"))
    found = sample_items.with_state(SampleItem.objects.filter(plan=plan)).filter(
        state__in=[sample_items.TO_CHECK, sample_items.ASKED],
        claim__event_date__range=(extract.covers_from, extract.covers_until),
    )
    asked = EvidenceRequest.objects.filter(item__plan=plan, text__startswith=_asks(extract)).values("item")
    rows = found.exclude(pk__in=asked).select_related("claim__submission", "claim__participant", "plan")
    return [item for item in rows.order_by("pk") if permissions.is_apart(by, item)]


def _spans(extract: RegisterExtract, items: Sequence[SampleItem]) -> defaultdict[tuple[int, str], list[Span]]:
    found: defaultdict[tuple[int, str], list[Span]] = defaultdict(list)
    rows = RegisterRow.objects.filter(extract=extract, participant__in=[item.claim.participant_id for item in items])
    for person, outcome, first, last in rows.order_by("event_date").values_list(
        "participant", "outcome", "event_date", "until_date"
    ):
        found[person or 0, outcome].append((first, last))
    return found


def _verify(plan: Plan, extract: RegisterExtract, items: Sequence[SampleItem], by: User, at: datetime) -> None:
    note = f"Found in {extract.name}, {extract.source}"
    for item in items:
        ItemDecision.objects.create(
            item=item, round=sample_items.round_of(item), step=ItemDecision.Step.CHECK,
            verdict=ItemDecision.Verdict.PASSED, note=note, by_register=True, decided_by=by, decided_at=at,
        )  # fmt: skip
    verification.put_states(plan, [item.claim_id for item in items], ClaimState.State.VERIFIED, note, by, at)


def _ask(
    plan: Plan,
    extract: RegisterExtract,
    items: Sequence[SampleItem],
    spans: defaultdict[tuple[int, str], list[Span]],
    by: User,
    at: datetime,
) -> None:
    due_on = localdate(at) + timedelta(days=plan.answer_days)
    EvidenceRequest.objects.bulk_create(
        EvidenceRequest(
            item=item,
            text=_question(extract, item.claim.event_date, spans[item.claim.participant_id, item.claim.outcome]),
            due_on=due_on,
            asked_by=by,
            asked_at=at,
        )
        for item in items
    )


def _asks(extract: RegisterExtract) -> str:
    return f"The register ({extract.name}) says "


def _question(extract: RegisterExtract, claimed: date, spans: Sequence[Span]) -> str:
    days = " and ".join(formats.uk_date(first) for first, _ in spans)
    return f"{_asks(extract)}{days}; {formats.uk_date(claimed)} was claimed. Which day is right, and what shows it?"
