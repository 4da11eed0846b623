"""What has to be known of the metrics of a contract before it can be simulated. Without numpy."""

from collections.abc import Iterator
from fractions import Fraction

from contracts.domain.metric_rules import (
    PER_EVENT,
    Against,
    BandedMetric,
    CohortReduction,
    MetricRule,
    SavingShare,
    metrics_of,
)
from contracts.domain.terms import Terms


def rules(terms: Terms) -> list[MetricRule]:
    """The rules that pay by measured figures."""
    return [rule for rule in terms.rules if isinstance(rule, MetricRule)]


def wanted(terms: Terms) -> list[str]:
    """Every metric whose figures a rule needs: first those that others are compared with."""
    found = dict.fromkeys(code for rule in rules(terms) for code in metrics_of(rule))
    return sorted(found, key=lambda code: bool(comparator(terms, code)))


def outcomes(terms: Terms) -> list[str]:
    """The outcomes from which a metric is counted."""
    stated = (terms.assumptions.metric(code) for code in wanted(terms))
    return [one.outcome for one in stated if one is not None and one.outcome]


def comparisons(rule: MetricRule) -> list[tuple[str, Against]]:
    """The metrics of a rule that are compared, each with what."""
    if isinstance(rule, BandedMetric):
        return []
    found = [(rule.metric, rule.against)]
    if isinstance(rule, CohortReduction) and rule.hurdle is not None:
        found.append((rule.hurdle.metric, rule.hurdle.against))
    return found


def _compared_with(terms: Terms, code: str) -> list[Against]:
    return [against for rule in rules(terms) for metric, against in comparisons(rule) if metric == code]


def comparator(terms: Terms, code: str) -> str:
    """The metric whose figure for the same cohort this one is compared with; empty where there is none."""
    found = (one.metric for one in _compared_with(terms, code) if one.metric and one.metric != code)
    return next((other for other in found if not takes_from_outcome(terms, other)), "")


def only_compares(terms: Terms, code: str) -> bool:
    """Whether the metric is only there for others to be compared with, so that the scheme does not change it."""
    return all(code not in _own(rule) for rule in rules(terms))


def _own(rule: MetricRule) -> list[str]:
    found = [rule.metric] + ([rule.hurdle.metric] if isinstance(rule, CohortReduction) and rule.hurdle else [])
    return found + ([one.metric for one in rule.only_if] if isinstance(rule, BandedMetric) else [])


def base(terms: Terms, code: str) -> Fraction | None:
    """The figure without the scheme: as stated, or else the fixed figure that a rule compares it with."""
    stated = terms.assumptions.metric(code)
    if stated is not None and stated.base is not None:
        return Fraction(stated.base)
    if stated is not None and stated.range is not None and only_compares(terms, code):
        return Fraction(stated.range.expected)
    return next((one.value for one in _compared_with(terms, code) if one.value is not None), None)


def missing(terms: Terms, *, without: bool) -> Iterator[str]:
    """What has to be entered of metrics, each as a sentence. `without`: whether the scheme without effect is wanted."""
    for code in wanted(terms):
        yield from _missing(terms, code, without)


def _missing(terms: Terms, code: str, without: bool) -> Iterator[str]:
    name, stated = terms.metric(code).name, terms.assumptions.metric(code)
    if stated is None:
        yield f"Enter which figures are expected of “{name}”, in the assumptions."
        return
    before = any(one.of for one in _compared_with(terms, code))
    if base(terms, code) is None:
        if before:
            yield f"Enter the figure of “{name}” without the scheme, in the assumptions: what was measured before it."
        elif without and not stated.outcome and not comparator(terms, code):
            yield f"Enter the figure of “{name}” without the scheme, in the assumptions, or leave out “No effect”."
    varies = (stated.people, stated.dispersion, stated.spread)
    if not stated.outcome and varies == (None, None, None):
        yield (
            f"Enter how single figures of “{name}” vary, in the assumptions: how many people one counts, or a spread "
            "(0 where they do not)."
        )
    elif stated.people is None and not stated.outcome and _needs_people(terms, code):
        yield f"Enter how many people one figure of “{name}” counts, in the assumptions: a rule pays by their number."


def _needs_people(terms: Terms, code: str) -> bool:
    """Whether a rule counts events, or puts cohorts together by their people."""
    return terms.metric(code).measured == "ratio" and any(
        isinstance(rule, CohortReduction)
        and rule.metric == code
        and (rule.pays == PER_EVENT or rule.pooled_trigger is not None)
        for rule in rules(terms)
    )


def takes_from_outcome(terms: Terms, code: str) -> str:
    """The outcome from which the metric is counted; empty where it has figures of its own."""
    stated = terms.assumptions.metric(code)
    return "" if stated is None else stated.outcome


def cohort_periods(terms: Terms, rule: CohortReduction | SavingShare) -> dict[str, tuple[str, ...]]:
    """The periods in which the people of each cohort start: those named, or those ended by its day and after the last.

    Only for metrics that are counted from an outcome.
    """
    found: dict[str, tuple[str, ...]] = {}
    taken: set[str] = set()
    for cohort in sorted(rule.cohorts, key=lambda one: one.due_on):
        ended = [one.code for one in terms.periods if one.ends_on <= cohort.due_on]
        found[cohort.code] = cohort.periods or tuple(code for code in ended if code not in taken)
        taken.update(found[cohort.code])
    return found
