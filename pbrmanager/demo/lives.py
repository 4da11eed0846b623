"""Invented people and what becomes of them, from a seed. Nothing here touches the database."""

import csv
import dataclasses
import io
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta


@dataclasses.dataclass(frozen=True)
class Event:
    """An outcome of a person: its code, its day, and which time it is."""

    outcome: str
    day: date
    sequence: int
    evidence: str


@dataclasses.dataclass(frozen=True)
class Person:
    """A participant, known by the agent's reference. `attribute` is the value that places them in a segment."""

    reference: str
    agent: str
    attribute: str
    started_on: date
    events: tuple[Event, ...] = ()


@dataclasses.dataclass(frozen=True)
class Population:
    """How many people there are, how they spread over agents and segments, and the days on which they start."""

    prefix: str
    people: int
    agents: Mapping[str, float]
    attributes: Mapping[str, float]
    first_day: date
    last_day: date


Course = Callable[[random.Random, Person], Iterable[Event]]


def live(population: Population, course: Course, *, seed: int, until: date) -> list[Person]:
    """Everybody, by day of start, with the events that happened up to the day `until`."""
    chance = random.Random(f"{population.prefix}:{seed}")  # noqa: S311  # reproducible, and nothing to protect
    span = (population.last_day - population.first_day).days
    days = sorted(chance.randrange(span + 1) for _ in range(population.people))
    agents, attributes = list(population.agents), list(population.attributes)
    agent_of = chance.choices(agents, list(population.agents.values()), k=population.people)
    attribute_of = chance.choices(attributes, list(population.attributes.values()), k=population.people)
    found = []
    for number, day in enumerate(days):
        person = Person(
            f"{population.prefix}-{number + 1:05}", agent_of[number], attribute_of[number],
            population.first_day + timedelta(days=day),
        )  # fmt: skip
        events = tuple(event for event in course(chance, person) if event.day <= until)
        found.append(dataclasses.replace(person, events=events))
    return found


def participants_file(people: Sequence[Person], attribute: str) -> bytes:
    """The starts as an agent sends them."""
    rows = [(person.reference, person.started_on.isoformat(), person.attribute) for person in people]
    return _written(("participant", "started_on", attribute), rows)


def outcomes_file(people: Sequence[Person], first: date, last: date, spoilt: Sequence[Sequence[object]] = ()) -> bytes:
    """The outcomes of a span of days as an agent sends them, with any spoilt rows at the end."""
    rows: list[Sequence[object]] = [
        (person.reference, event.outcome, event.day.isoformat(), event.sequence, event.evidence)
        for person in people
        for event in person.events
        if first <= event.day <= last
    ]
    return _written(("participant", "outcome", "achieved_on", "sequence", "evidence_kind"), [*rows, *spoilt])


def _written(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()
