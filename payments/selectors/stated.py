"""What approved statements say already, held against a version that is drafted: what is stated stays stated."""

import datetime
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db.models import Count, DateField, F, Max, Q, QuerySet, Sum
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce

from contracts.domain import payer_caps, words
from contracts.domain.clauses import Cap
from contracts.domain.problems import Problem
from contracts.domain.rates import anniversary, contract_year
from contracts.domain.terms import Terms
from contracts.selectors import terms as stored
from contracts.selectors import versions
from payments.models import LedgerEntry, Statement, StatementLine
from payments.selectors import payers
from stages.models import Programme

DAY = datetime.timedelta(days=1)
NOUGHT = Decimal(0)
ALL_AGENTS = "all agents together"


def problems(programme: Programme, terms: Terms) -> list[Problem]:
    """What stands against the version: it starts before the end of a stated period, or caps less than is stated."""
    if not _approved(programme).exists():
        return []
    return [
        *_starts_inside(programme, terms), *_caps_below(programme, terms), *_payer_caps_below(programme, terms),
    ]  # fmt: skip


def _approved(programme: Programme) -> QuerySet[Statement]:
    return Statement.objects.filter(programme=programme, approved_at__isnull=False)


def _starts_inside(programme: Programme, terms: Terms) -> Iterator[Problem]:
    """A period with an approved statement was stated by the version in force; no other can take its place."""
    stated = _approved(programme).filter(period__ends_on__gte=terms.effective_from).select_related("agent", "period")
    last = stated.order_by("-period__ends_on", "agent__name").first()
    if last is None:
        return
    period = last.period
    message = (
        f"The version would take effect on {words.day(terms.effective_from)}, and {last.agent}'s statement for "
        f"{period.code} ({words.day(period.starts_on)} to {words.day(period.ends_on)}) is approved with "
        f"{words.money(last.total or NOUGHT)}. Start the version on {words.day(period.ends_on + DAY)} or later: what "
        "is stated stays as it is."
    )
    yield Problem("effective_from", "inside_stated_period", message)


def _caps_below(programme: Programme, terms: Terms) -> Iterator[Problem]:
    """Every cap that is new or lower than before leaves room for what is stated in its own unit."""
    agreed = [stored.of(one) for one in versions.all_agreed(programme)]
    first = min((one.effective_from for one in agreed), default=terms.effective_from)
    for index, cap in enumerate(terms.caps):
        if not agreed or _is_no_lower(cap, agreed[-1]):
            continue
        most, told = _most_stated(programme, terms, cap, first)
        if most > cap.amount:
            allowed = words.cap(cap, terms).rstrip(".")
            message = (
                f"The cap “{cap.code}” allows {allowed[0].lower()}{allowed[1:]}, and approved statements say "
                f"{told} already. Raise it to {words.money(most)} or more."
            )
            yield Problem(f"caps[{index}].amount", "cap_below_stated", message)


def _is_no_lower(cap: Cap, before: Terms) -> bool:
    """Whether the last agreed version has the same cap at the same amount or less, so that nothing exceeds it."""
    return any(cap.amount >= one.amount and _unit(cap) == _unit(one) for one in before.caps)


def _unit(cap: Cap) -> tuple[object, ...]:
    return cap.code, cap.scope, cap.segment, cap.outcome, cap.per_agent, cap.carries_over


def _most_stated(programme: Programme, terms: Terms, cap: Cap, first: datetime.date) -> tuple[Decimal, str]:
    """The most that is stated in one unit of the cap, in pounds, and in words for whom."""
    if cap.scope == "participant":
        return _for_participants(programme, terms, cap)
    if cap.scope == "year":
        return _in_year(programme, terms, cap, first)
    lines = StatementLine.objects.filter(_concerned(cap), statement__in=_approved(programme))
    if cap.scope != "period":
        return _of_agents(lines, cap, "")
    lines = lines.filter(kind=LedgerEntry.Kind.PAYMENT, statement__period__ends_on__gte=terms.effective_from)
    found = [
        _of_agents(lines.filter(statement__period__code=code), cap, f" in {code}")
        for code in lines.order_by().values_list("statement__period__code", flat=True).distinct()
    ]
    return max(found, default=(NOUGHT, ""))


def _concerned(cap: Cap) -> Q:
    """The amounts that the cap concerns: of its segment and its outcome, where it names one."""
    named = {"segment": cap.segment, "outcome": cap.outcome}
    return Q(**{name: code for name, code in named.items() if code})


def _of_agents(rows: QuerySet[Any], cap: Cap, when: str) -> tuple[Decimal, str]:
    """The sum of the rows: of all agents together, or of the one with the most where each has the cap."""
    sums = list(rows.order_by().values_list("statement__agent__name").annotate(Sum("net")))
    if cap.per_agent:
        most, agent = max(((net, agent) for agent, net in sums), default=(NOUGHT, ""))
        return most, f"{words.money(most)} for {agent}{when}"
    total = sum((net for _, net in sums), NOUGHT)
    return total, f"{words.money(total)} for {ALL_AGENTS}{when}"


def _in_year(programme: Programme, terms: Terms, cap: Cap, first: datetime.date) -> tuple[Decimal, str]:
    """What is stated in the contract year in which the version would begin, by the day on which it fell due."""
    year = contract_year(terms.effective_from, first)
    began = max(first, anniversary(first, year - 1))
    due_on = Coalesce(Cast(KT("explanation__due_on"), DateField()), F("statement__period__ends_on"))
    entries = LedgerEntry.objects.filter(_concerned(cap), programme=programme, statement__in=_approved(programme))
    within = entries.filter(statement__period__ends_on__gte=began).annotate(due_on=due_on)
    return _of_agents(within.filter(due_on__gte=began), cap, f" in the contract year from {words.day(began)}")


def _for_participants(programme: Programme, terms: Terms, cap: Cap) -> tuple[Decimal, str]:
    entries = LedgerEntry.objects.filter(_concerned(cap), programme=programme, statement__in=_approved(programme))
    beyond = (
        entries.filter(participant__isnull=False)
        .order_by()
        .values("participant")
        .annotate(stated=Sum("net"))
        .filter(stated__gt=cap.amount)
        .aggregate(most=Max("stated"), people=Count("participant"))
    )
    most = beyond["most"] or NOUGHT
    return most, f"up to {words.money(most)} each for {words.plural(beyond['people'], words.unit(terms))}"


def _payer_caps_below(programme: Programme, terms: Terms) -> Iterator[Problem]:
    """Every new or lower cap of a principal leaves room for what approved statements say that it pays."""
    agreed = [stored.of(one) for one in versions.all_agreed(programme)]
    kept = {(one.code, one.payer, one.over): one.amount for one in agreed[-1].payer_caps} if agreed else {}
    for index, cap in enumerate(terms.payer_caps):
        before = kept.get((cap.code, cap.payer, cap.over))
        if cap.over == payer_caps.PERIOD or (before is not None and cap.amount >= before):
            continue
        began = min((one.effective_from for one in agreed), default=terms.effective_from)
        if cap.over == payer_caps.YEAR:
            began = max(began, anniversary(began, contract_year(terms.effective_from, began) - 1))
        borne, name = _borne(programme, cap.payer, began)
        if borne > cap.amount:
            message = (
                f"{words.payer_cap(cap, terms, name)} Approved statements say that it pays {words.money(borne)} since "
                f"{words.day(began)} already. Raise the cap to {words.money(borne)} or more."
            )
            yield Problem(f"payer_caps[{index}].amount", "cap_below_stated", message)


def _borne(programme: Programme, payer: str, began: datetime.date) -> tuple[Decimal, str]:
    """What the principal pays by the approved statements of periods that end on or after the day, and its name."""
    found = payers.borne(programme, _approved(programme).filter(period__ends_on__gte=began))
    return found.get(payer, NOUGHT), payers.names_of([payer]).get(payer, payer)
