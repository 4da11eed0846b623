"""Metrics, and payment rules that pay by them, in plain words."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from contracts.domain import words
from contracts.domain.metric_rules import (
    CONFIDENCE,
    GROWTH,
    PER_EVENT,
    POINTS,
    STEPS,
    Against,
    BandedMetric,
    Base,
    Cohort,
    CohortReduction,
    Hurdle,
    MetricBand,
    MetricRule,
    OnlyIf,
    SavingShare,
    agents_of,
)
from contracts.domain.metrics import RATIO, Metric

if TYPE_CHECKING:
    from contracts.domain.terms import Terms


PERCENT_BELOW = 2


def figure(value: Fraction, *, as_percent: bool = False) -> str:
    """An exact figure: per cent of a ratio, otherwise a decimal; a fraction where neither is exact."""
    shown = value * 100 if as_percent else value
    rest = shown.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return f"{'−' if value < 0 else ''}{abs(value)}"
    number = abs(Decimal(shown.numerator) / Decimal(shown.denominator))
    return f"{'−' if value < 0 else ''}{number.normalize():,f}{'%' if as_percent else ''}"


def rounded(value: Fraction, *, as_percent: bool = False) -> str:
    """A figure for reading, with at most four places, marked with ≈ where it was rounded."""
    shown = value * 100 if as_percent else value
    number = round(shown, 4)
    exact = "" if number == shown else "≈ "
    decimal = abs(Decimal(number.numerator) / Decimal(number.denominator))
    text = f"{decimal.normalize():,f}" if decimal else "0"
    return f"{exact}{'−' if shown < 0 else ''}{text}{'%' if as_percent else ''}"


def in_percent(metric: Metric, *values: Fraction | None) -> bool:
    """Whether figures of the metric are told in per cent: shares, and ratios near them, without a unit of their own.

    From twice the denominator on a ratio is no share of anything, and is told as a number: 2.5, not 250%.
    """
    return metric.is_share and all(abs(value) < PERCENT_BELOW for value in values if value is not None)


def metric_name(terms: "Terms", code: str) -> str:
    return next((one.name for one in terms.metrics if one.code == code), code)


def level(terms: "Terms", code: str, value: Fraction) -> str:
    """A figure of the metric with its unit: per cent of a share, otherwise a number."""
    return _level(terms, code, value, beside=())


def _level(terms: "Terms", code: str, value: Fraction, beside: Sequence[Fraction | None]) -> str:
    """The figure told as those beside it are, so that no phrase mixes per cent and numbers."""
    metric = next((one for one in terms.metrics if one.code == code), None)
    if metric is None:
        return figure(value)
    return figure(value, as_percent=in_percent(metric, value, *beside)) + (f" {metric.unit}" if metric.unit else "")


def edges(band: MetricBand, terms: "Terms", code: str) -> str:
    """From where to where a band reaches."""
    ends = (band.low, band.high)
    low, high = (None if one is None else _level(terms, code, one, beside=ends) for one in ends)
    return reach(low, band.low_included, high, band.high_included)


def reach(low: str | None, low_included: bool, high: str | None, high_included: bool) -> str:
    """The phrase for edges that are in words already. A form reads it back."""
    parts = []
    if low is not None:
        parts.append(f"{low} or more" if low_included else f"more than {low}")
    if high is not None:
        parts.append(f"{high} or less" if high_included else f"less than {high}")
    return " and ".join(parts) or "any figure"


def only_if(found: OnlyIf, terms: "Terms") -> str:
    """A condition on the figure of another metric."""
    return f"“{metric_name(terms, found.metric)}” is {edges(found.reach, terms, found.metric)}"


def pays(band: MetricBand, base: Base | None, terms: "Terms") -> str:
    """What a band pays or takes away."""
    if band.share is not None:
        if not band.share:
            return "nothing"
        share = f"{figure(abs(band.share), as_percent=True)} of {base_words(base, terms)}"
        times = " times the figure" if band.times_figure else ""
        return f"{share}{times}{' is taken away' if band.share < 0 else ''}"
    amount = band.amount or Decimal(0)
    if not amount:
        return "nothing"
    return f"{words.money(abs(amount))}{' is taken away' if amount < 0 else ''}"


def base_words(base: Base | None, terms: "Terms") -> str:
    if base is None:
        return "nothing"
    if base.amount is not None:
        return words.money(base.amount)
    names = {one.code: one.name for one in terms.rules}
    return f"what {words.listed(f'“{names.get(code, code)}”' for code in base.rules)} pays"


def rule(found: MetricRule, terms: "Terms") -> str:
    """What a rule pays, in one sentence."""
    name = f"“{metric_name(terms, found.metric)}”"
    if isinstance(found, BandedMetric):
        bands = "; ".join(
            f"{edges(band, terms, found.metric)}: {pays(band, found.base, terms)}" for band in found.bands
        )
        return f"Pays for each period by {name}. {bands[:1].upper()}{bands[1:]}."
    if isinstance(found, SavingShare):
        share = words.percent
        if not found.threshold:
            beyond = f"of the saving in {name}, up to a fall of {share(found.ceiling)}"
            return f"Pays {share(found.share_beyond)} {beyond}."
        return (
            f"Pays {share(found.share_at)} of the saving in {name} up to a fall of {share(found.threshold)}, once that "
            f"is reached, and {share(found.share_beyond)} of what is saved beyond it, up to a fall of "
            f"{share(found.ceiling)}."
        )
    return f"Pays {_reward(found, terms)} when {name} has {way(terms, found.metric).done} by {_triggers(found, terms)}."


class Way(NamedTuple):
    """How a change for the better is told: of what is better the less of it there is, a fall."""

    noun: str
    done: str
    beyond: str
    event: str
    other_noun: str
    other_done: str
    other_beyond: str


FALL = Way("fall", "fallen", "below", "event avoided", "rise", "risen", "above")
RISE = Way("rise", "risen", "above", "unit gained", "fall", "fallen", "below")


def way(terms: "Terms", code: str) -> Way:
    """Which way the metric changes for the better."""
    return RISE if any(one.code == code and one.direction == "higher" for one in terms.metrics) else FALL


def _reward(found: CohortReduction, terms: "Terms") -> str:
    most = "" if found.most is None else words.money(found.most)
    if found.pays == PER_EVENT:
        event = way(terms, found.metric).event
        return f"{words.money(found.amount)} for each {event}, at most {most} for a cohort,"
    if found.pays == GROWTH:
        full = fall(found, found.full_at or Fraction(0), terms)
        return f"{words.money(found.amount)}, growing in a straight line to {most} at {full},"
    if found.pays == STEPS:
        steps = words.listed(
            f"{words.money(step.amount)} from {fall(found, step.at, terms)} on" for step in found.steps
        )
        return f"{words.money(found.amount)} ({steps})"
    return words.money(found.amount)


def fall(found: CohortReduction | Hurdle, size: Fraction, terms: "Terms") -> str:
    """The size of a fall (or rise) in the measure of the rule, or of its hurdle.

    A difference of shares is told in points, and one of anything else in the unit of the metric.
    """
    if found.measure != POINTS:
        return figure(size, as_percent=True)
    if is_told_in_points(terms, found.metric):
        return f"{figure(size * 100)} points"
    return level(terms, found.metric, size)


def is_told_in_points(terms: "Terms", code: str) -> bool:
    """Whether figures of the metric are shares, of which a difference is so many points."""
    return all(one.is_share for one in terms.metrics if one.code == code)


def _triggers(found: CohortReduction, terms: "Terms") -> str:
    parts = []
    if found.trigger is not None:
        parts.append(
            f"at least {fall(found, found.trigger, terms)} in a cohort" if found.trigger else "any amount in a cohort"
        )
    if found.pooled_trigger is not None:
        also = "or, where no cohort reached that, " if parts else ""
        parts.append(f"{also}at least {fall(found, found.pooled_trigger, terms)} in all cohorts together")
    return ", ".join(parts)


def against(found: Against, terms: "Terms", code: str) -> str:
    """What figures are compared with."""
    if found.value is not None:
        return f"a fixed baseline of {level(terms, code, found.value)}"
    if found.of:
        return f"the own figure measured for “{found.of}”"
    return f"“{metric_name(terms, found.metric)}” of the same cohort"


def conditions(found: MetricRule, terms: "Terms") -> words.Rows:
    """Every condition of a rule that its sentence does not say."""
    rows: words.Rows = [("Measured", _measured(found, terms))]
    if found.agents:
        rows.append(("Only for", words.listed(found.agents)))
    if isinstance(found, BandedMetric):
        rows.append(("Owed", "on the last day of the period, once the figure is confirmed"))
        if found.only_if:
            needed = words.listed(only_if(one, terms) for one in found.only_if)
            rows.append(("Paid only if", f"{needed} in the same period; what is taken away is taken either way"))
        return rows
    rows.append(("Compared with", against(found.against, terms, found.metric)))
    if isinstance(found, CohortReduction):
        if found.deducts:
            worse = f"A {way(terms, found.metric).other_noun}"
            rows.append((worse, f"is taken away at the same price, at most {words.money(found.most or Decimal(0))}"))
        if found.clawback:
            share = words.percent(found.clawback)
            rows.append(("Below the trigger", f"{share} of {base_words(found.base, terms)} is paid back"))
        if found.confidence is not None:
            rows.append(("Beyond chance", _confidence(found.confidence)))
        if found.hurdle:
            rows.append(("Hurdle", _hurdle(found, terms)))
    return rows


def _confidence(level: Fraction) -> str:
    return (
        f"nothing is paid, nor taken away, unless the share lies further from what it is compared with than chance "
        f"explains: {figure(CONFIDENCE[level])} standard errors ({words.percent(level)} confidence)"
    )


def _hurdle(found: CohortReduction, terms: "Terms") -> str:
    hurdle = found.hurdle
    assert hurdle is not None
    compared = against(hurdle.against, terms, hurdle.metric)
    name = f"“{metric_name(terms, hurdle.metric)}”"
    told = way(terms, hurdle.metric)
    if not hurdle.at_least:
        return f"nothing is paid where {name} has {told.other_done} {told.other_beyond} {compared}"
    least = fall(hurdle, hurdle.at_least, terms)
    return f"nothing is paid unless {name} has {told.done} by at least {least} {told.beyond} {compared}"


def _measured(found: MetricRule, terms: "Terms") -> str:
    metric = next((one for one in terms.metrics if one.code == found.metric), None)
    if metric is None:
        return found.metric
    how = f"{metric.numerator} ÷ {metric.denominator}" if metric.measured == RATIO else metric.unit or metric.name
    if metric.per_agent:
        return f"{how}, for each agent"
    each = ", by which each of them is paid the whole" if len(agents_of(found, terms.agents)) > 1 else ""
    return f"{how}, one figure for all agents{each}"


def rule_rows(found: MetricRule, terms: "Terms") -> words.Rows:
    """Every figure of a rule by itself, besides its conditions."""
    if isinstance(found, BandedMetric):
        return [(f"Band: {edges(band, terms, found.metric)}", pays(band, found.base, terms)) for band in found.bands]
    rows = [(f"Cohort {one.code}", _cohort(one)) for one in found.cohorts]
    if isinstance(found, CohortReduction):
        rows.append(("Measure", "Points" if found.measure == POINTS else "Share of the baseline"))
        rows += [(f"Step from {fall(found, step.at, terms)}", words.money(step.amount)) for step in found.steps]
    return rows


def _cohort(one: Cohort) -> str:
    counted = f"; payments of {words.listed(one.periods)}" if one.periods else ""
    named = "" if one.name == one.code else f"{one.name}, "
    return f"{named}due on {words.day(one.due_on)}{counted}"
