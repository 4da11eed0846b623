"""Verification plans: made, drawn, drawn out to every claim of an agent, finished or given up."""

import dataclasses
import secrets
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import connection, transaction
from django.utils.timezone import localdate

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import User
from outcomes import permissions
from outcomes.domain import sample_sizes, sampling
from outcomes.domain.plans import Intent
from outcomes.domain.sample_sizes import Aim, NoSize
from outcomes.domain.sampling import Drawn, Unit
from outcomes.models import Claim, ClaimState, Drawing, PlanEnd, SampleItem, VerificationPlan
from outcomes.selectors import plan_results, populations, sample_items, sample_plans
from outcomes.selectors.populations import Listed
from stages.models import Programme

BATCH = 2_000
Method, Recovery = VerificationPlan.Method, VerificationPlan.Recovery


class PlanRefused(Refused):
    """The plan cannot be made, drawn or ended as things stand."""


@transaction.atomic
def make(*, programme: Programme, intent: Intent, by: User, at: datetime) -> VerificationPlan:
    """Write down what is to be checked and how surely. Nothing is drawn yet. Who chose what is on record from now."""
    permissions.require(by, "verification.plan", programme)
    hold(programme)
    _check(intent, localdate(at))
    given = dataclasses.asdict(intent)
    for name in ("agents", "outcomes", "apart"):
        given[name] = sorted(given[name])
    if intent.method == Method.BY_VALUE:
        given |= {"apart": [], "risk_share": Decimal(0)}
    last = VerificationPlan.objects.filter(programme=programme).order_by("-number").first()
    plan = VerificationPlan.objects.create(
        programme=programme, number=last.number + 1 if last else 1, made_by=by, made_at=at, **given
    )
    record(plan, "make", by, at, given)
    return plan


def _check(intent: Intent, today: date) -> None:
    if not intent.name.strip():
        raise PlanRefused("Enter a name for the plan.")
    if intent.starts_on > intent.ends_on:
        raise PlanRefused("The last day cannot be before the first day.")
    if intent.ends_on > today:
        raise PlanRefused("Choose days that are over: outcomes of days to come cannot be checked yet.")
    try:
        sample_sizes.size(Aim(intent.confidence, intent.tolerable, intent.expected))
    except NoSize as problem:
        raise PlanRefused(str(problem)) from problem
    if intent.recovery != Recovery.NONE and not intent.recovery_basis.strip():
        raise PlanRefused("Enter where it is agreed that errors are extrapolated, such as the clause of the contract.")


@transaction.atomic
def draw(*, plan: VerificationPlan, by: User, at: datetime, seed: str = "") -> Drawing:
    """Freeze the population, draw the sample from it by a fresh seed, and mark the drawn claims.

    `seed` is only given where a drawing made elsewhere is loaded. Refuses a plan that was drawn before, one without
    claims, and one some of whose claims are being checked for another plan.
    """
    permissions.require(by, "verification.plan", plan.programme)
    hold(plan.programme)
    require_running(plan)
    if Drawing.objects.filter(plan=plan).exists():
        raise PlanRefused("The sample of this plan has been drawn already.")
    for other in populations.under_check(plan)[:1]:
        raise PlanRefused(
            f"Claims of these days are being checked for “{other}”. Finish that plan or give it up first."
        )
    found = populations.listed(plan)
    sizes = {code: size for one in proposed(plan, found) for code, size in one.strata.items()}
    if not sum(sizes.values()):
        raise PlanRefused("No claim of these days, agents and outcomes stands, so that there is nothing to draw.")
    return _draw(plan, found, sizes, seed or secrets.token_hex(16), by, at)


def proposed(plan: VerificationPlan, found: Sequence[Listed]) -> list[sample_plans.AgentSample]:
    """The size of the sample by agent. Raises `PlanRefused` where no sample will do."""
    try:
        return sample_plans.proposal(plan, found)
    except NoSize as problem:
        raise PlanRefused(str(problem)) from problem


@transaction.atomic
def check_everything(*, plan: VerificationPlan, agent: str, reason: str, by: User, at: datetime) -> Drawing:
    """Draw every claim of an agent that was not drawn before, because more were wrong than is tolerated."""
    permissions.require(by, "verification.plan", plan.programme)
    hold(plan.programme)
    require_running(plan)
    if not reason.strip():
        raise PlanRefused("Enter why every claim is checked.")
    first = Drawing.objects.filter(plan=plan, number=1).first()
    if first is None:
        raise PlanRefused("Draw the sample first.")
    known = set(SampleItem.objects.filter(plan=plan).values_list("claim", flat=True))
    listed_then = {unit.key: unit for unit in sampling.read(sample_plans.population(first))}
    found = [
        dataclasses.replace(one, unit=listed_then[one.unit.key])
        for one in populations.listed(plan)
        if one.agent == agent and one.claim not in known and one.unit.key in listed_then
    ]
    if not found:
        raise PlanRefused("Every claim of this agent has been drawn already.")
    return _draw(plan, found, dict(populations.counts(found)), secrets.token_hex(16), by, at, agent, reason.strip())


def _draw(
    plan: VerificationPlan,
    found: Sequence[Listed],
    sizes: dict[str, int],
    seed: str,
    by: User,
    at: datetime,
    agent: str = "",
    reason: str = "",
) -> Drawing:
    units = [one.unit for one in found]
    text = sampling.text(units)
    drawn = sampling.draw(units, sizes, seed=seed, method=sampling.EQUAL if agent else plan.method)
    drawing = Drawing.objects.create(
        plan=plan,
        number=Drawing.objects.filter(plan=plan).count() + 1,
        algorithm=sampling.ALGORITHM,
        seed=seed,
        population=sample_plans.pack(text),
        digest=sampling.digest(text),
        claims=len(units),
        value=sum((unit.value for unit in units), Decimal(0)),
        sizes=sizes,
        strata=strata(units),
        sample_digest=sample_plans.sample_digest(drawn),
        agent=agent,
        reason=reason,
        drawn_by=by,
        drawn_at=at,
    )
    _mark(drawing, drawn, {one.unit.key: one for one in found}, by, at)
    after = {"seed": seed, "digest": drawing.digest, "claims": len(units), "drawn": len(drawn), "agent": agent}
    record(plan, "draw", by, at, after)
    return drawing


def strata(units: Sequence[Unit]) -> dict[str, list[str]]:
    """The number of claims and the pounds of each stratum."""
    found: dict[str, tuple[int, Decimal]] = {}
    for unit in units:
        number, value = found.get(unit.stratum, (0, Decimal(0)))
        found[unit.stratum] = number + 1, value + unit.value
    return {code: [str(number), str(value)] for code, (number, value) in sorted(found.items())}


def _mark(drawing: Drawing, drawn: Sequence[Drawn], found: dict[str, Listed], by: User, at: datetime) -> None:
    """Write the items and the state of their claims."""
    SampleItem.objects.bulk_create(
        (
            SampleItem(
                plan=drawing.plan, drawing=drawing, claim_id=found[one.key].claim, stratum=one.stratum,
                value=one.value, is_certain=one.certain, asks=found[one.key].asks,
            )
            for one in drawn
        ),
        batch_size=BATCH,
    )  # fmt: skip
    why = f"Drawn for plan {drawing.plan.number}, {drawing.plan.name}"
    put_states(drawing.plan, [found[one.key].claim for one in drawn], ClaimState.State.SAMPLED, why, by, at)


def put_states(
    plan: VerificationPlan, claims: Sequence[int], state: ClaimState.State, why: str, by: User, at: datetime
) -> None:
    """Add the state to each claim. Nobody withdraws one of them meanwhile."""
    list(Claim.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=claims).order_by("pk").only("pk"))
    ClaimState.objects.bulk_create(
        (ClaimState(claim_id=claim, state=state, reason=why, changed_by=by, changed_at=at) for claim in claims),
        batch_size=BATCH,
    )


@transaction.atomic
def finish(*, plan: VerificationPlan, by: User, at: datetime) -> PlanEnd:
    """Close a plan whose claims are all decided, and keep its results as they stand.

    Refuses while a claim waits for anybody: a verifier, a second person, an appeal, or the end of the days to appeal.
    """
    permissions.require(by, "verification.plan", plan.programme)
    hold(plan.programme)
    require_running(plan)
    if not Drawing.objects.filter(plan=plan).exists():
        raise PlanRefused("Draw the sample first, or give the plan up.")
    if waits := sample_items.what_waits(plan, localdate(at)):
        raise PlanRefused(f"The plan cannot be finished yet: {waits}.")
    return _end(plan, PlanEnd.Kind.FINISHED, "", plan_results.frozen(plan), by, at)


@transaction.atomic
def give_up(*, plan: VerificationPlan, reason: str, by: User, at: datetime) -> PlanEnd:
    """End a plan without results. What was decided stays decided; drawn claims that were not go back to accepted.

    Refuses while an appeal is to be decided or may still be made: no agent loses its appeal with the plan.
    """
    permissions.require(by, "verification.plan", plan.programme)
    hold(plan.programme)
    require_running(plan)
    if not reason.strip():
        raise PlanRefused("Enter why the plan is given up.")
    if waits := sample_items.appeals_wait(plan, localdate(at)):
        raise PlanRefused(f"The plan cannot be given up yet: {waits}.")
    undecided = sample_items.with_state(SampleItem.objects.filter(plan=plan)).filter(state__in=sample_items.UNDECIDED)
    claims = list(undecided.values_list("claim", flat=True))
    why = f"Plan {plan.number} was given up: {reason.strip()}"
    put_states(plan, claims, ClaimState.State.ACCEPTED, why, by, at)
    return _end(plan, PlanEnd.Kind.GIVEN_UP, reason.strip(), {}, by, at)


def _end(plan: VerificationPlan, kind: str, reason: str, results: dict[str, object], by: User, at: datetime) -> PlanEnd:
    end = PlanEnd.objects.create(plan=plan, kind=kind, reason=reason, results=results, ended_by=by, ended_at=at)
    record(plan, "end", by, at, {"kind": kind, "reason": reason, "results": results})
    return end


def hold(programme: Programme) -> None:
    """One change of the programme's plans at a time, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"verification:{programme.pk}"])


def require_running(plan: VerificationPlan) -> None:
    """Raise `PlanRefused` when the plan has ended."""
    end = PlanEnd.objects.filter(plan=plan).select_related("ended_by").first()
    if end is not None:
        raise PlanRefused(f"{end.ended_by} ended this plan before. Make a new one.")


def record(plan: VerificationPlan, act: str, by: User, at: datetime, after: dict[str, object]) -> None:
    audit.record(
        by=by, at=at, action=f"outcomes.verification.{act}", programme=plan.programme.slug, subject=plan, after=after
    )
