"""How often the questions about gaming are asked where there is nothing to ask: clean data, drawn again and again.

Each draw is a year of four quarters in which people leave, achieve and are corrected by luck alone. After each quarter
the counts so far are looked at, as the nightly job looks. Without a clock; the seed decides every draw.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass

from monitoring.domain import gaming, gaming_indicators
from monitoring.domain.gaming import State
from monitoring.domain.gaming_tests import Counts

QUARTERS = 4
Draw = Callable[[random.Random], Counts]


@dataclass(frozen=True)
class FalseAlarms:
    """`rate`: of the looks at clean data that had enough behind them, the share that asked. `stated`: the most that
    the indicator allows. `years`: the share of years in which any of four looks asked."""

    indicator: str
    looks: int
    rate: float
    stated: float
    years: float


def binomial(rng: random.Random, n: int, share: float) -> int:
    """How many of n, each by luck with this share."""
    return sum(rng.random() < share for _ in range(n))


def _sides(rng: random.Random) -> Counts:
    n = rng.randint(3, 40)
    side = binomial(rng, n, 0.5)
    return side, n - side


def _cliff(rng: random.Random) -> Counts:
    people, hazard = rng.randint(10, 80), rng.uniform(0.01, 0.15)
    before = binomial(rng, people, hazard)
    return binomial(rng, people - before, hazard), people - before, before, people


def _clustering(rng: random.Random) -> Counts:
    claims = rng.randint(10, 150)
    return binomial(rng, claims, 5 / 91), claims, claims * 5 / 91


def _others(rng: random.Random) -> Counts:
    people, others, share = rng.randint(10, 80), rng.randint(20, 200), rng.uniform(0.6, 0.98)
    return binomial(rng, people, share), people, binomial(rng, others, share), others


def _none(rng: random.Random) -> Counts:
    return 0, rng.randint(10, 200)


def _segment(rng: random.Random) -> Counts:
    people, others, share = rng.randint(10, 60), rng.randint(40, 200), rng.uniform(0.2, 0.6)
    achieved, rest = binomial(rng, people, share), binomial(rng, others, share)
    return achieved, people * share, rest, others * share, people


def _mix(rng: random.Random) -> Counts:
    starts = rng.randint(20, 150)
    return binomial(rng, starts, 0.3), starts, starts * 0.3


def _drop_out(rng: random.Random) -> Counts:
    people, others, share = rng.randint(10, 80), rng.randint(20, 200), rng.uniform(0.05, 0.3)
    return binomial(rng, people, share), people, binomial(rng, others, share), others


def _claimed(rng: random.Random) -> Counts:
    return 0, rng.randint(10, 200), 0.0


def _corrected(rng: random.Random) -> Counts:
    return *_sides(rng), 0.0


def _years(rng: random.Random) -> Counts:
    mean = rng.uniform(10, 60)
    return _poisson(rng, mean), _poisson(rng, mean)


def _poisson(rng: random.Random, mean: float) -> int:
    """Events that fall evenly over a time, by the waits between them."""
    events, waited = 0, rng.expovariate(1)
    while waited < mean:
        events, waited = events + 1, waited + rng.expovariate(1)
    return events


def _clustered(rng: random.Random) -> Counts:
    """Events that come in clusters: whoever has one has more, alike in both years."""
    some, again = rng.uniform(0.2, 0.6), rng.uniform(0.2, 0.6)

    def year() -> tuple[int, int, int]:
        people = rng.randint(20, 80)
        hit = binomial(rng, people, some)
        events = hit
        for _ in range(hit):
            while rng.random() < again:
                events += 1
        return hit, people, events

    return *year(), *year()


def _promised(rng: random.Random) -> Counts:
    promised = rng.uniform(5, 60)
    return promised, _poisson(rng, promised)


CLEAN: dict[str, Draw] = {
    "threshold_bunching": _sides,
    "sustainment_cliff": _cliff,
    "claim_clustering": _clustering,
    "near_perfect": _others,
    "frequency_trade": _clustered,
    "proxy_drift": _others,
    "under_claiming": _claimed,
    "re_referral": _none,
    "reclassification": _corrected,
    "late_edits": _corrected,
    "double_claims": _none,
    "duplicate_evidence": _none,
    "access_restriction": _years,
    "creaming": _mix,
    "parking": _segment,
    "parking_contacts": _drop_out,
    "differential_attrition": _drop_out,
    "risk_dumping": _none,
    "partner_referrals": _promised,
}


def false_alarms(code: str, *, seed: int, years: int) -> FalseAlarms:
    """Draw so many clean years for an indicator with its usual rule and count how often it asks."""
    indicator, rng = gaming_indicators.BY_CODE[code], random.Random(f"{seed}:{code}")  # noqa: S311
    looks = alarms = alarmed = 0
    for _ in range(years):
        states = _year(indicator, CLEAN[code], rng)
        looks += sum(state != State.TOO_FEW for state in states)
        alarms += states.count(State.ASKS)
        alarmed += State.ASKS in states
    stated = indicator.usual.chance
    return FalseAlarms(code, looks, alarms / looks if looks else 0.0, stated, alarmed / years)


def _year(indicator: gaming.Indicator, draw: Draw, rng: random.Random) -> list[State]:
    periods, states = [draw(rng)], []
    counts = periods[0]
    for quarter in range(QUARTERS):
        if quarter:
            periods.append(draw(rng))
            counts = gaming.pooled(counts, periods[-1])
        states.append(gaming.read(indicator, counts, periods=periods).state)
    return states


def table(*, seed: int, years: int) -> str:
    """The false alarms of every indicator in plain text, with the rate that each of them states."""
    lines = [
        f"False alarms on clean figures: {years:,} simulated years of four looks for each question, seed {seed}.",
        f"{'Question':<50}{'Looks':>8}{'Asked':>9}{'At most':>9}{'In a year':>11}",
    ]
    for code in CLEAN:
        found = false_alarms(code, seed=seed, years=years)
        name = gaming_indicators.BY_CODE[code].name
        lines.append(f"{name:<50}{found.looks:>8,}{found.rate:>9.2%}{found.stated:>9.2%}{found.years:>11.2%}")
    return "\n".join(lines)
