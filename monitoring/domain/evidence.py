"""What happened in one programme, counted by agent, segment, month of start and period: the input of all judgements."""

import hashlib
import json
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import NamedTuple

from monitoring.domain.tracking import Cohort

MONTH = 31
"""The day of a month of starts is its mean; the last of them started this much later at most."""


class Starts(NamedTuple):
    """People who started in one month. `edge` places the days among the edges of the periods (see `Span`)."""

    agent: str
    segment: str
    month: str
    edge: int
    people: int
    started: float


class Firsts(NamedTuple):
    """People of one start cohort who first achieved the outcome between two edges."""

    agent: str
    segment: str
    month: str
    start_edge: int
    outcome: str
    edge: int
    people: int


class Events(NamedTuple):
    """Achievements of an outcome between two edges, however often a person achieved it."""

    agent: str
    segment: str
    outcome: str
    edge: int
    number: int


class Cell(NamedTuple):
    """People, achievements and matured shares of one agent's part of one segment."""

    agent: str
    segment: str
    people: int
    achieved: int
    matured: float


@dataclass(frozen=True)
class Span:
    """A complete period. Edges are the first day of each period and the day after its last, in order, counted from one.

    A day lies in the period of place i (from nought) when 2i + 1 edges have been reached, and before its end when no
    more than that.
    """

    key: int
    code: str
    place: int
    starts_on: date
    ends_on: date

    @property
    def edge(self) -> int:
        return 2 * self.place + 1


@dataclass(frozen=True)
class Scope:
    """Whom a target speaks of: everybody, or one segment, or one agent's people, or both."""

    segment: str | None
    agent: str | None

    def takes(self, agent: str, segment: str) -> bool:
        return self.segment in (None, segment) and self.agent in (None, agent)


@dataclass(frozen=True)
class Evidence:
    """All that was counted. `received` is the last day on which each agent sent outcomes, `sent` anything.

    `last_days`: the last day on which anything can happen that an agent who has left would send; without it, always.
    """

    starts: tuple[Starts, ...] = ()
    firsts: tuple[Firsts, ...] = ()
    events: tuple[Events, ...] = ()
    received: dict[str, date] = field(default_factory=dict)
    sent: dict[str, date] = field(default_factory=dict)
    last_days: dict[str, date] = field(default_factory=dict)

    @cached_property
    def _firsts(self) -> dict[str, dict[tuple[str, str, str, int], list[tuple[int, int]]]]:
        found: dict[str, dict[tuple[str, str, str, int], list[tuple[int, int]]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for one in self.firsts:
            cohort = (one.agent, one.segment, one.month, one.start_edge)
            found[one.outcome][cohort].append((one.edge, one.people))
        return found

    @cached_property
    def _kept(self) -> dict[tuple[str, int], list[Cohort]]:
        return {}

    @cached_property
    def agents(self) -> dict[str, int]:
        """Each agent with people, and the edge at which the first of them started."""
        found: dict[str, int] = {}
        for one in self.starts:
            found[one.agent] = min(one.edge, found.get(one.agent, one.edge))
        return found

    def late(self, span: Span) -> frozenset[str]:
        """Agents with people by then who have sent no outcomes since the period's last day: their data are late.

        Nothing more is awaited of an agent who has left the contract and whose people are not followed any more.
        """
        return self._silent(span, self.received)

    def silent(self, span: Span) -> frozenset[str]:
        """Agents with people by then who have sent nothing at all since: who started is not known either."""
        return self._silent(span, self.sent)

    def _silent(self, span: Span, last: Mapping[str, date]) -> frozenset[str]:
        return frozenset(
            agent
            for agent, edge in self.agents.items()
            if edge <= span.edge
            and last.get(agent, date.min) <= span.ends_on
            and span.starts_on <= self.last_days.get(agent, date.max)
        )

    def until(self, agents: Mapping[str, date], window_days: int) -> "Evidence":
        """The same, where these agents were named in the contract up to a day; people are followed for the window."""
        last_starts: dict[str, float] = defaultdict(float)
        for one in self.starts:
            last_starts[one.agent] = max(last_starts[one.agent], one.started)
        followed = {agent: date.fromordinal(math.ceil(day) + MONTH + window_days) for agent, day in last_starts.items()}
        return replace(self, last_days={agent: max(day, followed.get(agent, day)) for agent, day in agents.items()})

    def cohorts(self, outcome: str, span: Span, scope: Scope, without: Set[str]) -> list[Cohort]:
        """The cohorts in scope, with those who had achieved the outcome by the period's last day."""
        return [
            one
            for one in self._cohorts(outcome, span.edge)
            if one.agent not in without and scope.takes(one.agent, one.segment)
        ]

    def _cohorts(self, outcome: str, end: int) -> list[Cohort]:
        """Every cohort by the edge that ends a period; kept, as several targets may ask for the same."""
        if (outcome, end) not in self._kept:
            achieved = self._firsts.get(outcome, {})
            self._kept[outcome, end] = [
                Cohort(
                    one.agent,
                    one.segment,
                    one.month,
                    one.started,
                    one.people,
                    sum(
                        people
                        for edge, people in achieved.get((one.agent, one.segment, one.month, one.edge), ())
                        if edge <= end
                    ),
                )
                for one in self.starts
                if one.edge <= end
            ]
        return self._kept[outcome, end]

    def paths(
        self, outcome: str, spans: Sequence[Span], scope: Scope, closed_by: float
    ) -> list[tuple[float, int, int]]:
        """Of the cohorts in scope that had started by `closed_by` (a day), at the end of each period: days since the
        start, achieved by then, and achieved by the end of the last of the periods."""
        found = []
        for one in self.starts:
            if one.started > closed_by or not scope.takes(one.agent, one.segment):
                continue
            seen = self._firsts.get(outcome, {}).get((one.agent, one.segment, one.month, one.edge), ())
            final = sum(people for edge, people in seen if edge <= spans[-1].edge)
            for span in spans:
                if span.edge >= one.edge:
                    by_then = sum(people for edge, people in seen if edge <= span.edge)
                    found.append((span.ends_on.toordinal() - one.started, by_then, final))
        return found

    def numbers(self, outcome: str, scope: Scope) -> dict[int, int]:
        """The number of achievements between each two edges."""
        found: dict[int, int] = defaultdict(int)
        for event in self.events:
            if event.outcome == outcome and scope.takes(event.agent, event.segment):
                found[event.edge] += event.number
        return found

    def started(self) -> dict[int, int]:
        """How many people started between each two edges."""
        found: dict[int, int] = defaultdict(int)
        for one in self.starts:
            found[one.edge] += one.people
        return found

    def counted(self, outcome: str, span: Span, scope: Scope) -> list[Cell]:
        """By agent and segment: people who had started by the period's end, and achievements within the period."""
        people: dict[tuple[str, str], int] = defaultdict(int)
        number: dict[tuple[str, str], int] = defaultdict(int)
        for one in self.starts:
            if one.edge <= span.edge and scope.takes(one.agent, one.segment):
                people[one.agent, one.segment] += one.people
        for event in self.events:
            if event.outcome == outcome and event.edge == span.edge and scope.takes(event.agent, event.segment):
                number[event.agent, event.segment] += event.number
        return [Cell(*key, people[key], number[key], 0.0) for key in sorted(people.keys() | number.keys())]

    def in_period(self, outcome: str, span: Span, scope: Scope) -> tuple[int, int]:
        """The other denominator: people who started within the period, and first achievements within it."""
        started = sum(
            one.people for one in self.starts if one.edge == span.edge and scope.takes(one.agent, one.segment)
        )
        achieved = sum(
            people
            for (agent, segment, _, _), seen in self._firsts.get(outcome, {}).items()
            if scope.takes(agent, segment)
            for edge, people in seen
            if edge == span.edge
        )
        return started, achieved

    def digests(self, spans: Iterable[Span]) -> dict[int, str]:
        """For each period the digest of all that was counted up to its end, and of whose data are late."""
        by_edge: dict[int, list[object]] = defaultdict(list)
        rows: list[Starts | Firsts | Events] = [*sorted(self.starts), *sorted(self.firsts), *sorted(self.events)]
        for row in rows:
            by_edge[row.edge].append(row)
        chain, found, edges = hashlib.sha256(), {}, sorted(by_edge)
        for span in spans:
            while edges and edges[0] <= span.edge:
                chain.update(json.dumps(by_edge[edges.pop(0)]).encode())
            whole = chain.copy()
            silent = [sorted(self.silent(span))] if self.silent(span) else []
            whole.update(json.dumps([span.code, str(span.ends_on), sorted(self.late(span)), *silent]).encode())
            found[span.key] = whole.hexdigest()
        return found


NOTHING = Evidence()
