"""The claims from which a verification plan draws: those that stand, with their strata and what makes them ask."""

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, Min, OuterRef, QuerySet
from django.utils.module_loading import import_string
from django.utils.timezone import localdate

from outcomes.domain import risks, sampling
from outcomes.domain.risks import Limits
from outcomes.domain.sampling import Unit
from outcomes.models import Attachment, Claim, PlanEnd, Question, SampleItem, VerificationPlan
from outcomes.models.claims import ClaimQuerySet
from stages.models import Programme

CHUNK = 20_000
COLUMNS = (
    "pk", "agent__code", "participant__reference", "outcome", "event_date", "sequence", "received_at", "evidence_ref",
)  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Listed:
    """A claim of the population, with its key in the database and the codes of what makes it ask a question."""

    unit: Unit
    claim: int
    agent: str
    asks: list[str]


def claims(plan: VerificationPlan) -> ClaimQuerySet:
    """The claims of the plan's days, agents and outcomes that stand."""
    return within(plan, Claim.objects.filter(programme=plan.programme).standing())


def within(plan: VerificationPlan, found: ClaimQuerySet) -> ClaimQuerySet:
    """Those of the plan's days, agents and outcomes."""
    found = found.filter(event_date__range=(plan.starts_on, plan.ends_on))
    if plan.agents:
        found = found.filter(agent__code__in=plan.agents)
    return found.filter(outcome__in=plan.outcomes) if plan.outcomes else found


def under_check(plan: VerificationPlan) -> QuerySet[VerificationPlan]:
    """Other plans, still running, that have drawn claims from this plan's population."""
    drawn = SampleItem.objects.filter(plan=OuterRef("pk"), claim__in=claims(plan))
    running = VerificationPlan.objects.filter(programme=plan.programme).exclude(pk=plan.pk)
    return running.exclude(pk__in=PlanEnd.objects.values("plan")).filter(Exists(drawn)).order_by("number")


def listed(plan: VerificationPlan) -> list[Listed]:
    """Every claim of the population, in no order."""
    rows = list(claims(plan).values_list(*COLUMNS).iterator(chunk_size=CHUNK))
    stated = ledger(plan.programme, plan.starts_on, plan.ends_on)
    background = _Background(plan, rows)
    return [_listed(plan, row, stated, background) for row in rows]


class _Background:
    """What is looked up once for all claims: periods, first events of agents, evidence named or attached twice."""

    def __init__(self, plan: VerificationPlan, rows: Iterable[tuple[Any, ...]]) -> None:
        self.limits = Limits(plan.late_days, plan.new_days)
        self.periods = list(plan.programme.periods.values_list("code", "starts_on", "ends_on"))
        firsts = Claim.objects.filter(programme=plan.programme).order_by().values_list("agent__code")
        self.first: dict[str, date] = dict(firsts.annotate(Min("event_date")))
        open_ones = Question.objects.open().filter(claim__programme=plan.programme)
        self.questioned = set(open_ones.values_list("claim", flat=True))
        people: defaultdict[str, set[str]] = defaultdict(set)
        for _, agent, person, *_, evidence in rows:
            if evidence:
                people[evidence].add(f"{agent}|{person}")
        self.shared = {evidence for evidence, who in people.items() if len(who) > 1}

        self.with_shared_file = _with_shared_file(plan.programme)

    def period(self, day: date) -> str:
        return next((code for code, first, last in self.periods if first <= day <= last), "")


def _with_shared_file(programme: Programme) -> set[int]:
    """The claims with a file whose very content is attached for somebody else of the programme too."""
    standing = Attachment.objects.standing().filter(claim__programme=programme)
    people = standing.order_by().values("file").annotate(people=Count("claim__participant", distinct=True))
    shared = people.filter(people__gt=1).values("file")
    return set(standing.filter(file__in=shared).values_list("claim", flat=True))


def _listed(
    plan: VerificationPlan, row: tuple[Any, ...], stated: Mapping[int, Decimal], background: _Background
) -> Listed:
    claim, agent, person, outcome, event, sequence, received, evidence = row
    asks = risks.asks(
        event=event, received=localdate(received), first=background.first[agent],
        shares_evidence=evidence in background.shared, shares_file=claim in background.with_shared_file,
        is_questioned=claim in background.questioned,
        limits=background.limits,
    )  # fmt: skip
    by_value = plan.method == VerificationPlan.Method.BY_VALUE
    stratum = sampling.stratum_code(
        agent,
        outcome if "outcome" in plan.apart else "",
        background.period(event) if "period" in plan.apart else "",
        at_risk=bool(asks) and not by_value,
    )
    key = sampling.key(agent, person, outcome, event.isoformat(), sequence)
    return Listed(Unit(key, stratum, stated.get(claim, Decimal(0))), claim, agent, asks)


def ledger(programme: Programme, starts_on: date, ends_on: date) -> dict[int, Decimal]:
    """What the ledger has stated for each claim of these days, by the table of the project."""
    reader: Callable[[Programme, date, date], dict[int, Decimal]] = import_string(_money().stated)
    return reader(programme, starts_on, ends_on)


def effect(claim: Claim) -> str:
    """In words, what failing the claim would change on which statement."""
    reader: Callable[[Claim], str] = import_string(_money().effect)
    return reader(claim)


def _money() -> Any:
    return import_string(settings.CLAIM_MONEY)


def counts(found: Iterable[Listed]) -> Counter[str]:
    """How many claims each stratum has."""
    return Counter(one.unit.stratum for one in found)


def keys(plan: VerificationPlan, found: QuerySet[Claim] | None = None) -> list[tuple[str, int]]:
    """The key of every claim of the plan's days, agents and outcomes, whatever became of it; or of those named."""
    if found is None:
        found = within(plan, Claim.objects.filter(programme=plan.programme))
    return [
        (sampling.key(agent, person, outcome, event.isoformat(), sequence), claim)
        for claim, agent, person, outcome, event, sequence in found.values_list(*COLUMNS[:6]).iterator(chunk_size=CHUNK)
    ]
