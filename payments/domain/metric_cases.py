"""A rule that looks at measured figures, for one agent; the figures that are known; and one beside its baseline."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from contracts.domain.metric_rules import Against, Cohort, MetricRule
from contracts.domain.terms import Terms
from payments.domain.entitlements import Facts
from payments.domain.inputs import Book, Figure
from payments.domain.reductions import Compared


class Case(NamedTuple):
    """A rule of a version, for one agent."""

    book: Book
    key: int
    terms: Terms
    rule: MetricRule
    agent: int


class Figures:
    """The figures known on a day, looked up by metric, agent and what they cover."""

    def __init__(self, figures: Iterable[Figure], as_of: date) -> None:
        self._known = {(one.metric, one.agent, one.covers): one for one in figures if one.measured_on <= as_of}

    def find(self, case: Case, metric: str, covers: str) -> Figure | None:
        """The agent's own figure, or the one for all agents, as the metric is declared."""
        agent = case.agent if case.terms.metric(metric).per_agent else None
        return self._known.get((metric, agent, covers))


def figure_facts(figure: Figure) -> Facts:
    """A figure as it is kept with the ledger entry."""
    facts: Facts = {
        "metric": figure.metric,
        "covers": figure.covers,
        "value": str(figure.value),
        "measured_on": figure.measured_on.isoformat(),
        "measurement": figure.measurement,
    }
    if figure.numerator is not None and figure.denominator is not None:
        facts |= {"numerator": str(figure.numerator), "denominator": str(figure.denominator)}
    if figure.corrected:
        facts["corrected"] = figure.corrected
    return facts


def compare(case: Case, metric: str, against: Against, cohort: Cohort, known: Figures) -> tuple[Compared, Facts] | None:
    """The cohort's figure beside its baseline; None while one of them is missing."""
    figure = known.find(case, metric, cohort.code)
    if figure is None:
        return None
    facts, rises = figure_facts(figure), case.terms.metric(metric).direction == "higher"
    if against.value is not None:
        compared = Compared(figure.value, against.value, figure.denominator, rises)
        return compared, facts | {"baseline": str(against.value)}
    other = known.find(case, metric, against.of) if against.of else known.find(case, against.metric, cohort.code)
    if other is None:
        return None
    facts |= {"baseline": str(other.value), "compared": figure_facts(other)}
    return Compared(figure.value, other.value, figure.denominator, rises), facts
