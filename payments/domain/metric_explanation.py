"""How a measured figure led to an amount: the figure, how far it fell, the band or the reward. In words."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from contracts.domain import metric_words, words
from contracts.domain.metric_rules import (
    CONFIDENCE,
    GROWTH,
    PER_EVENT,
    POINTS,
    STEPS,
    BandedMetric,
    CohortReduction,
    MetricRule,
    SavingShare,
)
from contracts.domain.metric_words import RISE, Way
from contracts.domain.metrics import RATIO
from contracts.domain.terms import Terms
from payments.domain.metric_sums import POOLED
from payments.domain.refusals import amount, day
from payments.domain.step import Step

Facts = Mapping[str, Any]


def steps(facts: Facts, unit_amount: Decimal, rule: MetricRule, terms: Terms) -> list[Step]:
    """The steps from the figure to the unit amount."""
    found = [_figure(facts, rule, terms)]
    if isinstance(rule, BandedMetric):
        found += [_only_if(one, rule, terms) for one in facts.get("only_if", ())]
        return [*found, _band(facts, unit_amount, rule, terms)]
    found.append(_fall(facts, rule, terms))
    if "chance" in facts and isinstance(rule, CohortReduction):
        found.append(_chance(facts["chance"], rule))
    if "hurdle" in facts:
        found.append(_hurdle(facts["hurdle"], terms))
    if isinstance(rule, SavingShare):
        return [*found, _saving(facts, unit_amount, rule)]
    return [*found, _reward(facts, unit_amount, rule, terms)]


def _level(value: str, rule: MetricRule, terms: Terms) -> str:
    metric = terms.metric(rule.metric)
    as_percent = metric_words.in_percent(metric, Fraction(value))
    unit = f" {metric.unit}" if metric.unit else ""
    return f"{metric_words.rounded(Fraction(value), as_percent=as_percent)}{unit}"


def _figure(facts: Facts, rule: MetricRule, terms: Terms) -> Step:
    """The figure as it was measured, and what it was corrected for."""
    name = metric_words.metric_name(terms, facts["metric"])
    if facts["covers"] == POOLED:
        values = f"{words.listed(facts['cohorts'])} together, {_number(facts['denominator'])} in all"
        return Step(name, "all cohorts put together", values, _level(facts["value"], rule, terms))
    values = f"measured on {day(facts['measured_on'])} for {facts['covers']}"
    if "numerator" in facts:
        values = f"{_number(facts['numerator'])} ÷ {_number(facts['denominator'])}, {values}"
    if "corrected" in facts:
        values += f"; corrected: {facts['corrected']}"
    metric = terms.metric(rule.metric)
    formula = f"{metric.numerator} ÷ {metric.denominator}" if metric.measured == "ratio" else "as measured"
    return Step(name, formula, values, _level(facts["value"], rule, terms))


def _number(text: str) -> str:
    return metric_words.rounded(Fraction(text))


def _only_if(told: Facts, rule: BandedMetric, terms: Terms) -> Step:
    """Another metric that decides whether anything is paid."""
    wanted = next(one for one in rule.only_if if one.metric == told["metric"])
    value = metric_words.level(terms, wanted.metric, Fraction(told["value"]))
    result = "met" if told["held"] else "not met: nothing is paid"
    return Step("Paid only if", metric_words.only_if(wanted, terms), value, result)


def _band(facts: Facts, unit_amount: Decimal, rule: BandedMetric, terms: Terms) -> Step:
    band = rule.bands[facts["band"]]
    reach = metric_words.edges(band, terms, rule.metric)
    if (band.amount or band.share or 0) > 0 and not all(one["held"] for one in facts.get("only_if", ())):
        return Step("Unit amount", f"band “{reach}”", "nothing, as a condition is not met", amount(unit_amount))
    if "share" in facts:
        base = metric_words.base_words(rule.base, terms)
        share = metric_words.figure(band.share or Fraction(0), as_percent=True)
        if band.times_figure:
            share = f"{share} × {_level(facts['value'], rule, terms)}"
        formula = "share × figure" if band.times_figure else "share"
        values = f"{share} × {amount(facts['base'])}"
        return Step("Unit amount", f"band “{reach}”: {formula} × {base}", values, amount(unit_amount))
    return Step("Unit amount", f"band “{reach}”", metric_words.pays(band, rule.base, terms), amount(unit_amount))


def _fall(facts: Facts, rule: CohortReduction | SavingShare, terms: Terms) -> Step:
    """How far the figure lies on the better side of what it is compared with, and whether that reaches the trigger."""
    points = isinstance(rule, CohortReduction) and rule.measure == POINTS
    before, after = (_level(facts[name], rule, terms) for name in ("baseline", "value"))
    size = _size(Fraction(facts["fall"]), rule, terms)
    reached = "reaches" if Fraction(facts["fall"]) >= Fraction(facts["trigger"]) else "does not reach"
    formula, values = _difference(rule, terms), f"{before} − {after}"
    if _way(rule, terms) is RISE:
        values = f"{after} − {before}"
    if not points:
        formula, values = f"({formula}) ÷ baseline", f"({values}) ÷ {before}"
    trigger = _size(Fraction(facts["trigger"]), rule, terms)
    return Step(_way(rule, terms).noun.capitalize(), formula, values, f"{size}, which {reached} {trigger}")


def _way(rule: MetricRule, terms: Terms) -> Way:
    return metric_words.way(terms, rule.metric)


def _difference(rule: MetricRule, terms: Terms) -> str:
    return "figure − baseline" if _way(rule, terms) is RISE else "baseline − figure"


def _size(size: Fraction, rule: CohortReduction | SavingShare, terms: Terms) -> str:
    """A change as it is measured: of shares so many points, of anything else so many of its unit, or a share."""
    if isinstance(rule, SavingShare) or rule.measure != POINTS:
        return metric_words.rounded(size, as_percent=True)
    if metric_words.is_told_in_points(terms, rule.metric):
        return f"{metric_words.rounded(size * 100)} points"
    return _level(str(size), rule, terms)


def _hurdle(facts: Facts, terms: Terms) -> Step:
    falls = words.listed(
        f"{code}: {metric_words.rounded(Fraction(fall) * 100)}%" for code, fall in facts["falls"].items()
    )
    name = metric_words.metric_name(terms, facts["metric"])
    least = metric_words.rounded(Fraction(facts["at_least"]), as_percent=True)
    result = "cleared" if facts["held"] else "not cleared: nothing is paid"
    done = metric_words.way(terms, facts["metric"]).done
    return Step("Hurdle", f"“{name}” has {done} by {least} or more", falls, result)


def _chance(facts: Facts, rule: CohortReduction) -> Step:
    """How far the share lies from its baseline, in standard errors, and whether that rules out chance."""
    squared = Fraction(facts["errors_squared"])
    errors = (Decimal(squared.numerator) / Decimal(squared.denominator)).sqrt().quantize(Decimal("0.01"))
    needed = metric_words.figure(CONFIDENCE[rule.confidence or Fraction(0)])
    formula = "distance from the baseline ÷ √(baseline × (1 − baseline) ÷ people)"
    result = "chance is ruled out" if facts["beyond"] else "chance may explain it: nothing is paid or taken away"
    return Step("Beyond chance", formula, f"{errors}, against {needed}", result)


def _reward(facts: Facts, unit_amount: Decimal, rule: CohortReduction, terms: Terms) -> Step:
    if "reached" in facts:
        own = words.listed(facts["reached"])
        return Step("Unit amount", "paid where no cohort reached its own trigger", own, amount(unit_amount))
    if "chance" in facts and not facts["chance"]["beyond"]:
        return Step("Unit amount", "chance may explain the difference", "nothing", amount(unit_amount))
    size, trigger = Fraction(facts["fall"]), Fraction(facts["trigger"])
    if "share" in facts:
        values = f"{metric_words.figure(Fraction(facts['share']), as_percent=True)} × {amount(facts['base'])}"
        return Step("Unit amount", "below the trigger: share paid back × what was paid", values, amount(unit_amount))
    if size >= trigger and "hurdle" in facts and not facts["hurdle"]["held"]:
        return Step("Unit amount", "the hurdle is not cleared", "nothing", amount(unit_amount))
    if size < trigger and not (rule.deducts and size < 0):
        return Step("Unit amount", "below the trigger", "nothing", amount(unit_amount))
    if rule.pays == PER_EVENT:
        avoided = metric_words.rounded(Fraction(facts["avoided"]))
        cohorts = len(facts["cohorts"]) if "cohorts" in facts else 1
        most = amount((rule.most or Decimal(0)) * cohorts)
        people = " × people" if terms.metric(rule.metric).measured == RATIO else ""
        what = "of a unit" if _way(rule, terms) is RISE else "of an event"
        formula = f"({_difference(rule, terms)}){people} × price {what}, at most {most} either way"
        return Step("Unit amount", formula, f"{avoided} × {amount(rule.amount)}", amount(unit_amount))
    if rule.pays == GROWTH and rule.full_at is not None and rule.most is not None:
        way = min(Fraction(1), (size - trigger) / (rule.full_at - trigger))
        formula = "sum at the trigger + part of the way to the full fall × (most − sum)"
        share = metric_words.rounded(way, as_percent=True)
        values = f"{amount(rule.amount)} + {share} × ({amount(rule.most)} − {amount(rule.amount)})"
        return Step("Unit amount", formula, values, amount(unit_amount))
    if rule.pays == STEPS:
        last = max([trigger, *(step.at for step in rule.steps if size >= step.at)])
        reached = metric_words.fall(rule, last, terms)
        return Step("Unit amount", "the last step that is reached", f"from {reached} on", amount(unit_amount))
    return Step("Unit amount", "lump sum", amount(rule.amount), amount(unit_amount))


def _saving(facts: Facts, unit_amount: Decimal, rule: SavingShare) -> Step:
    base, size = Fraction(facts["baseline"]), Fraction(facts["fall"])
    if size < rule.threshold:
        return Step("Unit amount", "below the threshold", "nothing", amount(unit_amount))
    beyond = min(size, rule.ceiling) - rule.threshold
    further = f"{metric_words.rounded(beyond, as_percent=True)} × {words.percent(rule.share_beyond)}"
    formula, values = "fall × share", further
    if rule.threshold:
        formula = "(threshold × share up to it + fall beyond it × share beyond)"
        values = f"({words.percent(rule.threshold)} × {words.percent(rule.share_at)} + {further})"
    formula = f"base × {formula}, up to a fall of {words.percent(rule.ceiling)}"
    return Step("Unit amount", formula, f"{_number(str(base))} × {values}", amount(unit_amount))
