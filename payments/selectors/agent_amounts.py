"""What an agent is paid for a period or a cohort, rather than for one participant: each amount, explained."""

import dataclasses
import datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from accounts.models import Organisation, User
from contracts.domain.metric_rules import BandedMetric, MetricRule
from contracts.domain.rules import Rule
from contracts.models import ContractVersion, Period
from contracts.selectors import terms
from payments.domain import floors, money, recoveries, statements
from payments.domain.metric_sums import POOLED
from payments.models import LedgerEntry, Statement
from payments.selectors import explanations
from payments.selectors.explanations import ExplainedRule
from stages.models import Programme

RELATED = ("programme", "run", "statement__period", "statement__agent", "version")


@dataclasses.dataclass(frozen=True)
class AgentAmount:
    """An amount of an agent: what it is for, in words, and every entry of the ledger about it.

    `pk` is its first entry, by which its page is found. `due_on` is None where only a correction is left.
    """

    pk: int
    agent: Organisation
    about: str
    what: str
    due_on: datetime.date | None
    version: ContractVersion
    outcome: str
    rules: list[ExplainedRule]
    total: Decimal

    @property
    def name(self) -> str:
        return self.rules[0].name


def entry_for(viewer: User, programme: Programme, pk: int) -> LedgerEntry:
    """An entry about an amount of an agent, if the viewer may see it; otherwise the page does not exist for them."""
    own = Statement.objects.visible_to(viewer).filter(programme=programme)
    found = LedgerEntry.objects.filter(programme=programme, participant=None, statement__in=own, pk=pk)
    entry = found.select_related(*RELATED).first()
    if entry is None:
        raise Http404("No such amount")
    return entry


def of_entry(entry: LedgerEntry) -> AgentAmount:
    """The whole amount to which the entry belongs, with what was entered about it on any statement."""
    rows = list(_about(entry).select_related(*RELATED).order_by("pk"))
    (explained,) = explanations.rules_of(rows, entry.programme)
    rule = recoveries.rule_of(terms.of(rows[-1].version), entry.rule)
    due = [row.explanation["due_on"] for row in rows if "due_on" in row.explanation]
    return AgentAmount(
        pk=rows[0].pk,
        agent=entry.statement.agent,
        about=entry.about,
        what=what(entry.about, rule),
        due_on=datetime.date.fromisoformat(due[-1]) if due else None,
        version=rows[-1].version,
        outcome=entry.outcome,
        rules=[explained],
        total=explained.net,
    )


def _about(entry: LedgerEntry) -> QuerySet[LedgerEntry]:
    """Every entry about the same amount: of this agent and rule, under this name."""
    return LedgerEntry.objects.filter(
        programme=entry.programme, participant=None, statement__agent=entry.statement.agent, rule=entry.rule,
        about=entry.about,
    )  # fmt: skip


def of_period(programme: Programme, agent: Organisation, period: Period) -> list[AgentAmount]:
    """Every amount of the agent that has an entry on its statement for the period, in the order of the ledger."""
    entries = LedgerEntry.objects.filter(
        programme=programme, participant=None, statement__agent=agent, statement__period=period
    )
    first: dict[tuple[str, str], LedgerEntry] = {}
    for entry in entries.select_related(*RELATED).order_by("pk"):
        first.setdefault((entry.rule, entry.about), entry)
    return [of_entry(entry) for entry in first.values()]


def what(about: str, rule: Rule | None) -> str:
    """What an amount is for, by the name that it has in the ledger. No rule: it was taken back for errors found."""
    if rule is None:
        return f"verification {about.replace('-', ' ')}"
    if about == floors.WHOLE:
        return "the least over the whole contract"
    if about.endswith(floors.LEAST):
        return f"the least for {about.removesuffix(floors.LEAST)}"
    if about == POOLED:
        return "all cohorts together"
    if isinstance(rule, MetricRule) and not isinstance(rule, BandedMetric):
        return next((cohort.name for cohort in rule.cohorts if cohort.code == about), about)
    period, _, band = about.partition(".")
    return f"band {band.partition('.')[0]} of {period}" if band else period


def as_document(found: AgentAmount) -> dict[str, Any]:
    """The explanation in the shape of that of a claim; no claim and no participant stands behind it."""
    return {
        "claim": None,
        "participant": None,
        "agent": found.agent.code,
        "about": found.about,
        "outcome": found.outcome,
        "segment": "",
        "event_date": found.due_on.isoformat() if found.due_on else None,
        "version": found.version.number,
        "rules": [explanations.rule_document(rule) for rule in found.rules],
        "not_paid": [],
        "total": money.text(found.total),
    }


def period_document(programme: Programme, agent: Organisation, period: Period) -> dict[str, Any]:
    """All amounts of the agent for a period, as the command `explain` prints them."""
    amounts = of_period(programme, agent, period)
    return {
        "programme": programme.slug,
        "agent": agent.code,
        "period": period.code,
        "amounts": [as_document(one) for one in amounts],
        "total": money.text(sum((one.total for one in amounts), statements.NOUGHT)),
    }
