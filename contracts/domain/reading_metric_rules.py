"""Reads metrics, and payment rules that pay by them, from a contract document."""

import itertools
import re
from decimal import Decimal
from fractions import Fraction

from contracts.domain import metric_rules, metrics
from contracts.domain.metric_rules import (
    GROWTH,
    PER_EVENT,
    Against,
    BandedMetric,
    Base,
    Cohort,
    CohortReduction,
    Hurdle,
    MetricBand,
    SavingShare,
)
from contracts.domain.metrics import Metric
from contracts.domain.problems import Reader

FIGURE = re.compile(r"^-?(\d{1,12}/\d{1,9}|\d{1,12}(\.\d{1,12})?)$")
WHOLE = Fraction(1)


def metric(reader: Reader) -> Metric:
    """One metric. A ratio says what its numerator and its denominator count."""
    found = Metric(
        code=reader.code("code"),
        name=reader.text("name", required=True, at_most=200),
        unit=reader.text("unit", at_most=60),
        direction=reader.choice("direction", ("higher", "lower"), default="higher"),
        measured=reader.choice("measured", metrics.MEASURED, default=metrics.RATIO),
        numerator=reader.text("numerator", at_most=300),
        denominator=reader.text("denominator", at_most=300),
        per_agent=reader.flag("per_agent", default=True),
        definition=reader.text("definition"),
        source=reader.text("source", at_most=200),
    )
    if found.measured == metrics.RATIO:
        for name in ("numerator", "denominator"):
            if not getattr(found, name):
                reader.note(name, "missing", f"Say what the {name} counts, or measure the metric as a value.")
    elif found.numerator or found.denominator:
        reader.note("measured", "contradiction", "Measure it as a ratio, or leave numerator and denominator out.")
    reader.finish()
    return found


def banded_metric(reader: Reader, code: str, name: str) -> BandedMetric:
    """Bands in order, from the lowest figures to the highest, without gap or overlap."""
    base = _base(reader)
    bands = tuple(_band(inner, base) for inner in reader.readers("bands", required=True))
    _bands_fit(reader, bands)
    return BandedMetric(code, name, metric=reader.code("metric"), bands=bands, base=base)


def _band(reader: Reader, base: Base | None) -> MetricBand:
    amount, share = _signed_money(reader, "amount"), _figure(reader, "share", required=False)
    if (amount is None) == (share is None) and not _noted(reader, "amount", "share"):
        reader.note("", "contradiction", "Say what the band pays: either an amount or a share of the base.")
    if share is not None and base is None:
        reader.note("share", "missing_base", "Say what the share is of: give the rule a base.")
    if share is not None and abs(share) > WHOLE:
        reader.note("share", "out_of_range", "A share of the base lies from −1 to 1.")
    found = MetricBand(
        low=_figure(reader, "from", required=False),
        low_included=reader.flag("from_included", default=True),
        high=_figure(reader, "to", required=False),
        high_included=reader.flag("to_included", default=False),
        amount=amount,
        share=share,
    )
    reader.finish()
    return found


def _noted(reader: Reader, *keys: str) -> bool:
    places = {reader.at(key) for key in keys}
    return any(problem.path in places for problem in reader.problems)


def _bands_fit(reader: Reader, bands: tuple[MetricBand, ...]) -> None:
    """Each figure falls into exactly one band."""
    if not bands:
        return
    if bands[0].low is not None:
        reader.note("bands[0].from", "gap_in_bands", f"Nothing is said of figures below {bands[0].low}. Begin lower.")
    if bands[-1].high is not None:
        place = f"bands[{len(bands) - 1}].to"
        reader.note(place, "gap_in_bands", f"Nothing is said of figures above {bands[-1].high}. Add a last band.")
    for index, (band, after) in enumerate(itertools.pairwise(bands), 1):
        place = f"bands[{index}].from"
        if band.high is None or after.low is None:
            reader.note(
                place, "overlapping_bands", "Only the first band has no lower edge, and only the last no upper."
            )
        elif after.low < band.high or (after.low == band.high and after.low_included and band.high_included):
            message = f"This band overlaps the one before, which ends at {band.high}. Each edge belongs to one band."
            reader.note(place, "overlapping_bands", message)
        elif after.low > band.high or not (after.low_included or band.high_included):
            message = f"Figures between {band.high} and this band belong to none. Include the edge, or move it."
            reader.note(place, "gap_in_bands", message)
        if after.high is not None and after.low is not None and after.high < after.low:
            reader.note(f"bands[{index}].to", "overlapping_bands", "End the band above its beginning.")


def cohort_reduction(reader: Reader, code: str, name: str) -> CohortReduction:
    """A reward for a fall, whose size is always bounded."""
    pays = reader.choice("pays", metric_rules.REWARDS, default=metric_rules.LUMP_SUM)
    trigger = _share(reader, "trigger", required=False, may_be_nought=pays == PER_EVENT)
    pooled = _share(reader, "pooled_trigger", required=False)
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
        full_at=_share(reader, "full_at", required=False),
        deducts=reader.flag("deducts", default=False),
        clawback=clawback,
        base=_base(reader),
        hurdle=None if reader.raw("hurdle") is None else _hurdle(reader.inner("hurdle")),
        confidence=_confidence(reader),
    )
    _reduction_fits(reader, rule)
    return rule


def _reduction_fits(reader: Reader, rule: CohortReduction) -> None:
    if rule.trigger is None and rule.pooled_trigger is None and not _noted(reader, "trigger", "pooled_trigger"):
        reader.note("trigger", "missing", "Enter the least fall that is rewarded: of a cohort, or of all of them.")
    if rule.pays != metric_rules.LUMP_SUM and rule.most is None and not _noted(reader, "most"):
        reader.note("most", "missing", "Enter the most that is paid for a cohort, so that the reward has a ceiling.")
    if rule.pays == GROWTH and rule.full_at is None and not _noted(reader, "full_at"):
        reader.note("full_at", "missing", "Enter the fall at which the most is paid.")
    if rule.pays == GROWTH:
        least = max(filter(None, (rule.trigger, rule.pooled_trigger)), default=Fraction(0))
        if rule.full_at is not None and rule.full_at <= least:
            reader.note("full_at", "ceiling_below_threshold", f"Let the reward grow beyond the trigger of {least}.")
        if rule.most is not None and rule.most < rule.amount:
            message = f"The reward grows from £{rule.amount:,.2f}; let it end no lower."
            reader.note("most", "ceiling_below_threshold", message)
    elif rule.full_at is not None:
        reader.note("full_at", "contradiction", "Leave this out, or let the reward grow.")
    if rule.pays == metric_rules.LUMP_SUM and rule.most is not None:
        reader.note("most", "contradiction", "Leave this out: a lump sum is its own ceiling.")
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
    threshold, ceiling = _share(reader, "threshold"), _share(reader, "ceiling")
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
        _figure(reader, "value", required=False),
        reader.code("of", required=False),
        reader.code("metric", required=False),
    )
    if sum((value is not None, bool(of), bool(metric_code))) != 1 and not _noted(reader, "value", "of", "metric"):
        message = "Compare with exactly one: a fixed value, an own earlier figure (of), or a comparator (metric)."
        reader.note("", "contradiction", message)
    if value is not None and value <= 0:
        reader.note("value", "out_of_range", "A baseline lies above zero.")
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


def _base(reader: Reader) -> Base | None:
    if reader.raw("base") is None:
        return None
    inner = reader.inner("base")
    amount, rules = inner.money("amount", required=False), inner.codes("rules")
    if (amount is None) == (not rules) and not _noted(inner, "amount"):
        inner.note("", "contradiction", "A base is either an amount, or the rules whose payments it counts.")
    inner.finish()
    return Base(amount, rules)


def _confidence(reader: Reader) -> Fraction | None:
    """One of the levels for which the number of standard errors is known."""
    found = reader.share("confidence", required=False)
    if found is not None and found not in metric_rules.CONFIDENCE:
        reader.note("confidence", "out_of_range", 'Choose a level of confidence: "0.9", "0.95" or "0.99".')
        return None
    return found


def _share(reader: Reader, key: str, *, required: bool = True, may_be_nought: bool = False) -> Fraction | None:
    """A share above 0, up to 1; of a price for each event, any fall may be enough."""
    found = reader.share(key, required=required)
    if found is not None and found == 0 and not may_be_nought:
        reader.note(key, "out_of_range", "Enter a share above zero.")
        return None
    return found


def _figure(reader: Reader, key: str, *, required: bool) -> Fraction | None:
    """An exact figure of either sign as text, such as "0.9", "-1/20" or "35"."""
    value = reader.raw(key)
    if value in (None, ""):
        if required:
            reader.note(key, "missing", f"Enter {key.replace('_', ' ')} as text.")
        return None
    try:
        return Fraction(value if isinstance(value, str) and FIGURE.match(value) else "x")
    except (ValueError, ZeroDivisionError):
        reader.note(key, "bad_number", 'Write an exact number as text, for example "0.9", "1/3" or "-0.05".')
        return None


def _signed_money(reader: Reader, key: str) -> Decimal | None:
    most = Decimal("999999999.99")
    found = reader.decimal(key, least=-most, most=most, places=2)
    return None if found is None else found.quantize(Decimal("0.01"))
