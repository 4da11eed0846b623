"""Reads metrics, and payment rules that pay by the band of a figure, from a contract document."""

import itertools
from decimal import Decimal
from fractions import Fraction
from typing import Any

from contracts.domain import metrics, reading_figures
from contracts.domain.metric_rules import BandedMetric, Base, MetricBand, OnlyIf
from contracts.domain.metrics import Metric
from contracts.domain.problems import Reader

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
    base = reading_figures.base(reader)
    bands = tuple(_band(inner, base) for inner in reader.readers("bands", required=True))
    _bands_fit(reader, bands)
    metric = reader.code("metric")
    only_if, agents = _only_if(reader, metric), reader.codes("agents")
    return BandedMetric(code, name, metric=metric, bands=bands, base=base, only_if=only_if, agents=agents)


def _only_if(reader: Reader, own: str) -> tuple[OnlyIf, ...]:
    """Conditions on other metrics, each named once and with an edge."""
    found: list[OnlyIf] = []
    for inner in reader.readers("only_if"):
        metric, reach = inner.code("metric"), MetricBand(**_edges(inner))
        inner.finish()
        if metric == own or any(one.metric == metric for one in found):
            inner.note("metric", "twice", "This metric stands here already. Put its edges together, or into the bands.")
        if reach.low is None and reach.high is None:
            inner.note("from", "missing", "Enter from which figure on, or up to which, anything is paid.")
        elif reach.low is not None and reach.high is not None and reach.low > reach.high:
            inner.note("to", "overlapping_bands", "End the reach above its beginning.")
        else:
            found.append(OnlyIf(metric, reach))
    return tuple(found)


def _edges(reader: Reader) -> dict[str, Any]:
    return {
        "low": reading_figures.figure(reader, "from", required=False),
        "low_included": reader.flag("from_included", default=True),
        "high": reading_figures.figure(reader, "to", required=False),
        "high_included": reader.flag("to_included", default=False),
    }


def _band(reader: Reader, base: Base | None) -> MetricBand:
    amount, share = _signed_money(reader, "amount"), reading_figures.figure(reader, "share", required=False)
    if (amount is None) == (share is None) and not reading_figures.noted(reader, "amount", "share"):
        reader.note("", "contradiction", "Say what the band pays: either an amount or a share of the base.")
    if share is not None and base is None:
        reader.note("share", "missing_base", "Say what the share is of: give the rule a base.")
    if share is not None and abs(share) > WHOLE:
        reader.note("share", "out_of_range", "A share of the base lies from −1 to 1.")
    times_figure = reader.flag("times_figure", default=False)
    if times_figure and amount is not None:
        reader.note(
            "times_figure", "contradiction", "Only a share of the base is multiplied by the figure. Leave this out."
        )
    found = MetricBand(
        **_edges(reader),
        amount=amount,
        share=share,
        times_figure=times_figure,
    )
    reader.finish()
    return found


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


def _signed_money(reader: Reader, key: str) -> Decimal | None:
    most = Decimal("999999999.99")
    found = reader.decimal(key, least=-most, most=most, places=2)
    return None if found is None else found.quantize(Decimal("0.01"))
