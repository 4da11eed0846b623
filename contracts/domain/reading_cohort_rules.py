"""Reads payment rules that compare a cohort's figure with a baseline, from a contract document."""

from decimal import Decimal
from fractions import Fraction

from contracts.domain import metric_rules, reading_figures
from contracts.domain.metric_rules import (
    GROWTH,
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
    pays = reader.choice("pays", metric_rules.REWARDS, default=metric_rules.LUMP_SUM)
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
    noted = reading_figures.noted(reader, "trigger", "pooled_trigger")
    if rule.trigger is None and rule.pooled_trigger is None and not noted:
        reader.note("trigger", "missing", "Enter the least fall that is rewarded: of a cohort, or of all of them.")
    if rule.pays in (PER_EVENT, GROWTH) and rule.most is None and not reading_figures.noted(reader, "most"):
        reader.note("most", "missing", "Enter the most that is paid for a cohort, so that the reward has a ceiling.")
    if rule.pays == GROWTH and rule.full_at is None and not reading_figures.noted(reader, "full_at"):
        reader.note("full_at", "missing", "Enter the fall at which the most is paid.")
    if rule.pays == GROWTH:
        least = _least_trigger(rule)
        if rule.trigger == 0 and rule.amount:
            message = "Enter a share above zero, or let the reward grow from an amount of 0.00."
            reader.note("trigger", "out_of_range", message)
        if rule.full_at is not None and rule.full_at <= least:
            reader.note("full_at", "ceiling_below_threshold", f"Let the reward grow beyond the trigger of {least}.")
        if rule.most is not None and rule.most < rule.amount:
            message = f"The reward grows from £{rule.amount:,.2f}; let it end no lower."
            reader.note("most", "ceiling_below_threshold", message)
    elif rule.full_at is not None:
        reader.note("full_at", "contradiction", "Leave this out, or let the reward grow.")
    if rule.pays in (metric_rules.LUMP_SUM, STEPS) and rule.most is not None:
        own = "a lump sum is its own ceiling" if rule.pays == metric_rules.LUMP_SUM else "the last step is the ceiling"
        reader.note("most", "contradiction", f"Leave this out: {own}.")
    if rule.deducts and rule.pays != PER_EVENT:
        reader.note("deducts", "contradiction", "Only a price for each event can be taken away again when they rise.")
    if rule.clawback and rule.base is None:
        reader.note("base", "missing_base", "Say what is paid back: give the rule a base.")
    if rule.clawback and rule.trigger is None:
        reader.note("clawback", "contradiction", "Paying back needs the trigger of a cohort, below which it happens.")
    if rule.clawback and rule.confidence is not None:
        message = "Leave one of the two out: what is paid back below the trigger is not held against chance."
        reader.note("confidence", "contradiction", message)
    if rule.base is not None and not rule.clawback:
        reader.note("base", "contradiction", "Leave the base out, or say which share of it is paid back.")


def saving_share(reader: Reader, code: str, name: str) -> SavingShare:
    """A share of a saving, with a ceiling above its threshold."""
    threshold, ceiling = reading_figures.share(reader, "threshold"), reading_figures.share(reader, "ceiling")
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
