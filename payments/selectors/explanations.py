"""Every payment explained: from a claim (or a start) to each pound that the ledger says for it."""

import dataclasses
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from accounts.models import Organisation, User
from contracts.domain import rule_words, words
from contracts.domain.terms import Terms
from contracts.models import ContractVersion
from contracts.selectors import terms, versions
from delivery.models import Participant
from delivery.selectors import participant_events
from govuk import formats
from outcomes.models import Claim, ClaimState
from outcomes.selectors import claims
from payments.domain import explanation, money, recoveries, refusals, statements
from payments.domain.entitlements import Participant as Judged
from payments.domain.prices import PriceList
from payments.domain.step import Step
from payments.models import LedgerEntry, Statement
from payments.selectors import books
from payments.selectors.payers import shares_of
from stages.models import Programme


@dataclasses.dataclass(frozen=True)
class Borne:
    """What a payer bears of an entry."""

    code: str
    name: str
    amount: Decimal


@dataclasses.dataclass(frozen=True)
class ExplainedEntry:
    """A ledger entry with its steps and what each payer bears of it, to the penny."""

    entry: LedgerEntry
    steps: list[Step]
    payers: list[Borne]

    @property
    def how_split(self) -> str:
        """How the amount was split among the payers, in words."""
        capped = "who_pays" in self.entry.explanation
        return "as far as their caps leave room" if capped else "rounded to the penny for this entry alone"

    @property
    def caption(self) -> str:
        """What the entry is, in a few words."""
        kind = "Adjustment" if self.entry.kind == LedgerEntry.Kind.ADJUSTMENT else "Payment"
        return f"{kind} of {formats.money(self.entry.net)} on the statement for {self.entry.statement.period.code}"


@dataclasses.dataclass(frozen=True)
class ExplainedRule:
    """What the ledger says under one rule: the rule in words with its conditions, the entries, and their sum."""

    code: str
    name: str
    words: str
    conditions: list[tuple[str, str]]
    entries: list[ExplainedEntry]
    net: Decimal


@dataclasses.dataclass(frozen=True)
class Explanation:
    """Everything about a claim, or (without one) about a start."""

    participant: Participant
    claim: Claim | None
    state: str
    version: ContractVersion
    terms: Terms
    outcome_name: str
    segment_name: str
    rules: list[ExplainedRule]
    not_paid: list[str]
    total: Decimal


def claim_for(viewer: User, programme: Programme, pk: int) -> Claim:
    """The claim, if the viewer may see it; otherwise the page does not exist for them."""
    found = Claim.objects.visible_to(viewer).filter(programme=programme, pk=pk).select_related(*RELATED).first()
    if found is None:
        raise Http404("No such claim")
    return found


def participant_for(viewer: User, programme: Programme, pk: int) -> Participant:
    found = Participant.objects.visible_to(viewer).filter(programme=programme, pk=pk)
    participant = found.select_related("programme", "agent", "version").first()
    if participant is None:
        raise Http404("No such participant")
    return participant


RELATED = ("programme", "version", "agent", "participant__programme", "participant__agent")


def of_claim(claim: Claim, as_of: date) -> Explanation:
    """What the claim earns by the ledger, and what it does not earn (yet) on the day `as_of`, with the reasons."""
    entries = LedgerEntry.objects.filter(claim=claim)
    state = claim.states.order_by("-pk").first()
    fallen = f"{state.get_state_display()}: {state.reason}" if state and state.state in ClaimState.FALLEN else ""
    version = claims.version(claim)
    reasons = [fallen] if fallen else _refusals(claim, version, as_of)
    return _explanation(claim.participant, claim, version, entries, reasons, fallen)


def of_start(participant: Participant) -> Explanation:
    """What the start of a participant earns by the ledger."""
    entries = LedgerEntry.objects.filter(participant=participant, programme=participant.programme, claim=None)
    version = versions.ByDay(participant.programme).on(participant.started_on)
    return _explanation(participant, None, version, entries, [], "")


@dataclasses.dataclass(frozen=True)
class Sums:
    """What an agent is paid for a period on a line of a statement, each entry with its steps."""

    rules: list[ExplainedRule]


def of_sums(statement: Statement, line: statements.Line) -> Sums:
    """The entries of a line that no single participant stands behind; none for every other line."""
    entries = LedgerEntry.objects.filter(
        statement=statement, participant=None, rule=line.rule, kind=line.kind, unit_amount=line.unit_amount,
        version__number=line.version,
    )  # fmt: skip
    rows = entries.select_related("run", "statement__period", "version").order_by("pk")
    return Sums(rules_of(list(rows), statement.programme))


def _explanation(
    participant: Participant,
    claim: Claim | None,
    version: ContractVersion,
    entries: QuerySet[LedgerEntry],
    reasons: list[str],
    state: str,
) -> Explanation:
    found = terms.of(version)
    rows = entries.select_related("run", "statement__period", "version").order_by("pk")
    rules = rules_of(list(rows), participant.programme)
    segment = participant_events.segment_now(participant)
    return Explanation(
        participant=participant,
        claim=claim,
        state=state,
        version=version,
        terms=found,
        outcome_name=words.outcome_name(found, claim.outcome) if claim else "",
        segment_name=words.segment_name(found, segment) if segment else "",
        rules=rules,
        not_paid=reasons,
        total=sum((rule.net for rule in rules), statements.NOUGHT),
    )


def rules_of(rows: Sequence[LedgerEntry], programme: Programme) -> list[ExplainedRule]:
    """The entries by rule, each with its steps and payers."""
    shares = shares_of(programme) if rows else {}
    codes = {code for payers in shares.values() for code, _ in payers}
    names = dict(Organisation.objects.filter(code__in=codes).values_list("code", "name"))
    found: list[ExplainedRule] = []
    for code in dict.fromkeys(row.rule for row in rows):
        entries = [row for row in rows if row.rule == code]
        priced_by = terms.of(entries[-1].version)
        rule = recoveries.rule_of(priced_by, code)
        found.append(
            ExplainedRule(
                code=code,
                name=rule.name if rule else recoveries.NAME,
                words=rule_words.rule(rule, priced_by) if rule else recoveries.WORDS,
                conditions=rule_words.conditions(rule, priced_by) if rule else [],
                entries=[_entry(row, shares, names) for row in entries],
                net=sum((row.net for row in entries), statements.NOUGHT),
            )
        )
    return found


def _entry(row: LedgerEntry, shares: dict[int, statements.Shares], names: dict[str, str]) -> ExplainedEntry:
    figures = explanation.Entry(
        rule=row.rule,
        outcome=row.outcome,
        segment=row.segment,
        units=row.units,
        unit_amount=row.unit_amount,
        gross=row.gross,
        deadweight=row.deadweight,
        capped=row.capped,
        net=row.net,
        facts=row.explanation,
    )
    payers = [Borne(code, names[code], amount) for code, amount in _borne(row, shares[row.version.number])]
    return ExplainedEntry(row, explanation.steps(figures, terms.of(row.version), names), payers)


def _borne(row: LedgerEntry, shares: statements.Shares) -> list[tuple[str, Decimal]]:
    """What each payer bears of the entry: as it says, or by the shares, to the penny."""
    if "who_pays" in row.explanation:
        said = row.explanation["who_pays"]["payers"]
        return [(code, Decimal(said.get(code, "0.00"))) for code, _ in shares]
    borne = money.split(int(row.net.scaleb(2)), shares)
    return [(code, money.pounds(pennies)) for code, pennies in borne.items()]


def _refusals(claim: Claim, version: ContractVersion, as_of: date) -> list[str]:
    """Why the claim earns nothing under a rule, judged with the participant's other claims as they stand."""
    book = books.book(claim.programme)
    if book is None:
        return ["The contract has no periods yet, so nothing is stated."]
    judged = Judged(books.start_of(claim.participant), books.claims_of(claim.participant), PriceList(book.terms), as_of)
    judged.judge()
    return [refusals.words(one, book.terms[version.pk]) for one in judged.refusals if one.claim == claim.pk]


def as_document(found: Explanation) -> dict[str, Any]:
    """The explanation as the command `explain` prints it."""
    claim = found.claim
    return {
        "claim": claim.pk if claim else None,
        "participant": found.participant.reference,
        "agent": found.participant.agent.code,
        "outcome": claim.outcome if claim else "",
        "segment": found.participant.segment,
        "event_date": (claim.event_date if claim else found.participant.started_on).isoformat(),
        "version": found.version.number,
        "rules": [rule_document(rule) for rule in found.rules],
        "not_paid": found.not_paid,
        "total": money.text(found.total),
    }


def rule_document(rule: ExplainedRule) -> dict[str, Any]:
    """A rule with its entries, for other programs."""
    return {
        "rule": rule.code,
        "name": rule.name,
        "words": rule.words,
        "conditions": [{"label": label, "text": text} for label, text in rule.conditions],
        "net": money.text(rule.net),
        "entries": [_entry_document(one) for one in rule.entries],
    }


def _entry_document(one: ExplainedEntry) -> dict[str, Any]:
    row = one.entry
    return {
        "entry": row.pk,
        "run": row.run.number,
        "statement": row.statement.period.code,
        "kind": row.kind,
        "version": row.version.number,
        "reason": row.reason,
        "steps": [
            {"step": step.title, "formula": step.formula, "values": step.values, "result": step.result}
            for step in one.steps
        ],
        "units": row.units,
        "unit_amount": statements.price(row.unit_amount),
        "gross": money.text(row.gross),
        "deadweight": money.text(row.deadweight),
        "cap": money.text(row.capped),
        "net": money.text(row.net),
        "payers": [{"principal": payer.code, "amount": money.text(payer.amount)} for payer in one.payers],
    }
