"""What is paid for people one by one: caps for each participant, and bonuses on what came before.

For each part of a rule, the share that is left of what its results would bring by themselves.
"""

import dataclasses
from collections.abc import Iterator, Mapping

import numpy as np

from contracts.domain.rates import RateTable
from contracts.domain.rules import ONCE, START, AttachmentFee, Bonus, OutcomeFee, PersonalRule, SustainmentFee
from contracts.domain.terms import Cap
from payments.domain.deadweight import counts_results
from payments.domain.simulation import waits
from payments.domain.simulation.calendar import Months
from payments.domain.simulation.draws import Array, Truths
from payments.domain.simulation.people import NEVER, Numbers, People

PENNY = 0.005


@dataclasses.dataclass(frozen=True)
class Stream:
    """Amounts of a rule for results of one number, at most one for each person: whose, in which month, how much.

    `brings`: whether the person meets what the rule asks for; otherwise nothing is paid.
    """

    rule: str
    outcome: str
    number: int
    place: int
    person: Numbers
    month: Numbers
    pounds: Array
    brings: Truths


@dataclasses.dataclass(frozen=True)
class Left:
    """By rule and outcome, the share that is left by (run, agent, segment, month of the event).

    `capped`: by cap, the share of people by run for whom it takes something off.
    """

    shares: Mapping[tuple[str, str], Array]
    capped: Mapping[str, Array]


def left(months: Months, rules: list[PersonalRule], people: People) -> Left:
    """Everything in the order of each person's events, outcomes and numbers, as exact pricing has it."""
    found = [one for rule in rules for one in _streams(months, rule, people)]
    caps = [cap for cap in months.terms.caps if cap.scope == "participant"]
    paid, capped = _through_caps(found, caps, months, people)
    sums: dict[tuple[str, str], tuple[Array, Array]] = {}
    size = int(np.prod(people.shape))
    for one, pounds in zip(found, paid, strict=True):
        place = people.cell[one.person] + one.month - people.start[one.person]
        gross, net = (np.bincount(place, weights=of, minlength=size) for of in (one.pounds, pounds))
        before = sums.get((one.rule, one.outcome), (np.zeros(size), np.zeros(size)))
        sums[one.rule, one.outcome] = (before[0] + gross, before[1] + net)
    return Left({key: _share(*both).reshape(people.shape) for key, both in sums.items()}, capped)


def _share(gross: Array, net: Array) -> Array:
    """What is left of each sum; where a sample has none, what is left of all."""
    whole = net.sum() / gross.sum() if gross.sum() else 1.0
    return np.divide(net, gross, out=np.full_like(gross, whole), where=gross > 0)


def _streams(months: Months, rule: PersonalRule, people: People) -> Iterator[Stream]:
    share = months.terms.deadweight_of(rule)
    kept = 1.0 if counts_results(share) else float(1 - share.share)
    if isinstance(rule, AttachmentFee):
        everybody = np.arange(len(people.cell))
        yield _stream(months, rule, "", 0, rule.rates, people, everybody, people.start, kept)
    elif isinstance(rule, SustainmentFee):
        later = people.later[rule.outcome][0]
        for number, at in enumerate(_months_of_steps(months, rule, people, later), start=1):
            person = np.flatnonzero(at >= 0)
            yield _stream(months, rule, rule.outcome, number, rule.rates, people, person, at[person], kept)
    else:
        for outcome, rates in _tables(rule):
            times = people.later[outcome]
            first = _first(times)
            for number, later in enumerate(times, start=1):
                person = _paid(months, rule, outcome, people, later)
                month = people.start[person] + later[person]
                found = _stream(months, rule, outcome, number, rates, people, person, month, kept)
                if isinstance(rule, OutcomeFee) and rule.paid == ONCE:
                    found = dataclasses.replace(found, brings=first[person] == number)
                if isinstance(rule, OutcomeFee):
                    found = dataclasses.replace(found, brings=found.brings & _timely(months, rule, people, found))
                yield found


def _timely(months: Months, rule: OutcomeFee, people: People, found: Stream) -> Truths:
    """Who reaches the result long enough after the other ones that the rule names, and not too long."""
    inside: Truths = np.ones(len(found.person), dtype=np.bool_)
    terms, days = months.terms, months.days
    for span in rule.spans:
        if span.outcome == START:
            continue
        times = [later[found.person] for later in people.later[span.outcome]]
        other = waits.first(times, months.count) + people.start[found.person]
        reached = other < months.count
        at = np.where(reached, other, 0)
        if span == rule.since:
            inside &= reached & (found.month >= waits.first_months(terms, days, span)[at])
        if span == rule.within:
            inside &= reached & (found.month >= at) & (found.month <= waits.last_months(terms, days, span)[at])
    return inside


def _tables(rule: OutcomeFee | Bonus) -> list[tuple[str, RateTable]]:
    if isinstance(rule, Bonus):
        return [(rule.outcome, rule.rates)]
    routes = [(route.outcome, route.rates) for route in rule.routes]
    return routes + [(up.outcome, up.rates) for up in rule.top_ups]


def _first(times: list[Numbers]) -> Numbers:
    """Which of the times, counted from 1, comes first for each person."""
    if len(times) == 1:
        return np.ones(len(times[0]), dtype=np.int32)
    far = np.iinfo(np.int32).max
    found: Numbers = np.argmin([np.where(one < 0, far, one) for one in times], axis=0) + 1
    return found


def _paid(months: Months, rule: OutcomeFee | Bonus, outcome: str, people: People, later: Numbers) -> Numbers:
    """Who has reached the outcome in time, while the contract runs, in a segment that the rule pays for."""
    delays = int(max(later.max(initial=0) + 1, 1))
    may = months.open_months(rule, outcome, delays).astype(np.bool_)
    if isinstance(rule, Bonus) and rule.segments:
        may &= np.array([code in rule.segments for code in months.segments])[:, np.newaxis, np.newaxis]
    reached = np.flatnonzero((later >= 0) & (people.start + later < months.count))
    found: Numbers = reached[may[people.segment[reached], people.start[reached], later[reached]]]
    return found


def _months_of_steps(months: Months, rule: SustainmentFee, people: People, later: Numbers) -> list[Numbers]:
    """For each step that is paid, its month for each person, or −1."""
    delays = int(max(later.max(initial=0) + 1, 1))
    most = max((weeks.number for weeks in rule.max_steps), default=0)
    table = np.full((len(months.segments), months.count, delays, most), NEVER, dtype=np.int32)
    for place, segment in enumerate(months.segments):
        for start in range(months.count):
            for after in range(min(delays, months.count - start)):
                found = months.steps(rule, start, start + after, segment)
                table[place, start, after, : len(found)] = found
    known = table[people.segment, people.start, np.maximum(later, 0)]
    known[(later < 0) | (people.start + later >= months.count)] = NEVER
    return [known[:, step] for step in range(most)]


def _stream(
    months: Months,
    rule: PersonalRule,
    outcome: str,
    number: int,
    rates: RateTable,
    people: People,
    person: Numbers,
    month: Numbers,
    kept: float,
) -> Stream:
    amounts = months.amounts(rates)[people.segment[person], people.start[person]]
    pounds = amounts * months.risen(rule.code)[month] * kept
    brings = np.ones(len(person), dtype=np.bool_)
    if isinstance(rule, Bonus):
        for needed in rule.before:
            found = np.zeros(len(person), dtype=np.int32)
            for place, later in enumerate(people.later[needed.outcome], 1):
                # Of the results of one month those with a lower number come before this one, which is none of them.
                last = month - 1 if needed.outcome == outcome and place >= number else month
                found += (later[person] >= 0) & (people.start[person] + later[person] <= last)
            brings &= found >= needed.times
    place = months.terms.rules.index(rule)
    return Stream(rule.code, outcome, number, place, person, month, pounds, brings)


class Limits:
    """The caps on what is paid for a participant: what they have left of each, and whom they have limited."""

    def __init__(self, caps: list[Cap], months: Months, people: People) -> None:
        self.caps, self.people = caps, people
        number = len(people.cell)
        self.used = {cap.code: np.zeros(number) for cap in caps}
        self.limited = {cap.code: np.zeros(number, dtype=np.bool_) for cap in caps}
        self.most = {
            cap.code: np.array([float(cap.amount) if cap.segment in (None, one) else np.inf for one in months.segments])
            for cap in caps
        }

    def concerned(self, outcome: str) -> list[Cap]:
        return [cap for cap in self.caps if cap.outcome in (None, outcome)]

    def near(self, streams: list[Stream], paid: list[Array]) -> Truths:
        """Who would be paid more than a cap allows, all in all: nobody else has to be followed."""
        found = np.zeros(len(self.people.cell), dtype=np.bool_)
        for cap in self.caps:
            concerned = [at for at, one in enumerate(streams) if cap in self.concerned(one.outcome)]
            total = np.zeros(len(self.people.cell))
            for at in concerned:
                total += np.bincount(streams[at].person, weights=paid[at], minlength=len(total))
            found |= total > self.most[cap.code][self.people.segment]
        return found

    def take(self, outcome: str, person: Numbers, wanted: Array) -> Array:
        """What of these amounts may be paid, at most one for each person."""
        segment = self.people.segment[person]
        room = {cap.code: self.most[cap.code][segment] - self.used[cap.code][person] for cap in self.concerned(outcome)}
        given: Array = np.min([wanted, *room.values()], axis=0)
        for code, free in room.items():
            self.limited[code][person] |= (wanted > free + PENNY) & (given > free - PENNY)
            self.used[code][person] += given
        return given

    def shares(self) -> dict[str, Array]:
        """The share of people by run whom each cap limits."""
        runs = self.people.shape[0]
        number = np.maximum(np.bincount(self.people.run, minlength=runs), 1)
        return {
            code: np.bincount(self.people.run[whom], minlength=runs) / number for code, whom in self.limited.items()
        }


def _through_caps(
    streams: list[Stream], caps: list[Cap], months: Months, people: People
) -> tuple[list[Array], dict[str, Array]]:
    """What the caps leave of each stream, and the share of people by run whom each cap limits."""
    paid = [np.where(one.brings, one.pounds, 0.0) for one in streams]
    if not caps:
        return paid, {}
    limits = Limits(caps, months, people)
    near = limits.near(streams, paid)
    order = sorted(range(len(streams)), key=lambda at: (streams[at].outcome, streams[at].number, streams[at].place))
    for at, inside in _by_month(streams, order, near, months.count):
        paid[at][inside] = limits.take(streams[at].outcome, streams[at].person[inside], paid[at][inside])
    return paid, limits.shares()


def _by_month(streams: list[Stream], order: list[int], near: Truths, months: int) -> Iterator[tuple[int, Numbers]]:
    """The streams in their order, month by month: which of them, and which of its amounts fall into the month."""
    places, edges = {}, {}
    for at in order:
        inside = np.flatnonzero(near[streams[at].person])
        month = streams[at].month[inside]
        by_month = np.argsort(month.astype(np.int16), kind="stable")
        places[at] = inside[by_month]
        edges[at] = np.searchsorted(month[by_month], np.arange(months + 1), side="left")
    for month_number in range(months):
        for at in order:
            inside = places[at][edges[at][month_number] : edges[at][month_number + 1]]
            if inside.size:
                yield at, inside
