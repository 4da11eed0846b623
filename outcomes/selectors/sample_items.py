"""Drawn claims with their state: what each waits for, for whom, and until when."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.http import Http404
from django.utils.timezone import localdate

from accounts.models import User
from govuk import formats
from outcomes import permissions
from outcomes.models import (
    Appeal,
    ClaimState,
    CurrentState,
    EvidenceRequest,
    ItemDecision,
    SampleItem,
    VerificationPlan,
)
from outcomes.models.verification import SampleItemQuerySet
from stages.models import Programme

TO_CHECK, ASKED, TO_CONFIRM, APPEALED = "to_check", "asked", "to_confirm", "appealed"
PASSED, FAILED, WITHDRAWN = "passed", "failed", "withdrawn"
STATES = (
    (TO_CHECK, "To be checked"),
    (ASKED, "Waits for evidence"),
    (TO_CONFIRM, "Waits for a second verifier"),
    (APPEALED, "Appeal to be decided"),
    (PASSED, "In order"),
    (FAILED, "Failed"),
    (WITHDRAWN, "Withdrawn by the agent"),
)
WORDS = dict(STATES)
COLOURS = {
    TO_CHECK: "blue", ASKED: "yellow", TO_CONFIRM: "orange", APPEALED: "purple", PASSED: "green", FAILED: "red",
    WITHDRAWN: "grey",
}  # fmt: skip
UNDECIDED = (TO_CHECK, ASKED, TO_CONFIRM)
WRONG = (FAILED, APPEALED, WITHDRAWN)
Verdict = ItemDecision.Verdict
Stated = QuerySet[Any, Any]
"""Drawn claims with what `with_state` adds to them."""


def with_state(found: "SampleItemQuerySet | Stated") -> Stated:
    """The items with `state`, and `failed_at`, when a second person agreed that the claim fails."""
    decisions = ItemDecision.objects.filter(item=OuterRef("pk")).order_by("-pk")
    now = CurrentState.objects.filter(pk=OuterRef("claim")).values("state")
    waiting = EvidenceRequest.objects.filter(item=OuterRef("pk"), answer=None)
    known: Stated = found.annotate(
        verdict=Subquery(decisions.values("verdict")[:1], output_field=CharField()),
        claim_state=Subquery(now, output_field=CharField()),
        failed_at=Subquery(decisions.filter(verdict=Verdict.AGREED).values("decided_at")[:1]),
        ask_due=Subquery(waiting.order_by("due_on").values("due_on")[:1]),
    )
    is_withdrawn = When(claim_state=ClaimState.State.WITHDRAWN, then=Value(WITHDRAWN))
    is_asked = When(Exists(waiting), then=Value(ASKED))
    decided = Case(
        When(verdict__in=[Verdict.PASSED, Verdict.UPHELD], then=Value(PASSED)),
        When(Q(Exists(Appeal.objects.filter(item=OuterRef("pk"))), verdict=Verdict.AGREED), then=Value(APPEALED)),
        When(verdict__in=[Verdict.AGREED, Verdict.DISMISSED], then=Value(FAILED)),
        is_withdrawn,
        When(verdict=Verdict.FAILED, then=Value(TO_CONFIRM)),
        is_asked,
        default=Value(TO_CHECK),
    )
    # Most drawn claims have no decision yet, and a plan may have very many: they take what asks for no verdict.
    undecided = Case(is_withdrawn, is_asked, default=Value(TO_CHECK))
    stated: Stated = known.annotate(state=Case(When(Exists(decisions), then=decided), default=undecided))
    return stated


def search(
    viewer: User, plan: VerificationPlan, *, q: str = "", state: str = "", stratum: str = "", mine: bool = False
) -> Stated:
    """The drawn claims of the plan that the viewer may see: what waits comes first, then the rest, in a fixed order."""
    found = with_state(SampleItem.objects.filter(plan=plan).visible_to(viewer))
    if q:
        number = Q(claim=int(q)) if q.isdigit() and len(q) < 18 else Q()
        found = found.filter(Q(claim__participant__reference__istartswith=q) | number)
    if state:
        found = found.filter(state=state)
    if stratum:
        found = found.filter(stratum=stratum)
    if mine:
        found = found.filter(may_be_decided_by(viewer))
    waits = Case(*[When(state=code, then=Value(place)) for place, (code, _) in enumerate(STATES)], default=Value(9))
    ordered: Stated = found.select_related("claim__participant", "claim__agent").annotate(place=waits)
    return ordered.order_by("place", "pk")


def may_be_decided_by(viewer: User) -> Q:
    """What the person, a verifier, can decide next: not what they sent, found to fail, or decided on before."""
    own = ItemDecision.objects.filter(item=OuterRef("pk"), decided_by=viewer)
    found_now = own.filter(step=ItemDecision.Step.CHECK, verdict=Verdict.FAILED)
    sent = Q(claim__submission__submitted_by=viewer, claim__submission__isnull=False)
    may = Q(state__in=[TO_CHECK, ASKED])
    may |= Q(Q(state=TO_CONFIRM), ~Exists(found_now))
    may |= Q(Q(state=APPEALED), ~Exists(own))
    return may & ~sent


def find(viewer: User, programme: Programme, item: int) -> SampleItem:
    """The drawn claim, if the person may see it; otherwise the page does not exist for them."""
    found = with_state(SampleItem.objects.filter(plan__programme=programme).visible_to(viewer))
    one = found.select_related("plan__programme", "claim__participant", "claim__agent", "claim__submission").filter(
        pk=item
    )
    first: SampleItem | None = one.first()
    if first is None:
        raise Http404("No such check")
    return first


def state_of(item: SampleItem) -> str:
    """The state as it is now, read anew."""
    found: str = with_state(SampleItem.objects.filter(pk=item.pk)).values_list("state", flat=True)[0]
    return found


def round_of(item: SampleItem) -> int:
    """The round of checking: a failure that was not agreed to is checked again in the next one."""
    return 1 + ItemDecision.objects.filter(item=item, verdict=Verdict.NOT_AGREED).count()


def appeal_until(plan: VerificationPlan, failed_at: datetime) -> date:
    """The last day on which the agent may appeal against the failure."""
    return localdate(failed_at) + timedelta(days=plan.appeal_days)


def counts(plan: VerificationPlan, found: SampleItemQuerySet | None = None) -> dict[str, int]:
    """How many drawn claims are in each state."""
    items = with_state(SampleItem.objects.filter(plan=plan) if found is None else found)
    return dict(items.order_by().values_list("state").annotate(Count("pk")))


def what_waits(plan: VerificationPlan, today: date) -> str:
    """What the plan waits for before it can be finished, in words; empty when nothing."""
    found = counts(plan)
    said = [f"{formats.count(found[code])} {words}" for code, words in WAITING_WORDS.items() if found.get(code)]
    return "; ".join(filter(None, [*said, appeals_wait(plan, today)]))


def appeals_wait(plan: VerificationPlan, today: date) -> str:
    """What of appeals the plan waits for, in words: that one is to be decided, or may still be made."""
    found = counts(plan).get(APPEALED, 0)
    said = [f"{formats.count(found)} with an appeal to be decided"] if found else []
    open_until = [
        appeal_until(plan, failed_at)
        for failed_at in with_state(SampleItem.objects.filter(plan=plan))
        .filter(state=FAILED, appeal=None)
        .values_list("failed_at", flat=True)
        if failed_at
    ]
    if open_until and max(open_until) >= today:
        said.append(f"agents may appeal until {formats.uk_date(max(open_until))}")
    return "; ".join(said)


WAITING_WORDS = {
    TO_CHECK: "to be checked",
    ASKED: "waiting for the agent’s evidence",
    TO_CONFIRM: "waiting for a second verifier",
}


def history(item: SampleItem) -> tuple[Sequence[EvidenceRequest], Sequence[ItemDecision], Appeal | None]:
    """What was asked, what was decided, and the appeal, in order."""
    return (
        list(item.requests.select_related("asked_by", "answer__answered_by").order_by("pk")),
        list(item.decisions.select_related("decided_by").order_by("pk")),
        Appeal.objects.filter(item=item).select_related("appealed_by").first(),
    )


def request(item: SampleItem, pk: int) -> EvidenceRequest:
    """A request for evidence of this claim."""
    found = item.requests.select_related("item__plan__programme", "item__claim__agent").filter(pk=pk).first()
    if found is None:
        raise Http404("No such request")
    return found


def failure(item: SampleItem) -> ItemDecision | None:
    """The latest check that found the claim not in order."""
    return item.decisions.filter(verdict=Verdict.FAILED).select_related("decided_by").order_by("-pk").first()


def acts_for(viewer: User, item: SampleItem) -> bool:
    """Whether the person acts for the agent whose claim it is."""
    return permissions.can_act_for(viewer, "verification.answer", item.plan.programme, item.claim.agent)
