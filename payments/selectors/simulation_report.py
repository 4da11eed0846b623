"""A simulation as a report: what its page says, on paper, with what it rests on."""

from datetime import datetime

from contracts.domain import assumption_words, terms
from govuk import formats, reports
from payments.domain.simulation import questions
from payments.models import Simulation
from payments.selectors import simulation_pages
from payments.selectors.simulation_pages import Page
from payments.selectors.simulation_words import Figures


def report(simulation: Simulation, wanted: str, at: datetime) -> reports.Report:
    """A finished simulation with the course of one scenario."""
    page = simulation_pages.page(simulation, wanted)
    return reports.Report(
        f"Simulation of contract version {simulation.version_number}",
        caption=simulation.programme.name,
        made=f"Made on {formats.moment(at)}. These are estimates: nobody is paid by them.",
        blocks=(
            reports.Facts(
                (
                    reports.Fact("Started", f"{formats.moment(simulation.asked_at)}, by {simulation.asked_by.name}"),
                    reports.Fact("Runs of each scenario", formats.count(simulation.runs)),
                    reports.Fact("Seed", str(simulation.seed)),
                    reports.Fact("Terms (SHA-256)", simulation.digest),
                )
            ),
            *_left_out(page),
            _table(page.overview),
            *(reports.Paragraph(told) for told in (page.deadweight, page.break_even) if told),
            reports.Heading(f"Month by month: {questions.SCENARIOS[page.scenario]}"),
            reports.Paragraph(page.meaning),
            *(reports.Figure(one) for one in page.course),
            reports.Heading("Segments"),
            reports.Figure(page.margins),
            _table(page.segments),
            *_measured(page),
            *(_table(one) for one in (page.rules, page.caps, page.break_even_rates, page.break_even_figures) if one),
            *((reports.Heading("What gaming would bring"), _table(page.gaming)) if page.gaming else ()),
            reports.Heading("What it rests on"),
            *_rests_on(simulation),
        ),
    )


def _left_out(page: Page) -> tuple[reports.Block, ...]:
    if not page.left_out:
        return ()
    return (reports.Notice("The simulation leaves out what is listed here."), reports.Bullets(page.left_out))


def _measured(page: Page) -> tuple[reports.Block, ...]:
    """How often measured figures are paid, and paid by chance alone."""
    if page.chances is None:
        return ()
    told = tuple(reports.Paragraph(one) for one in page.noise)
    return (
        reports.Heading("Payment by measured figures"),
        *told,
        reports.Figure(page.chances),
        *([_table(page.takes)] if page.takes else []),
    )


def _table(figures: Figures) -> reports.Table:
    columns = tuple(head or "Figure" for head in figures.columns)
    widths = (3, *(2 for _ in columns[1:]))
    return reports.Table(figures.name, columns, figures.rows, numeric=tuple(range(1, len(columns))), widths=widths)


def _rests_on(simulation: Simulation) -> tuple[reports.Block, ...]:
    stated = assumption_words.rows(terms.parse_draft(simulation.inputs["terms"])[0])
    blocks: tuple[reports.Block, ...] = (reports.Facts(tuple(reports.Fact(label, text) for label, text in stated)),)
    history = simulation.inputs.get("history")
    return (*blocks, reports.Paragraph(f"The programme's own records: {history['told']}.")) if history else blocks
