"""Checks on what is paid: prices by segment against costs, cliff edges, the cost of checking."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from contracts.domain import metric_words, words
from contracts.domain.lint.on_metrics import without_figures
from contracts.domain.lint.on_outcomes import NAO, WEBSTER_2013
from contracts.domain.lint.remarks import Case, Check, Said, breaks, look_again, meets, worst
from contracts.domain.metric_rules import STEPS, BandedMetric, MetricRule, SavingShare
from contracts.domain.rules import OutcomeFee, SustainmentFee, outcomes_of, tables_of
from contracts.domain.terms import Terms

CONTRACTS = "Webster, Getting Payment by Results contracts right"
FAILURES = "Webster, on why schemes fail, 2013"
SELECT_COMMITTEE = "House of Commons Work and Pensions Committee, on the Work Programme"
THRESHOLDS = "Practice of sustained job outcomes at 13 and 26 weeks"
UNEVEN = Decimal("0.25")
DEAR, TOO_DEAR = Decimal("0.10"), Decimal("0.25")
RICH = Decimal("0.25")
ASSUME_COSTS = "Enter what serving a participant of each segment costs, among the assumptions."
ASSUME_RATES = "Enter the rates that the evidence leads one to expect, among the assumptions."


def prices_by_segment(case: Case) -> Said:
    segments = case.terms.segments
    if len(segments) < 2:
        return look_again(
            "Everybody has the same price.", "Split off those for whom success is harder, or say why not."
        )
    if not any(outcomes_of(rule) or tables_of(rule) for rule in case.terms.rules):
        return meets("No rule pays for single participants.")
    personal = [rule for rule in case.terms.rules if tables_of(rule)]
    flat = [
        rule.name for rule in personal if not any(rate.segment for table in tables_of(rule) for rate in table.rates)
    ]
    if len(flat) == len(personal):
        return breaks(
            f"There are {len(segments)} segments, and every rule pays the same for all of them.",
            "Set prices by segment, so that harder cases are worth serving.",
        )
    if flat:
        named = words.listed(f"“{name}”" for name in flat)
        return look_again(f"{named} pays the same for every segment.", "Set its price by segment, or record why not.")
    return meets(f"Every rule has prices for the {len(segments)} segments.")


def price_follows_difficulty(case: Case) -> Said:
    """Where fewer would succeed without help, a result has to bring more."""
    ranked = sorted(
        (segment.baseline, segment.code, segment.name)
        for segment in case.terms.segments
        if segment.baseline is not None
    )
    if len(ranked) < 2:
        return look_again("Fewer than two segments have a baseline.", "Enter the baseline of each segment.")
    found = []
    for rule in case.terms.rules:
        if not isinstance(rule, OutcomeFee | SustainmentFee):
            continue
        for (low, harder, harder_name), (high, easier, easier_name) in pairwise(ranked):
            pays, other = case.reckoning.most(rule, harder), case.reckoning.most(rule, easier)
            if low < high and pays < other:
                found.append(
                    breaks(
                        f"“{rule.name}” pays at most {words.money(pays)} for {harder_name} (baseline "
                        f"{words.percent(low)}) and {words.money(other)} for {easier_name} ({words.percent(high)}).",
                        "Pay no less where fewer would succeed without help.",
                    )
                )
    return worst(found, meets("No harder segment is worth less than an easier one."))


def price_covers_cost(case: Case) -> Said:
    """A segment that loses money as expected is one that will be left waiting."""
    found = []
    for segment in case.reckoning.segments():
        cost = case.terms.assumptions.cost(segment.code)
        pays = case.reckoning.per_start(segment.code)
        if cost is None or pays is None:
            missing = "its cost is" if cost is None else "a rate is"
            cure = ASSUME_COSTS if cost is None else ASSUME_RATES
            found.append(look_again(f"{segment.name}: {missing} not known.", cure))
        elif pays.total < cost.expected:
            found.append(
                breaks(
                    f"{segment.name}: a start brings {words.money(pays.total)} as expected and costs "
                    f"{words.money(cost.expected)}.",
                    "Raise its price or lower what is asked: as it stands, it pays not to serve them.",
                )
            )
        else:
            found.append(
                meets(f"{segment.name}: {words.money(pays.total)} against {words.money(cost.expected)} a start.")
            )
    return without_figures(case, worst(found, meets("")), can_only_grow=False)


def margins_even(case: Case) -> Said:
    """When one segment earns far more on its cost than another, the agent is paid for choosing."""
    margins: list[tuple[Decimal, str]] = []
    for segment in case.reckoning.segments():
        cost = case.terms.assumptions.cost(segment.code)
        pays = case.reckoning.per_start(segment.code)
        if cost is None or pays is None or not cost.expected:
            return look_again("Costs or rates of some segments are not known.", f"{ASSUME_COSTS} {ASSUME_RATES}")
        margins.append(((pays.total - cost.expected) / cost.expected, segment.name))
    (least, poorest), (most, richest) = min(margins), max(margins)
    if most - least > UNEVEN:
        return look_again(
            f"{richest} earns {words.percent(most)} on its cost and {poorest} {words.percent(least)}.",
            f"Bring the margins of the segments within {words.percent(UNEVEN)} of each other.",
        )
    return meets(f"Margins run from {words.percent(least)} to {words.percent(most)} of cost.")


def profit_modest(case: Case) -> Said:
    pays, cost = case.reckoning.per_average_start(), case.reckoning.average_cost()
    if pays is None or not cost:
        return look_again("Costs, rates or the planned mix are not known.", f"{ASSUME_COSTS} {ASSUME_RATES}")
    margin = (pays.total - cost) / cost
    told = f"A start brings {words.money(pays.total)} on average and costs {words.money(cost)}"
    if margin > RICH:
        said = look_again(f"{told}: {words.percent(margin)} above cost.", "Lower the price, or share what is over.")
    else:
        said = meets(f"{told}.")
    return without_figures(case, said)


def checking_in_proportion(case: Case) -> Said:
    found = []
    for rule in case.terms.rules:
        if not isinstance(rule, OutcomeFee):
            continue
        cost = case.terms.assumptions.checking_cost(rule.outcome)
        price = max(case.reckoning.price(rule.routes[0].rates, one.code) for one in case.reckoning.segments())
        if cost is None or not price:
            why = f"What checking a claim of “{rule.name}” costs is not known."
            found.append(look_again(why, "Enter the cost of checking a claim, among the assumptions."))
            continue
        share = cost.amount / price
        told = (
            f"Checking a claim of “{rule.name}” costs {words.money(cost.amount)}, {words.percent(share)} of its price"
        )
        cure = "Use a record that somebody keeps already, or check a sample."
        if share >= TOO_DEAR:
            found.append(breaks(f"{told}.", cure))
        elif share >= DEAR:
            found.append(look_again(f"{told}.", cure))
        else:
            found.append(meets(f"{told}."))
    return worst(found, meets("No outcome is paid by claims."))


def no_cliff_edges(case: Case) -> Said:
    """A single line, in time or in a figure, draws results to just beyond it."""
    found = [*_last_weeks(case), *_single_lines(case)]
    return worst(found, meets("No payment hangs on one line alone."))


def _last_weeks(case: Case) -> Iterator[Said]:
    """Weeks after which nothing more is paid: neither for keeping the result up, nor for one after more weeks."""
    built_on = {code for rule in case.terms.rules if isinstance(rule, SustainmentFee) for code in rule.prerequisites}
    fees = [rule for rule in case.terms.rules if isinstance(rule, OutcomeFee) and rule.qualifying_weeks]
    for rule in fees:
        weeks = {one.number for one in rule.qualifying_weeks}
        later = any(min(one.number for one in other.qualifying_weeks) > max(weeks) for other in fees)
        if rule.outcome not in built_on and not later:
            yield look_again(
                f"“{rule.name}” is paid when {words.listed(map(str, sorted(weeks)))} weeks have passed, and nothing is "
                "paid for what comes after.",
                "Pay something for later weeks, or watch how many results end just after the line.",
            )


def _single_lines(case: Case) -> Iterator[Said]:
    for rule in case.terms.rules:
        if isinstance(rule, MetricRule) and (line := _line(rule, case.terms)):
            yield look_again(
                f"“{rule.name}” {line}, however near to the line a figure comes.",
                "Let the sum grow from nothing, or add steps; or watch how many figures lie just beyond the line.",
            )


def _line(rule: MetricRule, terms: Terms) -> str:
    """The one line at which the rule pays or takes away; empty where it has several, or grows from nothing."""
    if isinstance(rule, BandedMetric):
        edges = [one.high for one in rule.bands if one.high is not None]
        return f"turns on one line, {metric_words.level(terms, rule.metric, edges[0])}" if len(edges) == 1 else ""
    if isinstance(rule, SavingShare):
        jumps = rule.threshold and rule.share_at
        return f"brings nothing short of {words.percent(rule.threshold)}" if jumps else ""
    least = rule.trigger if rule.trigger is not None else rule.pooled_trigger
    if not least or rule.pays == STEPS:
        return ""
    if rule.amount:
        return f"brings nothing short of {metric_words.fall(rule, least, terms)}"
    taken = f"{words.percent(rule.clawback)} of {metric_words.base_words(rule.base, terms)}"
    return f"takes back {taken} short of {metric_words.fall(rule, least, terms)}" if rule.clawback else ""


CHECKS = (
    Check("prices_by_segment", "Harder cases have a price of their own", NAO, "rules", prices_by_segment),
    Check("price_follows_difficulty", "Price follows difficulty", SELECT_COMMITTEE, "rules", price_follows_difficulty),
    Check("price_covers_cost", "No segment is served at a loss", FAILURES, "rules", price_covers_cost),
    Check("margins_even", "It does not pay to choose whom to serve", FAILURES, "rules", margins_even),
    Check("profit_modest", "Profit is a means, not the aim", WEBSTER_2013, "rules", profit_modest),
    Check(
        "checking_in_proportion",
        "Checking costs little beside the price",
        "Learning and Work Institute, on the Work Programme, 2014",
        "rules",
        checking_in_proportion,
    ),
    Check("no_cliff_edges", "No line at which results bunch", THRESHOLDS, "rules", no_cliff_edges),
)
