"""Whether a contract can be simulated: what has to be known first, and what of it a simulation leaves out.

Without numpy, so that pages can ask before a worker begins.
"""

from collections.abc import Collection, Iterator
from datetime import date
from decimal import Decimal

from contracts.domain.assumptions import Range
from contracts.domain.days import months_after
from contracts.domain.rules import EACH_TIME, START, Bonus, OutcomeFee, SustainmentFee, outcomes_of
from contracts.domain.spans import Span
from contracts.domain.terms import Floor, MetricRule, Segment, ServiceFee, Terms, VolumeBands
from payments.domain.deadweight import counts_results
from payments.domain.simulation import metric_questions
from payments.domain.simulation.history import History

EXPECTED, PESSIMISTIC, NULL, PAST = "expected", "pessimistic", "null", "past"
SCENARIOS = {
    EXPECTED: "Expected",
    PESSIMISTIC: "Pessimistic",
    NULL: "No effect",
    PAST: "As it has gone so far",
}
MEANINGS = {
    EXPECTED: "Every figure is drawn from its range, around what is expected.",
    PESSIMISTIC: "Rates at the lowest, costs and failed checks at the highest, results as late as is thought possible.",
    NULL: "The scheme changes nothing: people reach what they would have reached anyway, at the expected cost.",
    PAST: "Volumes, rates, delays, failed checks and measured figures as the programme's own records show them.",
}
MOST_MONTHS = 120
# Segments × months² × agents or months: what is held at once. 14 segments over ten years, 100 over five.
MOST_CELLS = 25_000_000
FEWEST_RUNS, MOST_RUNS, USUAL_RUNS = 100, 20_000, 10_000
MOST_SEED = 2_147_483_647
PAID_BY_PERIOD = (ServiceFee, VolumeBands, Floor, MetricRule)


def segments(terms: Terms) -> tuple[Segment, ...]:
    """The segments, or one for everybody where the contract names none."""
    return terms.segments or (Segment("", "Everybody"),)


def paid_outcomes(terms: Terms) -> tuple[str, ...]:
    """Every outcome that a rule pays or asks for, or a metric is counted from; first those on which others build."""
    wanted = dict.fromkeys(code for rule in terms.rules for code in outcomes_of(rule))
    wanted |= dict.fromkeys(metric_questions.outcomes(terms))
    wanted |= dict.fromkeys(one.outcome for rule in terms.rules if isinstance(rule, Bonus) for one in rule.before)
    later = spans(terms)
    wanted |= dict.fromkeys(span.outcome for of in later.values() for span in of)
    found: dict[str, None] = {}

    def put(code: str, above: tuple[str, ...] = ()) -> None:
        for parent in (*parents(terms, code), *(span.outcome for span in later.get(code, ()))):
            if parent in wanted and parent not in above:
                put(parent, (*above, code))
        found.setdefault(code)

    for code in wanted:
        put(code)
    return tuple(found)


def parents(terms: Terms, outcome: str) -> tuple[str, ...]:
    """The outcomes of which one must have been reached before: a prerequisite, or the routes that a top-up adds to."""
    for rule in terms.rules:
        if isinstance(rule, OutcomeFee):
            ups = [up for up in rule.top_ups if up.outcome == outcome]
            if ups:
                return ups[0].with_routes or tuple(route.outcome for route in rule.routes)
        if isinstance(rule, OutcomeFee | SustainmentFee) and outcome in outcomes_of(rule):
            after = [span.outcome for span in rule.spans] if isinstance(rule, OutcomeFee) else []
            before = [code for code in (*after, *rule.prerequisites) if code != START]
            if before:
                return (before[-1],)
    return ()


def spans(terms: Terms) -> dict[str, list[Span]]:
    """By outcome, the times after other results that the rules ask for that pay for it."""
    found: dict[str, list[Span]] = {}
    for rule in terms.rules:
        if isinstance(rule, OutcomeFee):
            for code in outcomes_of(rule):
                found.setdefault(code, []).extend(span for span in rule.spans if span.outcome != START)
    return {code: of for code, of in found.items() if of}


def waits(terms: Terms) -> dict[str, Span]:
    """By outcome, the time after another result before which no rule pays for it: the least, where rules differ."""
    found: dict[str, list[Span | None]] = {}
    for rule in terms.rules:
        if isinstance(rule, OutcomeFee):
            for code in outcomes_of(rule):
                found.setdefault(code, []).append(rule.since)
    least: dict[str, Span] = {}
    for code, spans_of in found.items():
        asked = [span for span in spans_of if span is not None and span.outcome != START]
        if len(asked) == len(spans_of):
            least[code] = min(asked, key=lambda span: span.least_days)
    return least


def times(terms: Terms, code: str) -> int:
    """How often the outcome may be reached: each time counts alike, where the contract pays or counts each time."""
    rules = [rule for rule in terms.rules if code in outcomes_of(rule)]
    if any(isinstance(rule, SustainmentFee) for rule in rules):
        return 1
    asked = any(
        needed.outcome == code and needed.times > 1
        for rule in terms.rules
        if isinstance(rule, Bonus)
        for needed in rule.before
    )
    each = asked or any(
        (isinstance(rule, OutcomeFee) and rule.paid == EACH_TIME) or isinstance(rule, VolumeBands | Bonus)
        for rule in rules
    )
    return terms.outcome(code).max_per_participant if each else 1


def rate(terms: Terms, outcome: str, segment: str) -> Range | None:
    """The expected rate; of a result that is kept up, without one of its own, that of the result before."""
    found = terms.assumptions.rate(outcome, segment)
    if found is None:
        found = next((one for code in _kept_from(terms, outcome) if (one := rate(terms, code, segment))), None)
    return found


def rate_without(terms: Terms, outcome: str, segment: Segment) -> Range | None:
    """The rate without the scheme: of the outcome's definition, else its baseline, else that of the segment.

    Of a result that builds on another and has neither of its own, as many of those who reach the other anyway as are
    expected of those who reach it with the scheme.
    """
    of = terms.outcome(outcome)
    own = of.particulars.non_intervention.rate(segment.code)
    if own is not None:
        return own
    if of.baseline.value is not None:
        return Range(of.baseline.value, of.baseline.value, of.baseline.value)
    before = parents(terms, outcome)
    if before:
        return _follows(terms, outcome, before[0], segment)
    return None if segment.baseline is None else Range(segment.baseline, segment.baseline, segment.baseline)


def _follows(terms: Terms, outcome: str, before: str, segment: Segment) -> Range | None:
    anyway = rate_without(terms, before, segment)
    first, then = rate(terms, before, segment.code), rate(terms, outcome, segment.code)
    if anyway is None or first is None or then is None or not first.expected:
        return None
    kept = min(then.expected / first.expected, Decimal(1))
    return Range(anyway.low * kept, anyway.expected * kept, anyway.high * kept)


def lag(terms: Terms, outcome: str) -> Range | None:
    """Days from the start to the event: as assumed, else by the maturity curve of the outcome's target."""
    found = terms.assumptions.lag(outcome)
    if found is not None:
        return found
    for target in terms.targets:
        if target.outcome == outcome and len(target.maturity) > 1:
            return _by_maturity([(Decimal(point.days), point.share) for point in target.maturity])
    for rule in terms.rules:
        if isinstance(rule, SustainmentFee) and rule.outcome == outcome:
            before = next((one for code in _kept_from(terms, outcome) if (one := lag(terms, code))), None)
            later = Decimal(7 * rule.every_weeks)
            first = before or Range(Decimal(0), Decimal(0), Decimal(0))
            return Range(first.low + later, first.expected + later, first.high + later)
    return None


def _by_maturity(points: list[tuple[Decimal, Decimal]]) -> Range:
    """The days before which nobody, half, and everybody has reached it who ever will."""
    full = max(share for _, share in points)
    low = max((days for days, share in points if not share), default=Decimal(0))
    high = min(days for days, share in points if share == full)
    middle = min(days for days, share in points if share * 2 >= full)
    return Range(low, max(low, min(middle, high)), max(high, low))


def _kept_from(terms: Terms, outcome: str) -> tuple[str, ...]:
    kept = any(isinstance(rule, SustainmentFee) and rule.outcome == outcome for rule in terms.rules)
    return parents(terms, outcome) if kept else ()


def months(terms: Terms) -> list[date]:
    """The first days of the months of the contract, counted from its first day; empty without an end."""
    end = terms.effective_to or max((period.ends_on for period in terms.periods), default=None)
    found: list[date] = []
    while end is not None and len(found) <= MOST_MONTHS and months_after(terms.effective_from, len(found)) <= end:
        found.append(months_after(terms.effective_from, len(found)))
    return found


def missing(terms: Terms, scenarios: Collection[str], history: History | None = None) -> list[str]:
    """What has to be entered before the scenarios can be simulated, each as a sentence; empty when nothing."""
    return list(dict.fromkeys(_missing(terms, scenarios, history)))


def _missing(terms: Terms, scenarios: Collection[str], history: History | None) -> Iterator[str]:
    count = len(months(terms))
    if not count:
        yield "Enter the last day of the contract, or its periods."
    if count > MOST_MONTHS:
        yield f"Shorten the contract to {MOST_MONTHS} months: a simulation does not look further."
    if len(segments(terms)) * count**2 * max(len(terms.agents), count) > MOST_CELLS:
        yield (
            f"This contract is too large to be simulated, with {len(terms.segments)} segments, {len(terms.agents)} "
            f"agents and {count} months. Simulate a draft with fewer of them."
        )
    if not terms.agents:
        yield "Name at least one agent."
    if not terms.rules:
        yield "Enter a payment rule."
    if not terms.periods and any(isinstance(rule, PAID_BY_PERIOD) for rule in terms.rules):
        yield "Enter the periods of the contract: it pays for periods, by volume, or by measured figures."
    if terms.payer_caps and sum(one.share for one in terms.principals) != 1:
        yield "Make the principals' shares come to 1: one of them has a cap of its own."
    if terms.assumptions.starts is None:
        yield "Enter how many start in a year, in the assumptions."
    if len(terms.segments) > 1 and any(one.planned_share is None for one in terms.segments):
        yield "Enter the planned share of starts of every segment."
    for segment in segments(terms):
        if terms.assumptions.cost(segment.code) is None:
            whom = f" in the segment {segment.name}" if terms.segments else ""
            yield f"Enter what serving one participant costs{whom}, in the assumptions."
    yield from metric_questions.missing(terms, without=NULL in scenarios)
    for code in paid_outcomes(terms):
        yield from _missing_of_outcome(terms, code, scenarios)
    if PAST in scenarios and history is None:
        yield "The programme has too few starts of its own yet to be simulated on them. Leave that scenario out."


def _missing_of_outcome(terms: Terms, code: str, scenarios: Collection[str]) -> Iterator[str]:
    name = terms.outcome(code).name
    if lag(terms, code) is None:
        yield f"Enter how many days pass from the start to “{name}”, in the assumptions."
    for segment in segments(terms):
        if rate(terms, code, segment.code) is None:
            whom = ", for every segment" if terms.segments else ""
            yield f"Enter the rate that is expected of “{name}”{whom}, in the assumptions."
        if NULL in scenarios and rate_without(terms, code, segment) is None:
            yield f"Enter the rate without the scheme in the definition of “{name}”, or leave out “No effect”."


def left_out(terms: Terms) -> list[str]:
    """What the contract says that a simulation does not know, each as a sentence."""
    found = []
    if any(isinstance(rule, MetricRule) for rule in terms.rules):
        found.append("Figures that are measured late, or never: each is there by the day on which it is wanted.")
    scopes = {cap.scope for cap in terms.caps}
    if "participant" in scopes and (len(scopes) > 1 or terms.payer_caps):
        found.append(
            "Room under a participant's own cap that another cap, or a principal's, has left unused. Amounts may be a "
            "little higher than shown."
        )
    if "participant" in scopes and any(counts_results(terms.deadweight_of(rule)) for rule in terms.rules):
        found.append(
            "Which person's result is conceded as a whole one: caps for each participant are taken off before. Amounts "
            "may differ a little from those shown."
        )
    return found
