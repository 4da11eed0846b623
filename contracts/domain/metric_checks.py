"""What must hold between metrics, the rules that pay by them, and the rest of a contract."""

from typing import TYPE_CHECKING

from contracts.domain import metric_rules, rules
from contracts.domain.metric_rules import BandedMetric, CohortReduction, MetricRule, SavingShare
from contracts.domain.metrics import RATIO, VALUE
from contracts.domain.problems import Reader

if TYPE_CHECKING:
    from contracts.domain.terms import Terms


def check(reader: Reader, place: str, rule: MetricRule, terms: "Terms") -> None:
    """A rule looks only at metrics that are declared, in the way in which they are measured, and at known rules."""
    for code in metric_rules.metrics_of(rule):
        if code not in {one.code for one in terms.metrics}:
            message = f"There is no metric “{code}”. Declare it, or name one that is declared."
            reader.note(f"{place}.metric", "unknown_metric", message)
    for index, code in enumerate(rule.agents):
        if code not in terms.agents:
            message = f"“{code}” is no agent of this version. Name one that is."
            reader.note(f"{place}.agents[{index}]", "unknown_agent", message)
    _base(reader, place, rule, terms)
    if isinstance(rule, BandedMetric):
        _times_a_share(reader, place, rule, terms)
        return
    _periods(reader, place, rule, terms)
    if isinstance(rule, SavingShare):
        _lower_is_better(reader, place, rule, terms)
    else:
        _same_direction(reader, place, rule, terms)
        _risen_from_nought(reader, place, rule, terms)
    _measured_as_needed(reader, place, rule, terms)


def _base(reader: Reader, place: str, rule: MetricRule, terms: "Terms") -> None:
    base = metric_rules.base_of(rule)
    for code in base.rules if base else ():
        named = next((one for one in terms.rules if one.code == code), None)
        if named is None:
            message = f"There is no rule “{code}” to take a share of. Name one of this version."
            reader.note(f"{place}.base.rules", "unknown_rule", message)
        elif isinstance(named, MetricRule):
            message = f"“{code}” pays by a metric itself. Take the share of rules that pay without one."
            reader.note(f"{place}.base.rules", "base_of_metric", message)
        elif not rules.has_own_amount(named):
            message = f"“{code}” adds what is missing once all else is known. Take the share of rules that pay before."
            reader.note(f"{place}.base.rules", "contradiction", message)


def _times_a_share(reader: Reader, place: str, rule: BandedMetric, terms: "Terms") -> None:
    """What a share is multiplied by is a share itself, so that no more of the base is paid than the band says."""
    is_share = any(one.is_share for one in terms.metrics if one.code == rule.metric)
    for index, band in enumerate(rule.bands):
        if band.times_figure and not is_share:
            message = "Only a figure that is a share can be multiplied by. Measure it as a ratio, without unit."
            reader.note(f"{place}.bands[{index}].times_figure", "measured_otherwise", message)


def _periods(reader: Reader, place: str, rule: CohortReduction | SavingShare, terms: "Terms") -> None:
    known = {one.code for one in terms.periods}
    for index, cohort in enumerate(rule.cohorts):
        for code in cohort.periods:
            if code not in known:
                message = f"There is no period “{code}”. Name one of the contract, or leave it out."
                reader.note(f"{place}.cohorts[{index}].periods", "unknown_period", message)


def _lower_is_better(reader: Reader, place: str, rule: SavingShare, terms: "Terms") -> None:
    for metric in terms.metrics:
        if metric.code in metric_rules.metrics_of(rule) and metric.direction != "lower":
            message = (
                f"A saving is a fall, but of “{metric.code}” more is better. Change its direction, or reward the rise "
                "by a cohort reduction."
            )
            reader.note(f"{place}.metric", "contradiction", message)


def _same_direction(reader: Reader, place: str, rule: CohortReduction, terms: "Terms") -> None:
    """Which way is better is the same for a metric and for what it is compared with."""
    ways = {metric.code: metric.direction for metric in terms.metrics}
    pairs = [(rule.metric, rule.against.metric)]
    if rule.hurdle is not None:
        pairs.append((rule.hurdle.metric, rule.hurdle.against.metric))
    for own, other in pairs:
        if own in ways and other in ways and ways[own] != ways[other]:
            message = (
                f"Of “{own}” {_more(ways[own])} is better, and of “{other}”, with which it is compared, "
                f"{_more(ways[other])}. Change the direction of one of them."
            )
            reader.note(f"{place}.against", "contradiction", message)


def _more(direction: str) -> str:
    return "more" if direction == "higher" else "less"


def _risen_from_nought(reader: Reader, place: str, rule: CohortReduction, terms: "Terms") -> None:
    """Nothing falls below nought, and no rise from nought is a share of it."""
    if rule.against.value == 0:
        falls = any(one.code == rule.metric and one.direction == "lower" for one in terms.metrics)
        if falls or rule.measure == metric_rules.RELATIVE:
            message = "Enter a baseline above zero, or measure in points a rise of what is better the more there is."
            reader.note(f"{place}.against.value", "out_of_range", message)


def _measured_as_needed(reader: Reader, place: str, rule: CohortReduction | SavingShare, terms: "Terms") -> None:
    """Cohorts can be pooled only of a ratio; a saving is a difference of costs."""
    measured = {one.code: one.measured for one in terms.metrics}
    own, other = measured.get(rule.metric), measured.get(rule.against.metric)
    if isinstance(rule, SavingShare):
        if own == RATIO or other == RATIO:
            message = "A saving is a difference of costs. Measure the metric as a value, in pounds."
            reader.note(f"{place}.metric", "measured_otherwise", message)
        return
    if rule.confidence is not None and not all(one.is_share for one in terms.metrics if one.code == rule.metric):
        message = (
            "Whether chance explains a fall can be told of a share of people only. Measure it as one, without unit."
        )
        reader.note(f"{place}.confidence", "measured_otherwise", message)
    if own == VALUE and rule.pooled_trigger is not None:
        message = "Cohorts are put together by numerator and denominator. Measure it as a ratio."
        reader.note(f"{place}.metric", "measured_otherwise", message)
    if own and other and own != other:
        reader.note(f"{place}.against", "measured_otherwise", "Measure the comparator as the metric itself is.")
