"""Statements as their pages show them, to people who may see rows and to people who may not."""

import dataclasses
import hashlib
from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.db.models import QuerySet, Sum
from django.http import Http404
from django.utils.functional import cached_property

from accounts.models import Organisation, User
from contracts.domain import rule_words, words
from contracts.domain.terms import MetricRule, ServiceFee, Terms
from contracts.selectors import terms, versions
from govuk import formats
from govuk.components import Event
from outcomes import permissions as row_permissions
from payments.domain import recoveries, statements
from payments.domain.statements import Line
from payments.models import LedgerEntry, Statement, StatementEvent, StatementLine
from payments.selectors import amounts, payers, untold
from payments.selectors import statements as selectors
from payments.selectors.payers import WhoPays
from stages.models import Programme

if TYPE_CHECKING:
    EntryPaginator = Paginator[LedgerEntry]
else:
    EntryPaginator = Paginator

PAGE = 50
ROUNDED = (
    "Unit amounts are shown to the penny. Where a price has further decimals, the sums come from the exact price, so "
    "that number × unit amount may seem to differ by pennies."
)


@dataclasses.dataclass(frozen=True)
class ShownLine:
    """A line with its rule, outcome and segment in words. `code` is its part of an address."""

    line: Line
    name: str
    rule_words: str
    outcome: str
    segment: str
    code: str
    conditions: list[tuple[str, str]]
    caps: dict[str, str]


@dataclasses.dataclass(frozen=True)
class Page:
    """A statement as the viewer may see it.

    `others` adds up the lines that may not be shown to them one by one. `untold` says why not even the total is told to
    them; empty where it is.
    """

    statement: Statement
    state: str
    lines: list[ShownLine]
    others: Line | None
    untold: str
    sums: Line
    who: WhoPays
    timeline: list[Event]
    may_see_rows: bool

    @property
    def hidden(self) -> bool:
        """Whether not even the total is told."""
        return bool(self.untold)

    @property
    def rounded(self) -> str:
        """Says that unit amounts are shown to the penny, where one has further decimals."""
        return ROUNDED if any(one.line.unit_amount != round(one.line.unit_amount, 2) for one in self.lines) else ""


def page(statement: Statement, viewer: User) -> Page:
    """Everything that the page of one statement shows."""
    programme = statement.programme
    lines = selectors.lines_of(statement)
    may_see_rows = row_permissions.can(viewer, "rows.view", programme)
    agreed = _terms(programme)

    def counts_nobody(line: Line) -> bool:
        rule = recoveries.rule_of(agreed[line.version], line.rule)
        return rule is None or isinstance(rule, ServiceFee | MetricRule)

    fewest = 0 if may_see_rows else programme.suppression_threshold
    shown = statements.shown_above(lines, fewest, counts_nobody)
    return Page(
        statement=statement,
        state=selectors.state_of(statement),
        lines=[shown_line(line, agreed[line.version]) for line in shown.lines],
        others=shown.others,
        untold="" if may_see_rows else untold.of_statement(amounts.shown(programme), statement),
        sums=statements.together(lines),
        who=payers.of(statement, lines),
        timeline=_timeline(statement, may_see_rows),
        may_see_rows=may_see_rows,
    )


def _timeline(statement: Statement, may_see_rows: bool) -> list[Event]:
    """What happened to the statement, the latest first."""
    events = [
        Event(event.get_kind_display(), event.at, by=event.by.name, detail=_detail(event, may_see_rows))
        for event in statement.events.select_related("by").order_by("-pk")
    ]
    return [*events, Event("Opened: something first fell due in the period", statement.opened_at)]


def _detail(event: StatementEvent, may_see_rows: bool) -> str:
    """What was said, about which line, or what was proposed until when.

    How much is told to those who may see rows: two proposals one after the other can differ by one person's money.
    """
    if event.kind == StatementEvent.Kind.PROPOSED and event.due_on is not None:
        until = f"agent has until {formats.uk_date(event.due_on)} to accept or ask"
        return f"{formats.money(event.total)}; the {until}" if may_see_rows else f"The {until}"
    return f"{event.about}: {event.text}" if event.about else event.text


def _terms(programme: Programme) -> dict[int, Terms]:
    return {version.number: terms.of(version) for version in versions.all_agreed(programme)}


def shown_line(line: Line, by: Terms) -> ShownLine:
    rule = recoveries.rule_of(by, line.rule)
    return ShownLine(
        line=line,
        name=rule.name if rule else recoveries.NAME,
        rule_words=rule_words.rule(rule, by) if rule else recoveries.WORDS,
        outcome=words.outcome_name(by, line.outcome) if line.outcome else "",
        segment=words.segment_name(by, line.segment) if line.segment else "",
        code=code_of(line),
        conditions=rule_words.conditions(rule, by) if rule else [],
        caps={cap.code: words.cap(cap, by) for cap in by.caps}
        | {cap.code: words.payer_cap(cap, by) for cap in by.payer_caps},
    )


def shares_told(programme: Programme) -> dict[int, str]:
    """By number of the version, who pays which share, in words."""
    shares = payers.shares_of(programme)
    codes = {code for of in shares.values() for code, _ in of}
    names = dict(Organisation.objects.filter(code__in=codes).values_list("code", "name"))
    return {
        number: words.listed(f"{names[code]} {words.percent(share)}" for code, share in of)
        for number, of in shares.items()
    }


def code_of(line: Line) -> str:
    """What tells a line from the others of its statement, short and the same for ever."""
    key = (line.kind, line.rule, line.outcome, line.segment, line.version, statements.price(line.unit_amount))
    return hashlib.sha256(repr(key).encode()).hexdigest()[:12]


def line_of(statement: Statement, code: str) -> ShownLine:
    """The line of this code; the page does not exist when the statement has no such line."""
    for line in selectors.lines_of(statement):
        if code_of(line) == code:
            return shown_line(line, _terms(statement.programme)[line.version])
    raise Http404("No such line")


class LinePaginator(EntryPaginator):
    """Pages of the entries of a line whose number is known already: counting millions of rows takes too long."""

    def __init__(self, entries: QuerySet[LedgerEntry], known: int) -> None:
        super().__init__(entries, PAGE)
        self.known = known

    @cached_property
    def count(self) -> int:
        return self.known


def entries_of(statement: Statement, line: Line, reference: str = "") -> EntryPaginator:
    """The entries behind a line, in the order in which they were entered, or those of some participants."""
    key = {name: getattr(line, name) for name in ("kind", "rule", "outcome", "segment", "unit_amount")}
    entries = (
        LedgerEntry.objects.filter(statement=statement, version__number=line.version, **key)
        .select_related("participant", "claim")
        .order_by("pk")
    )
    if reference:
        return Paginator(entries.filter(participant__reference__istartswith=reference), PAGE)
    lines = StatementLine.objects.filter(statement=statement, version__number=line.version, **key)
    return LinePaginator(entries, lines.aggregate(known=Sum("entries"))["known"] or 0)
