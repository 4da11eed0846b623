"""What happens in a run: who starts when, and in which month which results stand verified. Counts, by agent.

Arrays are (run, agent, segment, month of the start) and, for results, (…, months after the start).
"""

import dataclasses
from collections.abc import Mapping

import numpy as np

from contracts.domain.rules import EACH_TIME, Bonus, OutcomeFee, SustainmentFee, outcomes_of
from contracts.domain.terms import Terms, VolumeBands
from payments.domain.simulation import questions
from payments.domain.simulation.draws import Array, Chance, Drawn


@dataclasses.dataclass(frozen=True)
class Events:
    """`results` of each outcome: counts of verified results by the month of the start and the months since then."""

    starts: Array
    results: Mapping[str, Array]


def happen(
    terms: Terms, drawn: Drawn, chance: Chance, mix: Array, months: int, effort: Mapping[str, Array] | None = None
) -> Events:
    """Draw starts and results. `mix` is the share of starts by segment; `effort` multiplies an outcome's rates."""
    agents = max(len(terms.agents), 1)
    monthly = drawn.starts[:, np.newaxis] * mix[np.newaxis, :] / (12 * agents)
    shape = (len(drawn.starts), agents, len(mix), months)
    starts = chance.starts(np.broadcast_to(monthly[:, np.newaxis, :, np.newaxis], shape))
    rates = {code: np.clip(rate * (effort or {}).get(code, 1.0), 0, 1) for code, rate in drawn.rates.items()}
    totals: dict[str, Array] = {}
    results: dict[str, Array] = {}
    for code in drawn.rates:
        share, of = _conditional(terms, code, rates, totals, starts)
        share = share * (1 - drawn.failures[code])[:, np.newaxis]
        totals[code] = chance.some(of * _times(terms, code), share[:, np.newaxis, :, np.newaxis])
        results[code] = chance.over(totals[code], drawn.delays[code])
    return Events(starts, results)


def _conditional(
    terms: Terms, code: str, rates: Mapping[str, Array], totals: Mapping[str, Array], starts: Array
) -> tuple[Array, Array]:
    """The share of those who may reach the outcome that do, and who they are: all starts, or who reached another."""
    before = [parent for parent in questions.parents(terms, code) if parent in totals]
    if not before:
        return rates[code], starts
    reached = np.sum([rates[parent] for parent in before], axis=0)
    share = np.divide(rates[code], reached, out=np.zeros_like(reached), where=reached > 0)
    return np.clip(share, 0, 1), np.sum([totals[parent] for parent in before], axis=0)


def _times(terms: Terms, code: str) -> int:
    """How often the outcome may be reached: each time counts alike, where the contract pays each time."""
    rules = [rule for rule in terms.rules if code in outcomes_of(rule)]
    if any(isinstance(rule, SustainmentFee) for rule in rules):
        return 1
    each = any(
        (isinstance(rule, OutcomeFee) and rule.paid == EACH_TIME) or isinstance(rule, VolumeBands | Bonus)
        for rule in rules
    )
    return terms.outcome(code).max_per_participant if each else 1
