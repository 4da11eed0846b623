"""What records beside the targets say of a programme: its agents' means, its verdicts, its questions, its claims."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Sum

from contracts.models import ContractVersion, Segment
from delivery.models import Partner, PartnerTerms
from monitoring.domain import verdicts
from monitoring.models import GamingQuestion, GamingSettlement, Verdict
from monitoring.selectors import registered
from outcomes.models import ClaimState, ItemDecision
from payments.models import Statement, StatementEvent
from stages.models import AgentDiligence, Programme

LATELY = timedelta(days=180)
CANNOT_BE_SHOWN = (ItemDecision.Reason.NO_EVIDENCE, ItemDecision.Reason.DUPLICATE)


def agent_in_trouble(programme: Programme, as_of: date) -> str:
    """Partners whose subcontract ended lately and was not renewed; agents owed more than their working capital."""
    said = [f"the subcontract of {name} has ended and was not renewed" for name in _left(programme, as_of)]
    said += [f"{name} is owed more than the working capital that it stated" for name in _stretched(programme)]
    return "; ".join(said)


def _left(programme: Programme, as_of: date) -> list[str]:
    begun = PartnerTerms.objects.filter(partner__programme=programme, from_date__lte=as_of)
    last = begun.order_by("partner", "-from_date", "-pk").distinct("partner")
    ended = PartnerTerms.objects.filter(
        pk__in=last.values("pk"), until_date__lt=as_of, until_date__gte=as_of - LATELY
    ).values("partner")
    return list(Partner.objects.filter(pk__in=ended).order_by("name").values_list("name", flat=True))


def _stretched(programme: Programme) -> list[str]:
    """Agents whose approved statements that are not paid add up to more than their due diligence has as capital."""
    paid = StatementEvent.objects.filter(
        statement__programme=programme, kind__in=(StatementEvent.Kind.PAID, StatementEvent.Kind.RECONCILED)
    )
    owed = Statement.objects.filter(programme=programme, approved_at__isnull=False).exclude(
        pk__in=paid.values("statement")
    )
    sums: dict[int, Decimal] = dict(owed.values("agent").annotate(owed=Sum("total")).values_list("agent", "owed"))
    known = AgentDiligence.objects.filter(
        candidate__programme=programme, candidate__organisation__in=sums, working_capital__isnull=False
    )
    rows = known.values_list("candidate__organisation", "candidate__organisation__name", "working_capital")
    return sorted({name for agent, name, capital in rows if capital is not None and sums[agent] > capital})


def no_better_than_without(programme: Programme) -> dict[str, str]:
    """By outcome, the registered questions whose latest verdict shows nothing though there were enough people."""
    asked = registered.standing(programme)
    named: dict[str, list[str]] = defaultdict(list)
    for one, found in zip(asked, registered.answers(programme, asked), strict=True):
        if found and _shows_nothing(found[0]):
            named[one.comparison.outcome].append(f"“{one.comparison.name}”")
    return {outcome: ", ".join(names) for outcome, names in named.items()}


def _shows_nothing(one: Verdict) -> bool:
    if one.verdict == verdicts.Verdict.WORSE:
        return True
    enough = one.needed is not None and one.people >= one.needed
    return one.verdict == verdicts.Verdict.NO_CLEAR_DIFFERENCE and enough


def unverifiable(programme: Programme, outcome: str, as_of: date) -> str:
    """Whether claims of the outcome failed lately for want of evidence, or are asked about as claimed elsewhere."""
    failed = ItemDecision.objects.filter(
        item__claim__programme=programme, item__claim__outcome=outcome, reason__in=CANNOT_BE_SHOWN,
        step=ItemDecision.Step.CHECK, verdict=ItemDecision.Verdict.FAILED,
        item__claim__states__state=ClaimState.State.FAILED,
        decided_at__date__gt=as_of - LATELY, decided_at__date__lte=as_of,
    )  # fmt: skip
    said = []
    if failed.values("item").distinct().count() > 1:
        said.append("several claims failed because nothing showed the result, or it was claimed already")
    if _asked(programme, "double_claims"):
        said.append("another programme has claims for the same people")
    return "; ".join(said)


def _asked(programme: Programme, indicator: str) -> list[str]:
    """What is asked about by the indicator and was not explained to the other side's satisfaction."""
    found = GamingQuestion.objects.filter(programme=programme, indicator=indicator)
    open_ones = found.exclude(settlement__kind=GamingSettlement.Kind.ACCEPTED)
    return list(open_ones.values_list("subject", flat=True))


def hard_cases_missing(programme: Programme, version: ContractVersion | None) -> bool:
    """Whether a segment that hardly starts is one with less hope than the others, by its baseline."""
    asked = set(_asked(programme, "creaming"))
    if version is None or not asked:
        return False
    rows = Segment.objects.filter(version=version).values_list("code", "baseline")
    baselines = {code: baseline for code, baseline in rows if baseline is not None}
    if len(baselines) < 2:
        return False
    middle = sum(baselines.values(), Decimal(0)) / len(baselines)
    return any(baselines.get(code, middle) < middle for code in asked)
