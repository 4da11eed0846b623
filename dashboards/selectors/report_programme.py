"""The programme report: the answer first, the evidence, what became of it, and what the next programme should know.

Its figures are those of the findings dashboard, decided on and hidden in the same way.
"""

from datetime import datetime

from dashboards.models import Report
from dashboards.selectors import (
    findings_dashboard,
    findings_effect,
    findings_evidence,
    findings_quality,
    findings_voices,
    report_record,
    reports,
)
from dashboards.selectors.findings_answers import Answer
from dashboards.selectors.findings_dashboard import Asked, Known, Page
from govuk import formats
from govuk.reports import Block, Bullets, Fact, Facts, Figure, Heading, Notice, Paragraph, Table
from govuk.reports import Report as Document
from monitoring.selectors import figures

NOTHING_JUDGED = "Nothing has been judged yet: no period of an agreed contract is complete, or no data have come in."
DROPPED = "The contract names these targets no longer, so they are not watched and are counted nowhere above:"
NOT_SAID = (
    "A status is no payment decision: what is paid follows the contract alone. An interval that holds the target does "
    "not show that the target is met, only that the data do not speak against it."
)


def report(asked: Report, at: datetime) -> Document:
    """The report that was asked for, as the programme stands at this moment."""
    viewer = reports.audience_of(asked)
    have = findings_dashboard.known(viewer)
    return Document(
        f"Report on {asked.programme.name}",
        caption=", ".join([asked.programme.commissioner.name, *([asked.agent.name] if asked.agent else [])]),
        made=f"Made on {formats.moment(at)} from the record as it stood then.",
        blocks=(
            *figures_of(have, viewer),
            *report_record.stages(asked.programme),
            *report_record.findings(viewer),
            *report_record.lessons(asked.programme),
            Heading("What the figures do not say"),
            Paragraph(NOT_SAID),
        ),
    )


def figures_of(have: Known, viewer: figures.Audience) -> tuple[Block, ...]:
    """What the dashboard says, on paper."""
    page = findings_dashboard.page(have, Asked())
    return (
        Notice(page.headline or NOTHING_JUDGED),
        *(Paragraph(words, small=True) for words in page.rules_in_words),
        *(
            (Paragraph("These are the figures of one organisation. Nothing is said of others."),)
            if page.own_only
            else ()
        ),
        *_answers(page),
        *(block for one in page.answers for block in _target(have, one, viewer)),
        *_effect(page),
        *_money(page),
        *_quality(page),
        *_voices(page),
    )


def _answers(page: Page) -> tuple[Block, ...]:
    before = tuple(f"{one.label}, last judged in {one.period}" for one in page.dropped)
    dropped = (Paragraph(DROPPED), Bullets(before)) if before else ()
    if not page.answers:
        return dropped
    columns = ("Target", "Status", "Actual (95% interval)", "Expected by now", "What it costs")
    rows = tuple((one.label, one.status[0], _actual(one), _expected(one), _cost(one)) for one in page.answers)
    title = f"Every target at the end of {page.answers[0].reading.period}"
    return (Heading("Which targets are off track"), Table(title, columns, rows, widths=(4, 2, 3, 3, 4)), *dropped)


def _actual(one: Answer) -> str:
    return one.actual if one.reading.low is None else f"{one.actual}\n({one.interval})"


def _expected(one: Answer) -> str:
    return one.expected if one.reading.minimum is None else f"{one.expected}\nat least {one.minimum}"


def _cost(one: Answer) -> str:
    if not one.short:
        return formats.NOTHING
    worth = "" if one.cost is None else f", worth about {formats.pounds(one.cost)} at the average price paid so far"
    return f"{formats.count(one.short)} fewer than expected{worth}"


def _target(have: Known, one: Answer, viewer: figures.Audience) -> tuple[Block, ...]:
    """The course of a target; of one that is off track also the agents, the segments and the stages in question."""
    selection = figures.Selection(viewer.own) if viewer.own is not None else figures.EVERYBODY
    told = findings_evidence.evidence(have.standing, one.target.code, selection, viewer, have.names)
    blocks: list[Block] = [Heading(one.label, level=2)]
    if one.reading.reason:
        blocks.append(Paragraph(f"{one.reading.reason.rstrip('.')}."))
    if one.is_off:
        questioned = tuple(f"Stage {number}, {name.lower()}: {why}" for number, name, why in one.stages)
        blocks += [Paragraph("It questions:"), Bullets(questioned)] if questioned else []
    blocks.append(Figure(told.trajectory))
    if one.is_off:
        blocks += [Figure(told.control)] if told.control else []
        blocks += [Bullets(tuple(told.signals))] if told.signals else []
        further = (told.curve, told.agents, told.funnel, told.segments)
        blocks += [Figure(chart) for chart in further if chart is not None]
        if told.cohorts:
            blocks.append(_numbers("Closed cohorts by month of start", findings_evidence.COHORT_COLUMNS, told.cohorts))
    return tuple(blocks)


def _numbers(caption: str, columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...], words: int = 1) -> Table:
    """A table whose columns are numbers, all but the first of them."""
    return Table(caption, columns, rows, numeric=tuple(range(words, len(columns))))


def _effect(page: Page) -> tuple[Block, ...]:
    heading = Heading("Whether the programme made a difference")
    if not page.effect.asked:
        return (heading, Paragraph("The contract names no comparison, so nothing can be said of it."))
    title = "Verdicts on comparisons registered in advance"
    table = Table(title, findings_effect.COLUMNS, page.effect.rows, widths=(4, 2, 2, 6, 2, 3))
    return (heading, Notice(page.effect.apart), table)


def _money(page: Page) -> tuple[Block, ...]:
    heading, money = Heading("Money against the ceiling"), page.money
    later = tuple(Paragraph(words) for words in money.later)
    if money.hidden:
        return (heading, *later, Paragraph("Not shown: the amount would give away how few outcomes stand behind it."))
    if money.chart is None:
        return (heading, *(later or (Paragraph("Nothing has been stated yet."),)))
    blocks: list[Block] = [heading, Figure(money.chart), *later]
    if money.step is not None:
        blocks.append(Paragraph(f"Amounts are rounded to the nearest {formats.pounds(money.step)}.", small=True))
    if money.method:
        blocks.append(Paragraph(money.method, small=True))
    if page.taken_off is not None:
        taken = page.taken_off
        blocks.append(
            Facts(
                (
                    Fact("Before deductions", formats.pounds(taken.gross)),
                    Fact("Conceded deadweight", f"{formats.pounds(taken.deadweight)} ({taken.deadweight_share})"),
                    Fact("Above a cap", formats.pounds(taken.capped)),
                    Fact("On statements", formats.pounds(taken.net)),
                    Fact("Paid", formats.pounds(taken.paid)),
                    Fact("Due", formats.pounds(taken.due)),
                )
            )
        )
    return tuple(blocks)


def _quality(page: Page) -> tuple[Block, ...]:
    found = page.quality
    if found is None or not (found.checks or found.received):
        return ()
    blocks: list[Block] = [Heading("How far the figures can be relied on")]
    if found.checks:
        blocks.append(_numbers("What checks of claims found", findings_quality.CHECK_COLUMNS, found.checks, words=2))
    if found.received:
        said = f"{formats.count(found.rejected)} of {formats.count(found.received)} rows were rejected"
        blocks.append(Paragraph(f"{said} ({found.rejected_share}), {formats.count(found.late)} for coming late."))
    if found.causes:
        columns, title = findings_quality.CAUSE_COLUMNS, "Rejected rows by cause"
        blocks.append(Table(title, columns, found.first_rows, numeric=(2, 3), widths=(3, 8, 1, 3)))
    return tuple(blocks)


def _voices(page: Page) -> tuple[Block, ...]:
    if not page.voices:
        return ()
    heard = tuple(f"{one.stage}. {one.name}: “{one.latest.said}”" for one in page.voices)
    table = _numbers(
        "Voices by the stage they speak of", findings_voices.COLUMNS, tuple(one.row for one in page.voices)
    )
    return (Heading("What people say"), table, Paragraph("The latest of each:"), Bullets(heard))
