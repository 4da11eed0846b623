"""The result of the suitability tool as a report: advice, reasons, answers and further resources."""

from datetime import datetime

from django.utils.timezone import localdate

from govuk import formats, reports
from knowledge.domain import suitability as rules
from knowledge.domain import suitability_words as words
from knowledge.models import Assessment
from knowledge.selectors import suitability

NO_SCORE = (
    "This is advice, not a decision: the answers are one person's view, and each line names the answer behind it."
)


def report(assessment: Assessment, at: datetime) -> reports.Report:
    """What the page of the result says, on paper."""
    tool = suitability.tool()
    advice = rules.advise(tool, assessment.answers)
    said = words.in_words(tool, assessment.side, assessment.answers)
    return reports.Report(
        "Should this be Payment by Results?",
        caption=str(assessment),
        made=f"Answered as {assessment.from_side.lower()}. Made on {formats.uk_date(localdate(at))}.",
        blocks=(
            reports.Heading("Advice"),
            reports.Notice(advice.headline),
            reports.Paragraph(NO_SCORE),
            *_models(advice),
            *_points("What speaks against it", advice.against),
            *_points("Conditions to meet", advice.conditions),
            *_bullets("Reasons and answers that pull apart", advice.clashes),
            *_bullets("What speaks for it", tuple(point.because for point in advice.supports)),
            *_reasons(advice),
            reports.Heading("Answers"),
            reports.Table(
                "Every answer",
                ("Question", "Answer"),
                tuple((one.asked, one.answer) for one in said if one.topic != words.TEN),
            ),
            reports.Table(
                "Ten features of a service that suits, after the National Audit Office's count of ten, in our words",
                ("Feature", "Holds", "Reason"),
                tuple((one.asked, one.answer, one.why or "–") for one in said if one.topic == words.TEN),
                widths=(5, 3, 6),
            ),
            *_bullets("Tensions that every design must settle", tuple(page.tension for page in tool.pages)),
            *_bullets("Further resources", tuple(f"{one.name}: {one.address}" for one in suitability.sources())),
        ),
    )


def _bullets(heading: str, items: tuple[str, ...]) -> tuple[reports.Block, ...]:
    return (reports.Heading(heading), reports.Bullets(items)) if items else ()


def _models(advice: rules.Advice) -> tuple[reports.Block, ...]:
    return _bullets("Models that fit better", tuple(f"{model.name}. {model.text}" for model in advice.models))


def _points(heading: str, points: tuple[rules.Point, ...]) -> tuple[reports.Block, ...]:
    if not points:
        return ()
    rows = tuple((point.topic, point.answer, f"{point.because} {point.do}".strip()) for point in points)
    table = reports.Table(
        f"{heading}: answer by answer", ("Topic", "Answer", "Why, and what to do"), rows, widths=(3, 3, 6)
    )
    return (reports.Heading(heading), table)


def _reasons(advice: rules.Advice) -> tuple[reports.Block, ...]:
    if not advice.reasons:
        return ()
    rows = tuple((one.label, one.gives, one.costs, one.contract) for one in advice.reasons)
    columns = ("Reason", "What it brings", "What it costs", "What the contract needs")
    return (reports.Heading("Why Payment by Results"), reports.Table("The reasons chosen", columns, rows))
