"""A statement as a report: what its page says, on paper, with every kind of line explained."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal

from django.db.models import Sum

from accounts.models import User
from govuk import formats, reports
from payments.domain import statements
from payments.domain.statements import Line
from payments.models import LedgerEntry, Statement
from payments.selectors import payers, statement_pages
from payments.selectors import statements as selectors
from payments.selectors.statement_pages import Page, ShownLine

KEY = ("kind", "rule", "outcome", "segment", "unit_amount")
Caps = dict[tuple[object, ...], dict[str, Decimal]]
"""By line, what each cap took off."""
STATES = dict(selectors.STATES)
NOT_SHOWN = "Not shown"
COLUMNS = ("For", "Number", "Unit amount", "Gross", "Deadweight", "Cap", "Net")
WIDTHS = (34, 9, 12, 13, 13, 11, 13)


def report(statement: Statement, viewer: User, at: datetime) -> reports.Report:
    """The statement as the viewer may see it: where its page hides a small number, so does the report."""
    shown = statement_pages.page(statement, viewer)
    period = statement.period
    return reports.Report(
        f"Statement for {period.code}: {statement.agent.name}",
        caption=statement.programme.name,
        made=f"Made on {formats.moment(at)} from the ledger as it stood then.",
        blocks=(
            reports.Facts(
                (
                    reports.Fact("Period", f"{formats.uk_date(period.starts_on)} to {formats.uk_date(period.ends_on)}"),
                    reports.Fact("State", _state(statement, shown)),
                    reports.Fact("Total", _total(shown)),
                )
            ),
            *_figures(shown, statement.programme.suppression_threshold),
            reports.Heading("What happened"),
            reports.Bullets(
                tuple(
                    f"{event.title}, {formats.moment(event.at)}"
                    + (f", {event.by}" if event.by else "")
                    + (f": {event.detail}" if event.detail else "")
                    for event in shown.timeline
                )
            ),
            *_appendix(shown, caps_that_bit(statement), statement_pages.shares_told(statement.programme)),
        ),
    )


def _state(statement: Statement, shown: Page) -> str:
    by, approved = statement.approved_by, statement.approved_at
    told = f", by {by.name}, {formats.moment(approved)}" if by is not None and approved is not None else ""
    return f"{STATES[shown.state]}{told}"


def _total(shown: Page) -> str:
    if shown.hidden:
        return NOT_SHOWN
    return formats.money(shown.sums.net)


def _figures(shown: Page, threshold: int) -> Iterable[reports.Block]:
    """The lines with their sums, and who pays what."""
    if shown.hidden:
        yield reports.Notice(shown.untold)
        return
    if not shown.lines and shown.others is None:
        yield reports.Paragraph("Nothing is owed for this period: what was stated has been taken back.")
        return
    rows = [(_name(one), *_amounts(one.line)) for one in shown.lines]
    if shown.others is not None:
        others = _amounts(shown.others)
        label = f"Other lines together: those of fewer than {threshold} results are not shown one by one"
        rows.append((label, others[0], "", *others[2:]))
    rows.append(("Total", "", "", *_amounts(shown.sums)[2:]))
    yield reports.Table("What is owed", COLUMNS, tuple(rows), numeric=(1, 2, 3, 4, 5, 6), widths=WIDTHS)
    if shown.who.payers:
        paid = tuple((payer.name, formats.money(payer.amount)) for payer in shown.who.payers)
        yield reports.Table("Who pays", ("Principal", "Amount"), paid, numeric=(1,), widths=(3, 1))
        for one in shown.who.met:
            yield reports.Paragraph(one.told)
        yield reports.Paragraph(shown.who.how, small=True)


def _name(one: ShownLine) -> str:
    """The rule, what it is for, and the version; as in the table of the page."""
    adjustment = " (adjustment)" if one.line.kind == "adjustment" else ""
    whom = ", ".join(part for part in (one.outcome, one.segment) if part)
    return f"{one.name}{adjustment}\n{whom} (version {one.line.version})".replace("\n (", "\n(")


def _amounts(line: Line) -> tuple[str, ...]:
    money = (formats.money(value) for value in (line.unit_amount, line.gross, line.deadweight, line.cap, line.net))
    return (formats.count(line.count), *money)


def caps_that_bit(statement: Statement) -> Caps:
    """What each cap took off each line; entries that correct earlier ones may not name theirs."""
    rows = (
        LedgerEntry.objects.filter(statement=statement)
        .exclude(capped=0)
        .order_by()
        .values_list(*KEY, "version__number", "explanation__cap__code")
        .annotate(Sum("capped"))
    )
    found: Caps = {}
    for *key, code, capped in rows:
        if code:
            found.setdefault(tuple(key), {})[code] = capped
    for *key, code, unpaid, named in payers.unpaid_by_line(statement):
        of_line = found.setdefault(tuple(key), {})
        of_line[code] = of_line.get(code, statements.NOUGHT) + unpaid
        if named:  # the other cap that an entry names took off only what no payer's cap did
            of_line[named] = of_line.get(named, statements.NOUGHT) - unpaid
    return {key: {code: amount for code, amount in of.items() if amount} for key, of in found.items()}


def _appendix(shown: Page, caps: Caps, shares: Mapping[int, str]) -> Iterable[reports.Block]:
    """Each kind of line once: its rule in words, its lines with formula and values, the caps that bit, who pays."""
    if shown.hidden or not shown.lines:
        return
    yield reports.PageBreak()
    yield reports.Heading("How each line comes about")
    yield reports.Paragraph(
        "Owed = number × unit amount − deadweight − cap. What each claim adds is explained on its own page."
    )
    for key in dict.fromkeys((one.line.version, one.line.rule) for one in shown.lines):
        lines = [one for one in shown.lines if (one.line.version, one.line.rule) == key]
        first = lines[0]
        yield reports.Heading(f"{first.name} (version {first.line.version})", level=2)
        yield reports.Paragraph(first.rule_words)
        yield reports.Bullets(tuple(_calculation(one, caps.get(_key(one.line), {})) for one in lines))
        bit = sorted({code for one in lines for code in caps.get(_key(one.line), {})})
        facts = [
            *first.conditions,
            *((f"Cap {code}", first.caps[code]) for code in bit if code in first.caps),
            ("Who pays", shares.get(first.line.version, "")),
        ]
        yield reports.Facts(tuple(reports.Fact(label, text) for label, text in facts if text))
    if shown.rounded:
        yield reports.Paragraph(shown.rounded, small=True)


def _key(line: Line) -> tuple[object, ...]:
    return (*(getattr(line, name) for name in KEY), line.version)


def _calculation(one: ShownLine, caps: Mapping[str, Decimal]) -> str:
    """A line as its formula with values; caps by code where all that they took off is known."""
    line = one.line
    whom = ", ".join(part for part in (one.outcome, one.segment) if part) or one.name
    told = f"{whom}: {formats.count(line.count)} × {formats.money(line.unit_amount)} = {formats.money(line.gross)}"
    if line.deadweight:
        told += f", less {formats.money(line.deadweight)} conceded as deadweight"
    if line.cap:
        known = sum(caps.values()) == line.cap
        named = [f"{formats.money(capped)} beyond the cap {code}" for code, capped in sorted(caps.items())]
        told += f", less {' and '.join(named)}" if known else f", less {formats.money(line.cap)} beyond a cap"
    adjusts = " It corrects a statement that was approved before." if line.kind == "adjustment" else ""
    return f"{told}: {formats.money(line.net)} owed.{adjusts}"
