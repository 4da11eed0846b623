"""What happens in a run: who starts when, and in which month which results stand verified. Counts, by agent.

Arrays are (run, agent, segment, month of the start) and, for results, (…, months after the start).
"""

import dataclasses
from collections.abc import Mapping

import numpy as np

from contracts.domain.terms import Terms
from payments.domain.simulation import people, questions
from payments.domain.simulation.draws import Array, Chance, Drawn
from payments.domain.simulation.people import People


@dataclasses.dataclass(frozen=True)
class Events:
    """`results` of each outcome: counts of verified results by the month of the start and the months since then."""

    starts: Array
    results: Mapping[str, Array]
    people: People | None = None


def happen(
    terms: Terms, drawn: Drawn, chance: Chance, mix: Array, months: int, effort: Mapping[str, Array] | None = None
) -> Events:
    """Draw starts and results. `mix` is the share of starts by segment; `effort` multiplies an outcome's rates."""
    agents = max(len(terms.agents), 1)
    monthly = drawn.starts[:, np.newaxis] * mix[np.newaxis, :] / (12 * agents)
    shape = (len(drawn.starts), agents, len(mix), months)
    starts = chance.starts(np.broadcast_to(monthly[:, np.newaxis, :, np.newaxis], shape))
    rates = {code: np.clip(rate * (effort or {}).get(code, 1.0), 0, 1) for code, rate in drawn.rates.items()}
    shares = {code: _share(terms, code, rates) * (1 - drawn.failures[code])[:, np.newaxis] for code in rates}
    if not people.wanted(terms):
        return Events(starts, _numbers(terms, shares, drawn, chance, starts))
    everybody = chance.by_chance and starts.sum() <= people.MOST_PEOPLE * len(starts)
    if everybody:
        drawn_people = people.reach(terms, drawn, chance, shape, people.by_starts(starts), shares)
        results = {code: drawn_people.counts(code, drawn.delays[code].size) for code in rates}
        return Events(starts, results, drawn_people)
    cells = (len(starts), 1, len(mix), months)
    some = people.sample(len(starts), len(mix), months, people.SAMPLE if chance.by_chance else people.ON_THE_MEANS)
    drawn_people = people.reach(terms, drawn, chance, cells, some, shares)
    return Events(starts, _numbers(terms, shares, drawn, chance, starts), drawn_people)


def _numbers(
    terms: Terms, shares: Mapping[str, Array], drawn: Drawn, chance: Chance, starts: Array
) -> dict[str, Array]:
    """How many reach each outcome, and after how many months."""
    totals: dict[str, Array] = {}
    results: dict[str, Array] = {}
    for code, share in shares.items():
        before = [totals[parent] for parent in questions.parents(terms, code) if parent in totals]
        of = np.sum(before, axis=0) if before else starts
        totals[code] = chance.some(of * questions.times(terms, code), share[:, np.newaxis, :, np.newaxis])
        results[code] = chance.over(totals[code], drawn.delays[code])
    return results


def _share(terms: Terms, code: str, rates: Mapping[str, Array]) -> Array:
    """The share of those who may reach the outcome that do: of all starts, or of those who reached another before."""
    order = list(rates)
    before = [one for one in questions.parents(terms, code) if one in rates and order.index(one) < order.index(code)]
    if not before:
        return rates[code]
    reached = np.sum([rates[parent] for parent in before], axis=0)
    share: Array = np.divide(rates[code], reached, out=np.zeros_like(reached), where=reached > 0)
    return np.clip(share, 0, 1)
