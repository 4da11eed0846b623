"""Reads payment rules from a contract document."""

import datetime
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from contracts.domain import period_rules, rates, reading_metric_rules, reading_period_rules, rules
from contracts.domain.metric_rules import BandedMetric, CohortReduction, SavingShare
from contracts.domain.period_rules import Accelerator, Band, Floor, PriceStep, ServiceFee, VolumeBands
from contracts.domain.problems import Reader
from contracts.domain.rates import Rate, RateTable
from contracts.domain.rules import (
    AttachmentFee,
    Before,
    Bonus,
    Deadweight,
    OutcomeFee,
    Route,
    Rule,
    SustainmentFee,
    TopUp,
    Weeks,
)


def read(reader: Reader) -> Rule | None:
    """One rule, by its kind. An unknown kind is refused, never passed over."""
    kind = reader.raw("kind")
    if not isinstance(kind, str) or kind not in BY_KIND:
        known = ", ".join(BY_KIND)
        reader.note("kind", "unknown_rule", f"There is no payment rule “{kind}”. Choose one of: {known}.")
        return None
    code, name = reader.code("code"), reader.text("name", required=True, at_most=200)
    rule = BY_KIND[kind](reader, code, name)
    reader.finish()
    return rule


def deadweight(reader: Reader) -> Deadweight:
    """How deadweight is left out of payment; a share is needed unless the method is none."""
    method = reader.choice("method", rules.METHODS, default="none")
    share = reader.share("share", required=method != "none")
    read_share = share if share is not None else rules.Deadweight().share
    if method != "none" and share is not None and not 0 < share < 1:
        reader.note("share", "out_of_range", "Enter a share above 0 and below 1, or choose the method none.")
    if method == "none" and share:
        reader.note("method", "contradiction", "Choose conceded or counted, or leave the share out.")
    found = Deadweight(
        method=method,
        share=read_share,
        rounding=reader.choice("rounding", rules.ROUNDINGS, default="per_claim"),
        count=reader.choice("count", rules.COUNTS, default="down"),
        source=reader.text("source"),
    )
    reader.finish()
    return found


def _own_deadweight(reader: Reader) -> Deadweight | None:
    return None if reader.raw("deadweight") is None else deadweight(reader.inner("deadweight"))


def _attachment_fee(reader: Reader, code: str, name: str) -> Rule:
    return AttachmentFee(code, name, _table(reader, *_years(reader)), _own_deadweight(reader))


def _outcome_fee(reader: Reader, code: str, name: str) -> Rule:
    basis, starts = _years(reader)
    main = Route(reader.code("outcome"), _table(reader, basis, starts))
    others = [
        Route(inner.code("outcome"), _table(inner, basis, starts) if "amounts" in inner.value else main.rates)
        for inner in _finished(reader.readers("routes"), "outcome", "amounts")
    ]
    top_ups = [
        TopUp(inner.code("outcome"), _table(inner, basis, starts), inner.codes("with_routes"))
        for inner in _finished(reader.readers("top_ups"), "outcome", "amounts", "with_routes")
    ]
    rule = OutcomeFee(
        code,
        name,
        routes=(main, *others),
        top_ups=tuple(top_ups),
        prerequisites=reader.codes("prerequisites"),
        qualifying_weeks=_weeks(reader, "qualifying_weeks", "weeks"),
        waiting_working_days=_waiting(reader),
        paid=reader.choice("paid", (rules.ONCE, rules.EACH_TIME), default=rules.ONCE),
        deadweight=_own_deadweight(reader),
    )
    if rule.paid == rules.EACH_TIME and (others or top_ups):
        reader.note("paid", "contradiction", "Choose once: an outcome with routes or top-ups is paid once.")
    return rule


def _sustainment_fee(reader: Reader, code: str, name: str) -> Rule:
    if "every_weeks" not in reader.value:
        reader.note("every_weeks", "missing", "Enter after how many further weeks each sum is paid.")
    return SustainmentFee(
        code,
        name,
        outcome=reader.code("outcome"),
        rates=_table(reader, *_years(reader)),
        every_weeks=reader.integer("every_weeks", least=1, most=520, default=1) or 1,
        max_steps=_weeks(reader, "max_steps", "steps", required=True),
        prerequisites=reader.codes("prerequisites"),
        waiting_working_days=_waiting(reader),
        allotted_weeks=reader.integer("allotted_weeks", least=1, most=2_000),
        deadweight=_own_deadweight(reader),
    )


def _service_fee(reader: Reader, code: str, name: str) -> Rule:
    amounts = reading_period_rules.agent_amounts(reader)
    discount = reader.share("yearly_discount", required=False) or Fraction(0)
    return ServiceFee(code, name, amounts, discount, reader.flag("in_arrears", default=True))


def _floor(reader: Reader, code: str, name: str) -> Rule:
    amounts = reading_period_rules.agent_amounts(reader)
    return Floor(code, name, amounts, reader.choice("over", period_rules.FLOOR_OVER, default="period"))


def _volume_bands(reader: Reader, code: str, name: str) -> Rule:
    bands: list[Band] = []
    for inner in reader.readers("bands", required=True):
        above, amount = inner.integer("above", least=0, most=1_000_000_000), inner.money("amount")
        inner.finish()
        if above is None:
            if "above" not in inner.value:
                inner.note("above", "missing", "Enter after how many results the band begins; 0 for the first.")
        elif bands and above <= bands[-1].above:
            message = f"This band overlaps the one before, which begins after {bands[-1].above}. Put bands in order."
            inner.note("above", "overlapping_bands", message)
        elif amount is not None:
            bands.append(Band(above, amount))
    return VolumeBands(
        code,
        name,
        outcome=reader.code("outcome"),
        bands=tuple(bands),
        over=reader.choice("over", period_rules.OVER, default="contract"),
        waiting_working_days=_waiting(reader),
        deadweight=_share_of_line(reader),
    )


def _share_of_line(reader: Reader) -> Deadweight | None:
    """The deadweight of a volume, which is a share of a statement line or nothing."""
    own = _own_deadweight(reader)
    if own is not None and own.method != "none" and (own.method != "conceded" or own.rounding != "per_period"):
        message = "Volume bands concede a share of a statement line: choose conceded and per_period, or none."
        reader.note("deadweight", "contradiction", message)
    return own


def _accelerator(reader: Reader, code: str, name: str) -> Rule:
    """The first price, and by what it rises beyond each volume: a factor of at least one, or an amount."""
    first = reader.money("amount") or Decimal("0.00")
    steps: list[PriceStep] = []
    for inner in reader.readers("steps", required=True):
        step = reading_period_rules.price_step(inner)
        if step is None:
            continue
        if steps and step.above <= steps[-1].above:
            message = f"This step overlaps the one before, which begins after {steps[-1].above}. Put steps in order."
            inner.note("above", "overlapping_bands", message)
        elif step.price(first) < (steps[-1].price(first) if steps else first):
            message = "The price falls with this step. Raise it, or describe falling prices as volume bands."
            inner.note("", "not_rising", message)
        else:
            steps.append(step)
    return Accelerator(
        code,
        name,
        outcome=reader.code("outcome"),
        bands=(Band(0, first), *(Band(step.above, step.price(first)) for step in steps)),
        over=reader.choice("over", period_rules.OVER, default="contract"),
        waiting_working_days=_waiting(reader),
        deadweight=_share_of_line(reader),
        steps=tuple(steps),
    )


def _bonus(reader: Reader, code: str, name: str) -> Rule:
    found = Bonus(
        code,
        name,
        outcome=reader.code("outcome"),
        rates=_table(reader, *_years(reader)),
        segments=reader.codes("segments"),
        before=_before(reader),
        waiting_working_days=_waiting(reader),
        deadweight=_own_deadweight(reader),
    )
    if not found.segments and not found.before:
        message = (
            "Name the segments or the earlier outcomes for which the bonus is paid; without them use an outcome fee."
        )
        reader.note("", "no_condition", message)
    return found


def _before(reader: Reader) -> tuple[Before, ...]:
    found: list[Before] = []
    for inner in reader.readers("before"):
        outcome = inner.code("outcome")
        times = inner.integer("times", least=1, most=10_000, default=1) or 1
        inner.finish()
        if any(one.outcome == outcome for one in found):
            inner.note("outcome", "twice", "This outcome stands here already. Keep one number of times.")
        else:
            found.append(Before(outcome, times))
    return tuple(found)


def _waiting(reader: Reader) -> int:
    return reader.integer("waiting_working_days", least=0, most=366, default=0) or 0


BY_KIND: dict[str, Callable[[Reader, str, str], Rule]] = {
    AttachmentFee.kind: _attachment_fee,
    OutcomeFee.kind: _outcome_fee,
    SustainmentFee.kind: _sustainment_fee,
    ServiceFee.kind: _service_fee,
    VolumeBands.kind: _volume_bands,
    Accelerator.kind: _accelerator,
    Bonus.kind: _bonus,
    BandedMetric.kind: reading_metric_rules.banded_metric,
    CohortReduction.kind: reading_metric_rules.cohort_reduction,
    SavingShare.kind: reading_metric_rules.saving_share,
    Floor.kind: _floor,
}


def _finished(readers: list[Reader], *fields: str) -> list[Reader]:
    """The readers, with any field refused that is not among those that they may hold."""
    for reader in readers:
        reader.seen |= set(fields)
        reader.finish()
    return readers


def _years(reader: Reader) -> tuple[str, datetime.date | None]:
    basis = reader.choice("year_basis", rates.YEAR_BASES, default=rates.CALENDAR)
    starts = reader.date("year_starts", required=basis == rates.CONTRACT)
    if basis != rates.CONTRACT and starts is not None:
        reader.note(
            "year_starts", "contradiction", "Leave this out: only contract years have a first day of their own."
        )
        starts = None
    return basis, starts


def _table(reader: Reader, basis: str, starts: datetime.date | None) -> RateTable:
    """Amounts by segment and start year, each pair named once."""
    least, most = (1, 60) if basis == rates.CONTRACT else (1990, 2100)
    found: list[Rate] = []
    for inner in reader.readers("amounts", required=True):
        segment = inner.code("segment", required=False) or None
        year = inner.integer("start_year", least=least, most=most)
        amount = inner.money("amount")
        inner.finish()
        if any((rate.segment, rate.start_year) == (segment, year) for rate in found):
            inner.note("", "twice", "There is already an amount for this segment and start year. Keep one of them.")
        elif amount is not None:
            found.append(Rate(segment, year, amount))
    return RateTable(tuple(found), basis, starts)


def _weeks(reader: Reader, key: str, unit: str, *, required: bool = False) -> tuple[Weeks, ...]:
    found: list[Weeks] = []
    for inner in reader.readers(key, required=required):
        segment = inner.code("segment", required=False) or None
        number = inner.integer(unit, least=1, most=1_000)
        inner.finish()
        if unit not in inner.value:
            inner.note(unit, "missing", f"Enter the number of {unit}.")
        elif any(entry.segment == segment for entry in found):
            inner.note("", "twice", "There is already a number for this segment. Keep one of them.")
        elif number is not None:
            found.append(Weeks(segment, number))
    return tuple(found)
