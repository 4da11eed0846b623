"""The figures of metrics in many runs: counted from the run's own results, or drawn around what is expected.

A figure varies by chance as its assumption says: as a count of people, of events (Poisson, or negative binomial where
their variance exceeds their mean), or by a normal spread, never below nought. Agents have the same expectation.
"""

import dataclasses

import numpy as np

from contracts.domain.assumptions import ExpectedMetric
from contracts.domain.metric_rules import Cohort, CohortReduction, SavingShare
from contracts.domain.metrics import RATIO
from payments.domain.simulation import metric_questions
from payments.domain.simulation.calendar import Months
from payments.domain.simulation.draws import Array, Chance, Drawn
from payments.domain.simulation.events import Events


@dataclasses.dataclass(frozen=True)
class Reading:
    """A figure by run and agent (or one for all of them), and the people whom it counts.

    Not a number where nobody could be measured.
    """

    value: Array
    people: Array | None


class Measures:
    """Figures as they are asked for; one that was asked for before is the same again.

    `effect`: how much of the difference that the scheme is expected to make there is.
    """

    def __init__(self, months: Months, drawn: Drawn, events: Events, chance: Chance, effect: float = 1.0) -> None:
        self.months, self.terms, self.drawn = months, months.terms, drawn
        self.events, self.chance, self.effect = events, chance, effect
        self.runs, self.agents = events.starts.shape[:2]
        self.known: dict[tuple[str, str], Reading] = {}

    def of_period(self, metric: str, period: str) -> Reading:
        return self._of(metric, period, (period,))

    def of_cohort(self, metric: str, rule: CohortReduction | SavingShare, cohort: Cohort) -> Reading:
        return self._of(metric, cohort.code, metric_questions.cohort_periods(self.terms, rule)[cohort.code])

    def of_group(self, metric: str, group: str) -> Reading:
        """The figure of an earlier group: without the scheme."""
        if (metric, group) not in self.known:
            self.known[metric, group] = self._around(metric, self.drawn.metrics[metric].base)
        return self.known[metric, group]

    def _of(self, metric: str, covers: str, periods: tuple[str, ...]) -> Reading:
        if (metric, covers) not in self.known:
            outcome = metric_questions.takes_from_outcome(self.terms, metric)
            levels = self.drawn.metrics[metric]
            self.known[metric, covers] = (
                self._counted(metric, outcome, periods)
                if outcome
                else self._around(metric, levels.base + self.effect * (levels.figure - levels.base))
            )
        return self.known[metric, covers]

    def _counted(self, metric: str, outcome: str, periods: tuple[str, ...]) -> Reading:
        """Of those who start in these periods the share that reaches the outcome; or the number of results in them."""
        found = self.terms.metric(metric)
        inside = np.array([self.months.period_of(day) in periods for day in self.months.days])
        results = self.events.results[outcome]
        if found.measured == RATIO:
            reached = self._together(results[:, :, :, inside].sum(axis=(2, 3, 4)), per_agent=found.per_agent)
            people = self._together(self.events.starts[:, :, :, inside].sum(axis=(2, 3)), per_agent=found.per_agent)
            nobody = np.full_like(people, np.nan)
            return Reading(np.divide(reached, people, out=nobody, where=people > 0), people)
        count, delay = results.shape[3:]
        months = np.arange(count)[:, np.newaxis] + np.arange(delay)
        falls = (months < count) & inside[np.minimum(months, count - 1)]
        return Reading(self._together((results * falls).sum(axis=(2, 3, 4)), per_agent=found.per_agent), None)

    def _together(self, by_agent: Array, *, per_agent: bool) -> Array:
        found: Array = by_agent if per_agent else by_agent.sum(axis=1, keepdims=True)
        return found

    def _around(self, metric: str, level: Array) -> Reading:
        """A figure that varies by chance around a level, by (run, agent)."""
        stated = self.terms.assumptions.metric(metric) or ExpectedMetric(metric)
        shape = (self.runs, self.agents if self.terms.metric(metric).per_agent else 1)
        mean = np.broadcast_to(np.maximum(level, 0)[:, np.newaxis], shape)
        if stated.people is None:
            if stated.dispersion is not None:
                return Reading(self.chance.events(mean, float(stated.dispersion)), None)
            return Reading(np.maximum(self.chance.around(mean, float(stated.spread or 0)), 0), None)
        people = np.full(shape, float(stated.people))
        if stated.dispersion is None:
            number = self.chance.some(people, np.clip(mean, 0, 1))
        else:
            number = self.chance.events(mean * people, float(stated.dispersion))
        return Reading(number / people, people)
