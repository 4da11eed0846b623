"""Reads payment rules that compare a cohort's figure with a baseline, from a contract document."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from contracts.domain import metric_rules, reading_figures
from contracts.domain.metric_rules import (
    GROWTH,
    LUMP_SUM,
    PER_EVENT,
    STEPS,
    Against,
    Cohort,
    CohortReduction,
    Hurdle,
    RewardStep,
    SavingShare,
)
from contracts.domain.problems import Reader


def cohort_reduction(reader: Reader, code: str, name: str) -> CohortReduction:
    """A reward for a fall (of what is better the more of it there is, a rise), whose size is always bounded."""
    pays = reader.choice("pays", metric_rules.REWARDS, default=LUMP_SUM)
    trigger = reading_figures.share(reader, "trigger", required=False, may_be_nought=pays in (PER_EVENT, GROWTH))
    pooled = reading_figures.share(reader, "pooled_trigger", required=False)
    clawback = reader.share("clawback", required=False) or Fraction(0)
    rule = CohortReduction(
        code,
        name,
        metric=reader.code("metric"),
        cohorts=_cohorts(reader),
        against=_against(reader.inner("against")),
        measure=reader.choice("measure", metric_rules.MEASURES, default=metric_rules.RELATIVE),
        pays=pays,
        amount=reader.money("amount") or Decimal("0.00"),
        trigger=trigger,
        pooled_trigger=pooled,
        most=reader.money("most", required=False),
        full_at=reading_figures.share(reader, "full_at", required=False),
        deducts=reader.flag("deducts", default=False),
        clawback=clawback,
        base=reading_figures.base(reader),
        hurdle=None if reader.raw("hurdle") is None else _hurdle(reader.inner("hurdle")),
        confidence=_confidence(reader),
        steps=_steps(reader),
        agents=reader.codes("agents"),
    )
    _reduction_fits(reader, rule)
    _steps_fit(reader, rule)
    return rule


def _steps(reader: Reader) -> tuple[RewardStep, ...]:
    found: list[RewardStep] = []
    for inner in reader.readers("steps"):
        at, amount = reading_figures.share(inner, "at"), inner.money("amount")
        inner.finish()
        if at is not None and amount is not None:
            found.append(RewardStep(at, amount))
    return tuple(found)


def _steps_fit(reader: Reader, rule: CohortReduction) -> None:
    """Steps begin beyond the trigger, and each asks for more than the one before and brings no less."""
    if rule.pays != STEPS:
        if rule.steps:
            reader.note("steps", "contradiction", "Leave the steps out, or let the reward rise in steps.")
        return
    if not rule.steps and not reading_figures.noted(reader, "steps"):
        reader.note("steps", "missing", "Enter the steps beyond the trigger: from which fall on, and how much.")
    at, amount = _least_trigger(rule), rule.amount
    for place, step in enumerate(rule.steps):
        if step.at <= at:
            message = f"Let this step begin beyond {at}, where the one before (or the trigger) does."
            reader.note(f"steps[{place}].at", "overlapping_bands", message)
        if step.amount < amount:
            message = f"The step before brings £{amount:,.2f}; let this one bring no less."
            reader.note(f"steps[{place}].amount", "ceiling_below_threshold", message)
        at, amount = step.at, step.amount


def _least_trigger(rule: CohortReduction) -> Fraction:
    return max(filter(None, (rule.trigger, rule.pooled_trigger)), default=Fraction(0))


def _reduction_fits(reader: Reader, rule: CohortReduction) -> None:
    """A reward has what its kind needs, and nothing that its kind does not know."""
    for keys, message in _lacking(rule):
        if not reading_figures.noted(reader, *keys):
            reader.note(keys[0], "missing", message)
    for key, code, message in (*_beyond_its_kind(rule), *_out_of_order(rule), *_paying_back(rule)):
        reader.note(key, code, message)


def _lacking(rule: CohortReduction) -> Iterator[tuple[tuple[str, ...], str]]:
    if rule.trigger is None and rule.pooled_trigger is None:
        yield ("trigger", "pooled_trigger"), "Enter the least fall that is rewarded: of a cohort, or of all of them."
    if rule.pays in (PER_EVENT, GROWTH) and rule.most is None:
        yield ("most",), "Enter the most that is paid for a cohort, so that the reward has a ceiling."
    if rule.pays == GROWTH and rule.full_at is None:
        yield ("full_at",), "Enter the fall at which the most is paid."


Told = Iterator[tuple[str, str, str]]
"""Problems: the field, the code, and what to do."""


def _beyond_its_kind(rule: CohortReduction) -> Told:
    """What only another kind of reward knows."""
    if rule.full_at is not None and rule.pays != GROWTH:
        yield "full_at", "contradiction", "Leave this out, or let the reward grow."
    if rule.most is not None and rule.pays == LUMP_SUM:
        yield "most", "contradiction", "Leave this out: a lump sum is its own ceiling."
    if rule.most is not None and rule.pays == STEPS:
        yield "most", "contradiction", "Leave this out: the last step is the ceiling."
    if rule.deducts and rule.pays != PER_EVENT:
        yield "deducts", "contradiction", "Only a price for each event can be taken away again when they rise."


def _out_of_order(rule: CohortReduction) -> Told:
    """A reward that grows ends beyond its trigger, no lower than it began."""
    if rule.pays != GROWTH:
        return
    least = _least_trigger(rule)
    if rule.trigger == 0 and rule.amount:
        yield "trigger", "out_of_range", "Enter a share above zero, or let the reward grow from an amount of 0.00."
    if rule.full_at is not None and rule.full_at <= least:
        yield "full_at", "ceiling_below_threshold", f"Let the reward grow beyond the trigger of {least}."
    if rule.most is not None and rule.most < rule.amount:
        told = f"The reward grows from £{rule.amount:,.2f}; let it end no lower."
        yield "most", "ceiling_below_threshold", told


def _paying_back(rule: CohortReduction) -> Told:
    if not rule.clawback:
        if rule.base is not None:
            yield "base", "contradiction", "Leave the base out, or say which share of it is paid back."
        return
    if rule.base is None:
        yield "base", "missing_base", "Say what is paid back: give the rule a base."
    if rule.trigger is None:
        yield "clawback", "contradiction", "Paying back needs the trigger of a cohort, below which it happens."
    if rule.confidence is not None:
        told = "Leave one of the two out: what is paid back below the trigger is not held against chance."
        yield "confidence", "contradiction", told


def saving_share(reader: Reader, code: str, name: str) -> SavingShare:
    """A share of a saving, with a ceiling above its threshold. Where the threshold is 0 any saving is shared."""
    threshold = reading_figures.share(reader, "threshold", may_be_nought=True)
    ceiling = reading_figures.share(reader, "ceiling")
    if threshold is not None and ceiling is not None and ceiling < threshold:
        message = f"The ceiling lies below the threshold of {threshold}. Raise it, or lower the threshold."
        reader.note("ceiling", "ceiling_below_threshold", message)
    return SavingShare(
        code,
        name,
        metric=reader.code("metric"),
        cohorts=_cohorts(reader),
        against=_against(reader.inner("against")),
        threshold=threshold or Fraction(0),
        share_at=reader.share("share_at") or Fraction(0),
        share_beyond=reader.share("share_beyond") or Fraction(0),
        ceiling=ceiling or Fraction(0),
        agents=reader.codes("agents"),
    )


def _cohorts(reader: Reader) -> tuple[Cohort, ...]:
    found: list[Cohort] = []
    for inner in reader.readers("cohorts", required=True):
        code, due_on = inner.code("code"), inner.date("due_on")
        name, periods = inner.text("name", at_most=200), inner.codes("periods")
        inner.finish()
        if any(one.code == code for one in found):
            inner.note("code", "twice", f"“{code}” stands here already. Give each cohort a code of its own.")
        elif due_on is not None:
            found.append(Cohort(code, name or code, due_on, periods))
    return tuple(found)


def _against(reader: Reader) -> Against:
    value, of, metric_code = (
        reading_figures.figure(reader, "value", required=False),
        reader.code("of", required=False),
        reader.code("metric", required=False),
    )
    noted = reading_figures.noted(reader, "value", "of", "metric")
    if sum((value is not None, bool(of), bool(metric_code))) != 1 and not noted:
        message = "Compare with exactly one: a fixed value, an own earlier figure (of), or a comparator (metric)."
        reader.note("", "contradiction", message)
    if value is not None and value < 0:
        reader.note("value", "out_of_range", "A baseline is no less than zero.")
    reader.finish()
    return Against(value, of or "", metric_code or "")


def _hurdle(reader: Reader) -> Hurdle:
    found = Hurdle(
        metric=reader.code("metric"),
        against=_against(reader.inner("against")),
        at_least=reader.share("at_least", required=False) or Fraction(0),
        measure=reader.choice("measure", metric_rules.MEASURES, default=metric_rules.RELATIVE),
    )
    reader.finish()
    return found


def _confidence(reader: Reader) -> Fraction | None:
    """One of the levels for which the number of standard errors is known."""
    found = reader.share("confidence", required=False)
    if found is not None and found not in metric_rules.CONFIDENCE:
        reader.note("confidence", "out_of_range", 'Choose a level of confidence: "0.9", "0.95" or "0.99".')
        return None
    return found
