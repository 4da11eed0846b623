"""Reads payment rules from a contract document."""

import datetime
from collections.abc import Callable
from fractions import Fraction

from contracts.domain import period_rules, rates, rules
from contracts.domain.period_rules import AgentAmount, Band, ServiceFee, VolumeBands
from contracts.domain.problems import Reader
from contracts.domain.rates import Rate, RateTable
from contracts.domain.rules import AttachmentFee, Deadweight, OutcomeFee, Route, Rule, SustainmentFee, TopUp, Weeks


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
        waiting_working_days=reader.integer("waiting_working_days", least=0, most=366, default=0) or 0,
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
        waiting_working_days=reader.integer("waiting_working_days", least=0, most=366, default=0) or 0,
        allotted_weeks=reader.integer("allotted_weeks", least=1, most=2_000),
        deadweight=_own_deadweight(reader),
    )


def _service_fee(reader: Reader, code: str, name: str) -> Rule:
    amounts: list[AgentAmount] = []
    for inner in reader.readers("amounts", required=True):
        agent, amount = inner.code("agent", required=False) or None, inner.money("amount")
        inner.finish()
        if any(one.agent == agent for one in amounts):
            inner.note("", "twice", "There is already an amount for this agent. Keep one of them.")
        elif amount is not None:
            amounts.append(AgentAmount(agent, amount))
    discount = reader.share("yearly_discount", required=False) or Fraction(0)
    return ServiceFee(code, name, tuple(amounts), discount, reader.flag("in_arrears", default=True))


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
    own = _own_deadweight(reader)
    if own is not None and own.method != "none" and (own.method != "conceded" or own.rounding != "per_period"):
        message = "Volume bands concede a share of a statement line: choose conceded and per_period, or none."
        reader.note("deadweight", "contradiction", message)
    return VolumeBands(
        code,
        name,
        outcome=reader.code("outcome"),
        bands=tuple(bands),
        over=reader.choice("over", period_rules.OVER, default="contract"),
        waiting_working_days=reader.integer("waiting_working_days", least=0, most=366, default=0) or 0,
        deadweight=own,
    )


BY_KIND: dict[str, Callable[[Reader, str, str], Rule]] = {
    AttachmentFee.kind: _attachment_fee,
    OutcomeFee.kind: _outcome_fee,
    SustainmentFee.kind: _sustainment_fee,
    ServiceFee.kind: _service_fee,
    VolumeBands.kind: _volume_bands,
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
