"""Which figures the contract waits for, and what a reported figure must be."""

import dataclasses
import datetime
from collections.abc import Iterable, Mapping
from decimal import Decimal

from contracts.domain import metric_rules, panels
from contracts.domain.comparisons import Comparison, Panel
from contracts.domain.metric_rules import BandedMetric, MetricRule
from contracts.domain.metrics import RATIO, Metric
from contracts.domain.terms import Terms

Key = tuple[str, str | None, str]  # the metric, the agent (None: all of them), and what the figure covers


@dataclasses.dataclass(frozen=True)
class Wanted:
    """A figure that a rule needs: of a metric, for one agent (None: for all), of a period, cohort or earlier group.

    `due_on`: from when on it can be measured; None for the figure of an earlier group, which has no day of its own.
    """

    metric: Metric
    agent: str | None
    covers: str
    name: str
    due_on: datetime.date | None
    rules: tuple[str, ...]

    @property
    def key(self) -> Key:
        return self.metric.code, self.agent, self.covers


@dataclasses.dataclass(frozen=True)
class Figures:
    """What was measured: numerator and denominator of a ratio, or else a value."""

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None

    @property
    def problem(self) -> str:
        """What is wrong with them whatever the metric; empty where nothing is."""
        if self.denominator is not None and self.denominator <= 0:
            return "Enter a denominator above zero."
        return ""

    def fit(self, metric: Metric) -> str:
        """What is missing for the metric; empty where nothing is."""
        if metric.measured == RATIO and (self.numerator is None or self.denominator is None or self.value is not None):
            return f"“{metric.name}” is a ratio. Enter its numerator and its denominator."
        if metric.measured != RATIO and (self.value is None or self.numerator is not None):
            return f"“{metric.name}” is one value. Enter it."
        return self.problem


@dataclasses.dataclass(frozen=True)
class Statement:
    """What is reported: the figures, the day on which they were measured, where they come from, and the evidence."""

    figures: Figures
    measured_on: datetime.date
    source: str
    evidence: str = ""


def wanted(versions: Iterable[Terms], periods: Iterable[tuple[str, datetime.date]]) -> dict[Key, Wanted]:
    """Every figure that a rule or a comparison of an agreed version needs, as the latest of them declares it."""
    listed = tuple(periods)
    found: dict[Key, Wanted] = {}
    for terms in versions:
        for one in _of_version(terms, listed):
            before = found.get(one.key)
            rules = tuple(dict.fromkeys([*(before.rules if before else ()), *one.rules]))
            found[one.key] = dataclasses.replace(one, rules=rules)
    return found


def _of_version(terms: Terms, periods: tuple[tuple[str, datetime.date], ...]) -> Iterable[Wanted]:
    for rule in terms.rules:
        if isinstance(rule, MetricRule):
            yield from _of_rule(terms, rule, periods)
    for comparison in terms.comparisons:
        if comparison.metric:
            yield from _of_comparison(terms, comparison, periods)


def _of_comparison(
    terms: Terms, comparison: Comparison, periods: tuple[tuple[str, datetime.date], ...]
) -> Iterable[Wanted]:
    """The others' figure beside the people who start in each period, once those have been followed to the end.

    Of a panel, the figure of every place in every period of the panel.
    """
    if comparison.panel:
        until = max((ends_on for _code, ends_on in periods), default=comparison.panel.since)
        yield from _of_panel(terms, comparison, comparison.panel, until)
        return
    for code, ends_on in periods:
        if terms.in_force(ends_on):
            due_on = ends_on + datetime.timedelta(days=comparison.window_days)
            yield Wanted(terms.metric(comparison.metric), None, code, code, due_on, (comparison.name,))


def _of_panel(terms: Terms, comparison: Comparison, panel: Panel, until: datetime.date) -> Iterable[Wanted]:
    follow = datetime.timedelta(days=comparison.window_days)
    metric = terms.metric(comparison.metric)
    for span in panels.ends_within(terms, panel, until):
        for place in (*panel.inside, *panel.outside):
            covers = panels.covers(place.code, span.code)
            name = f"{place.name}, {span.name}"
            yield Wanted(metric, None, covers, name, span.ends_on + follow, (comparison.name,))


def _of_rule(terms: Terms, rule: MetricRule, periods: tuple[tuple[str, datetime.date], ...]) -> Iterable[Wanted]:
    """The rule's figures: of periods and cohorts that end while the version is in force, and of earlier groups."""
    names: Mapping[str, str] = {}
    if not isinstance(rule, BandedMetric):
        names = {cohort.code: cohort.name for cohort in rule.cohorts}
    for one in metric_rules.wanted(rule, periods):
        if one.due_on is not None and not terms.in_force(one.due_on):
            continue
        metric = terms.metric(one.metric)
        for agent in metric_rules.agents_of(rule, terms.agents) if metric.per_agent else (None,):
            yield Wanted(metric, agent, one.covers, names.get(one.covers, one.covers), one.due_on, (rule.name,))


def looks_at_metrics(terms: Terms) -> bool:
    return any(isinstance(rule, MetricRule) for rule in terms.rules) or any(one.metric for one in terms.comparisons)
