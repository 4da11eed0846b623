"""What became of a programme, as its reports tell it: stages, findings, decisions, actions and lessons."""

from expertbody.selectors import body_actions
from expertbody.selectors import decisions as made_decisions
from govuk import formats
from govuk.reports import Block, Bullets, Fact, Facts, Heading, Paragraph, Table
from knowledge.models import Entry
from monitoring.selectors import finding_words
from monitoring.selectors.figures import Audience
from stages.domain import framework
from stages.models import Finding, Programme
from stages.selectors import lessons as kept_lessons
from stages.selectors import tracker

MOST, LATEST = 40, 10


def stages(programme: Programme) -> tuple[Block, ...]:
    """Where the programme stands, and how often each stage was opened again."""
    rows = tuple(
        (
            f"{one.number}. {one.name}",
            one.status.replace("_", " ").capitalize(),
            formats.count(max(one.visits - 1, 0)),
            one.because,
        )
        for one in tracker.tracker(programme)
    )
    columns = ("Stage", "Standing", "Times reopened", "Because")
    return (Heading("The seven stages"), Table("Stages", columns, rows, numeric=(2,), widths=(4, 2, 2, 6)))


def findings(viewer: Audience) -> tuple[Block, ...]:
    """The latest findings, with the stages that they question. Their evidence stays on their pages."""
    latest = Finding.objects.filter(programme=viewer.programme).select_related("programme").prefetch_related("stages")
    found = finding_words.of_audience(latest.order_by("-number")[:MOST], viewer)
    if not found:
        return (Heading("Findings"), Paragraph("No findings were raised."))
    rows = tuple(
        (
            str(one.number),
            one.title,
            _questioned(one),
            formats.uk_date(one.raised_at),
            f"Closed on {formats.uk_date(one.closed_at)}" if one.closed_at else "Open",
        )
        for one in found
    )
    columns = ("No", "Finding", "Stages", "Raised", "Standing")
    return (Heading("Findings"), Table("Findings, the latest first", columns, rows, widths=(1, 7, 2, 4, 4)))


def _questioned(finding: Finding) -> str:
    return "" if finding.withheld else ", ".join(map(str, sorted(one.stage for one in finding.stages.all())))


def decisions(programme: Programme) -> tuple[Block, ...]:
    """What the Expert Body decided last, and which of its actions are open."""
    blocks: list[Block] = []
    made = made_decisions.with_titles(
        programme, made_decisions.with_states(programme, made_decisions.search(programme)[:LATEST])
    )
    if made:
        rows = tuple(
            (
                str(one.decision.number),
                formats.uk_date(one.decision.decided_at),
                one.title or one.matter,
                one.resolved,
                one.decision.rationale,
            )
            for one in made
        )
        columns = ("No", "When", "About", "Resolved", "Because")
        table = Table("Decisions, the latest first", columns, rows, widths=(1, 4, 4, 3, 6))
        blocks += [Heading("What was decided last"), table]
    still = list(body_actions.search(programme, state="to_do")[:MOST])
    if still:
        owed = tuple(f"{one.what}: {one.owner}, by {formats.uk_date(one.due_on)}" for one in still)
        blocks += [Heading("Actions that are open"), Bullets(owed)]
    return tuple(blocks)


def lessons(programme: Programme) -> tuple[Block, ...]:
    """What the programme would tell the next one, and at which stages."""
    found = list(kept_lessons.kept(programme)[:MOST])
    if not found:
        return ()
    blocks: list[Block] = [Heading("Lessons for the next programme")]
    for one in found:
        told = [Fact("What happened", one.happened), Fact("Lesson", one.lesson)]
        told.append(Fact("Would we do it again?", "Yes" if one.example == Entry.Example.GOOD else "No"))
        if one.stages:
            told.append(Fact("Think of it at", ", ".join(_stage(number) for number in one.stages)))
        if one.finding:
            told.append(Fact("Learned from", f"finding {one.finding}"))
        blocks += [Heading(one.title, level=2), Facts(tuple(told))]
    return tuple(blocks)


def _stage(number: int) -> str:
    return f"stage {number} ({framework.BY_NUMBER[number].name.lower()})"
