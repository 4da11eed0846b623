"""The tables of a verdict's page: behind its charts, and every verdict that stands."""

from govuk.charts import Chart
from monitoring.selectors import verdict_change, verdict_pages, verdict_panel
from monitoring.selectors.figures import Audience
from monitoring.selectors.verdict_pages import Question

COLUMNS = ("People who started in", "Verdict", "What was seen", "Chance")
Table = tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]


def table(viewer: Audience, code: str, name: str) -> Table | None:
    """None where no such comparison is registered, or its page shows no such table."""
    asked = verdict_pages.questions(viewer)
    question = next((one for one in asked if one.asked.comparison.code == code), None)
    if question is None:
        return None
    if name == "verdicts":
        shown = [one for each in (question, *question.before) for one in each.shown]
        return COLUMNS, tuple((one.periods, one.words, one.seen, one.chance) for one in shown)
    if name == "places":
        panel = verdict_panel.of(question.latest)
        return (verdict_panel.PLACES, panel.places) if panel and panel.places else None
    chart = _chart(question, name)
    return (chart.columns, chart.rows) if chart else None


def _chart(question: Question, name: str) -> Chart | None:
    if name == "result":
        return verdict_pages.chart(question)
    if name == "panel":
        panel = verdict_panel.of(question.latest)
        return panel.chart if panel else None
    change = verdict_change.of(question.latest) if name == "change" else None
    return change.chart if change else None
