"""One simulated course of a contract, written out as starts and claims of single people, so that it can be priced."""

import datetime
import math
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np

from contracts.domain.days import months_after
from contracts.domain.rules import OutcomeFee, SustainmentFee
from contracts.domain.terms import Terms
from payments.domain.inputs import Book, Claim, Figure, Inputs, Start
from payments.domain.pricing import Priced, price
from payments.domain.simulation import engine, events, questions
from payments.domain.simulation.draws import AsExpected, ByChance, draw
from payments.domain.simulation.engine import Case
from payments.domain.simulation.flows import Flows, Run
from payments.domain.simulation.metric_figures import Measures
from payments.domain.simulation.people import People as DrawnPeople
from payments.domain.simulation.rules import Pricing
from tests.payments import contracts

LATER = datetime.date(2040, 1, 1)


def assumed(**fields: Any) -> dict[str, Any]:
    """360 starts in a year, a job for half after two to five months, each start costing £500."""
    return {
        "starts": {"expected": "360"},
        "rates": [{"outcome": "job", "low": "0.4", "expected": "0.5", "high": "0.6"}],
        "lags": [{"outcome": "job", "low": "60", "expected": "90", "high": "150"}],
        "costs": [{"expected": "500", "low": "400", "high": "600"}],
        "days_to_payment": 45,
    } | fields


def segments(easy: str = "0.5") -> list[dict[str, Any]]:
    hard = f"{1 - float(easy):.2f}"
    return [
        {"code": "easy", "name": "Easy", "rule": {"group": ["1"]}, "planned_share": easy, "baseline": "0.3"},
        {"code": "hard", "name": "Hard", "rule": {}, "planned_share": hard, "baseline": "0.1"},
    ]


def contract(rules: list[dict[str, Any]], assumptions: dict[str, Any] | None = None, **fields: Any) -> Terms:
    """Three years from 1 April 2024 with quarters of three months."""
    whole = {
        "effective_to": "2027-03-31",
        "segments": segments(),
        "periods": quarters(),
        "assumptions": assumptions or assumed(),
    }
    return contracts.contract(rules, **(whole | fields))


def quarters() -> list[dict[str, str]]:
    first = datetime.date(2024, 4, 1)
    starts = [months_after(first, 3 * number) for number in range(13)]
    return [
        {
            "code": f"q{number + 1}",
            "starts_on": day.isoformat(),
            "ends_on": (starts[number + 1] - datetime.timedelta(1)).isoformat(),
        }
        for number, day in enumerate(starts[:-1])
    ]


def case(terms: Terms, scenario: str = questions.EXPECTED) -> Case:
    return engine.case_of(terms, terms.effective_from, scenario)


class Course(NamedTuple):
    """What happened in one run, what was measured, and the money that the simulation makes of it."""

    happened: events.Events
    measures: Measures
    found: Flows


def one_course(of: Case, seed: int = 1) -> Course:
    chance = ByChance(np.random.default_rng(seed))
    drawn = draw(of.figures, of.months.segments, chance, 1)
    happened = events.happen(of.terms, drawn, chance, of.mix, of.months.count)
    pricing = Pricing(of.months, {code: shares.size for code, shares in drawn.delays.items()})
    measures = Measures(of.months, drawn, happened, chance)
    return Course(happened, measures, Run(pricing, happened, drawn, of.service, measures).price())


def priced(of: Case, course: Course) -> Priced:
    """The same course, priced exactly, claim by claim and figure by figure."""
    people = People(of)
    if course.happened.people is not None:
        people.are(course.happened.people)
    else:
        people.start(course.happened.starts)
        for code in of.figures.lags:
            people.reach(code, course.happened.results[code])
    book = Book({1: of.terms}, of.terms.periods, {code: place for place, code in enumerate(of.terms.agents)})
    return price(Inputs(book, people.starts, people.claims, LATER, list(measured(of, course.measures))))


def measured(of: Case, measures: Measures) -> Iterator[Figure]:
    """Every figure that the simulation drew or counted, as it is entered."""
    for (metric, covers), reading in measures.known.items():
        per_agent = of.terms.metric(metric).per_agent
        for agent in range(len(of.terms.agents) if per_agent else 1):
            value = float(reading.value[0, agent])
            if math.isnan(value):
                continue
            top = bottom = None
            exact = Fraction(value)
            if reading.people is not None:
                bottom = Fraction(round(reading.people[0, agent]))
                top = Fraction(round(value * bottom))
                exact = top / bottom
            yield Figure(metric, agent if per_agent else None, covers, exact, top, bottom, LATER)


def by_month(of: Case, found: Priced) -> list[float]:
    """What fell due in each month, as the exact pricing says."""
    sums: defaultdict[int, float] = defaultdict(float)
    for line in found.lines:
        sums[of.months.month_of(datetime.date.fromisoformat(line.explanation["due_on"]))] += float(line.net)
    return [sums[month] for month in range(max(sums, default=0) + 1)]


class People:
    """Gives counts to single people: results to those who reached what must come before, one route to each."""

    def __init__(self, of: Case) -> None:
        self.of, self.terms, self.days = of, of.terms, of.months.days
        self.starts: list[Start] = []
        self.claims: list[Claim] = []
        self.cohorts: defaultdict[tuple[int, int, int], list[int]] = defaultdict(list)
        self.reached: defaultdict[tuple[str, int, int, int], list[tuple[int, int]]] = defaultdict(list)

    def start(self, counts: Any) -> None:
        for (_, agent, place, month), number in np.ndenumerate(counts):
            for _ in range(int(number)):
                key = len(self.starts)
                segment = self.of.months.segments[place]
                self.starts.append(Start(key, f"P{key:06}", agent, segment, self.days[month], 1))
                self.cohorts[agent, place, month].append(key)

    def are(self, drawn: DrawnPeople) -> None:
        """Those who were drawn one by one."""
        agents = drawn.cell // (drawn.shape[2] * drawn.shape[3]) % drawn.shape[1]
        for person, (agent, place, month) in enumerate(zip(agents, drawn.segment, drawn.start, strict=True)):
            segment = self.of.months.segments[place]
            self.starts.append(Start(person, f"P{person:06}", int(agent), segment, self.days[month], 1))
        for code, times in drawn.later.items():
            for sequence, later in enumerate(times, start=1):
                for key in np.flatnonzero(later >= 0):
                    self._claim(code, int(key), int(drawn.start[key] + later[key]), sequence)

    def reach(self, code: str, counts: Any) -> None:
        for agent, place, month in list(self.cohorts):
            reached = [later for later, number in enumerate(counts[0, agent, place, month]) for _ in range(int(number))]
            free = self._free(code, agent, place, month)
            for number, later in enumerate(reached):
                person = free[number % len(free)]
                self._claim(code, person, month + later, number // len(free) + 1)
                self.reached[code, agent, place, month].append((later, person))

    def _free(self, code: str, agent: int, place: int, month: int) -> list[int]:
        """Those who may reach the outcome, the earliest first; of routes, those who took no other one."""
        before = questions.parents(self.terms, code)
        if before:
            found = [one for parent in before for one in self.reached[parent, agent, place, month]]
            return [person for _, person in sorted(found)]
        routes = [[route.outcome for route in rule.routes] for rule in self.terms.rules if isinstance(rule, OutcomeFee)]
        taken = {
            person
            for rule in routes
            if code in rule
            for other in rule
            if other != code
            for _, person in self.reached[other, agent, place, month]
        }
        return [person for person in self.cohorts[agent, place, month] if person not in taken]

    def _claim(self, code: str, person: int, month: int, sequence: int) -> None:
        if month >= len(self.days):
            return
        kept = next((one for one in self.terms.rules if isinstance(one, SustainmentFee) and one.outcome == code), None)
        if kept is None:
            self.claims.append(Claim(len(self.claims), person, code, self.days[month], sequence, 1))
            return
        start = self.days.index(self.starts[person].started_on)
        for step, at in enumerate(self.of.months.steps(kept, start, month, self.starts[person].segment), start=1):
            self.claims.append(Claim(len(self.claims), person, code, self.days[at], step, 1))


def mean_course(of: Case) -> Flows:
    return engine.flows(of, AsExpected(), 1)
