"""Payment rules in plain words: what each pays, on which conditions, and every figure of it."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from contracts.domain import metric_words, words
from contracts.domain.metric_rules import MetricRule
from contracts.domain.period_rules import Accelerator, Floor, PriceStep, ServiceFee, VolumeBands
from contracts.domain.rules import EACH_TIME, START, AttachmentFee, Bonus, OutcomeFee, Rule, SustainmentFee
from contracts.domain.spans import Span

if TYPE_CHECKING:
    from contracts.domain.terms import Terms

OVER = {
    "contract": "Over the whole contract",
    "year": "Each contract year begins a new count",
    "period": "Each period begins a new count",
}


def rule(found: Rule, terms: "Terms") -> str:
    """What a rule pays, for what and how often, in one sentence."""
    if isinstance(found, MetricRule):
        return metric_words.rule(found, terms)
    if isinstance(found, ServiceFee):
        return f"Pays {_agent_amounts(found)} for each period, {'in arrears' if found.in_arrears else 'in advance'}."
    if isinstance(found, Floor):
        when = "for each period" if found.over == "period" else "over the whole contract"
        return f"Adds what is missing when an agent is paid less than {_agent_amounts(found)} {when}."
    if isinstance(found, Accelerator):
        outcome, first = words.outcome_name(terms, found.outcome), words.money(found.bands[0].amount)
        return f"Pays {first} for each “{outcome}”, and {_steps(found)}."
    if isinstance(found, Bonus):
        extra = f"Pays {words.rates(found.rates, terms)} extra for each “{words.outcome_name(terms, found.outcome)}”"
        return " ".join(filter(None, [extra, _for_whom(found, terms)])) + "."
    if isinstance(found, VolumeBands):
        return f"Pays for “{words.outcome_name(terms, found.outcome)}” by volume: {_bands(found)}."
    if isinstance(found, AttachmentFee):
        return f"Pays {words.rates(found.rates, terms)}, once for each {words.unit(terms)} that starts."
    if isinstance(found, OutcomeFee):
        how_often = "each time" if found.paid == EACH_TIME else f"once for each {words.unit(terms)}"
        later = f", {span(found.since, terms)} or later" if found.since is not None else ""
        sooner = f", within {span(found.within, terms)}" if found.within is not None else ""
        return f"{_of_routes(found, terms, how_often)}{later}{sooner}."
    return (
        f"Pays {words.rates(found.rates, terms)} for every further {words.plural(found.every_weeks, 'week')} of "
        f"“{words.outcome_name(terms, found.outcome)}”, at most {words.weeks(found.max_steps, 'time')}."
    )


def _of_routes(found: OutcomeFee, terms: "Terms", how_often: str) -> str:
    """Routes that pay the same stand together; each other amount is said with its own routes."""
    groups: dict[str, list[str]] = {}
    for route in found.routes:
        groups.setdefault(words.rates(route.rates, terms), []).append(f"“{words.outcome_name(terms, route.outcome)}”")
    (first, of_first), *others = groups.items()
    said = f"Pays {first}, {how_often}, for {' or '.join(of_first)}"
    return "; or ".join([said, *(f"{amounts}, for {' or '.join(of)}" for amounts, of in others)])


def conditions(found: Rule, terms: "Terms") -> words.Rows:
    """Every condition of a rule, without its amounts and the numbers that go with them by segment."""
    rows: words.Rows = []
    if isinstance(found, OutcomeFee):
        rows = _outcome_fee_rows(found, terms)
    elif isinstance(found, SustainmentFee):
        rows = _sustainment_rows(found, terms)
    elif isinstance(found, ServiceFee):
        return _service_rows(found)
    elif isinstance(found, MetricRule):
        return metric_words.conditions(found, terms)
    elif isinstance(found, Floor):
        return [
            ("Counted", "everything stated for the agent, after deadweight and caps; what is added counts for caps")
        ]
    elif isinstance(found, VolumeBands):
        rows = _volume_rows(found)
    elif isinstance(found, Bonus):
        rows = _waiting(found.waiting_working_days)
    own = found.deadweight is not None or isinstance(found, AttachmentFee | VolumeBands | Bonus)
    taken_off = words.deadweight(terms.deadweight_of(found), "start" if isinstance(found, AttachmentFee) else "result")
    by_outcome = "" if own else " As the definition of the outcome says."
    return [*rows, ("Deadweight", f"{taken_off}{by_outcome}")]


def rule_rows(found: Rule, terms: "Terms") -> words.Rows:
    """The whole rule: its name, its conditions and every amount."""
    rows: words.Rows = [("In words", rule(found, terms)), ("Name", found.name), *conditions(found, terms)]
    if isinstance(found, OutcomeFee):
        for route in found.routes:
            several = len(found.routes) > 1
            label = f"Amount for “{words.outcome_name(terms, route.outcome)}”" if several else "Amount"
            rows += words.rate_rows(route.rates, terms, label)
        for up in found.top_ups:
            rows += words.rate_rows(up.rates, terms, f"Top-up for “{words.outcome_name(terms, up.outcome)}”")
        return rows + words.weeks_rows(found.qualifying_weeks, terms, "Least time", "week")
    if isinstance(found, MetricRule):
        return rows + metric_words.rule_rows(found, terms)
    if isinstance(found, ServiceFee | Floor):
        return rows + [
            (f"Amount: {one.agent or 'every other agent'}", words.money(one.amount)) for one in found.amounts
        ]
    if isinstance(found, VolumeBands):
        return rows + [(f"Band from {band.above + 1:,}", words.money(band.amount)) for band in found.bands]
    rows += words.rate_rows(found.rates, terms)
    return rows + (
        words.weeks_rows(found.max_steps, terms, "Most steps", "step") if isinstance(found, SustainmentFee) else []
    )


def _outcome_fee_rows(found: OutcomeFee, terms: "Terms") -> words.Rows:
    rows: words.Rows = []
    for route in found.routes[1:]:
        label = f"Route: {words.outcome_name(terms, route.outcome)}"
        rows.append((label, f"{words.rates(route.rates, terms)}, in place of the amounts of the first route"))
    for up in found.top_ups:
        routes = words.listed(f"“{words.outcome_name(terms, code)}”" for code in up.with_routes) or "any route"
        rows.append(
            (f"Top-up: {words.outcome_name(terms, up.outcome)}", f"{words.rates(up.rates, terms)} more, with {routes}")
        )
    if len(found.routes) > 1 or found.top_ups:
        rows.append(("Paid once", "A fuller route met later pays only the difference."))
    rows += _before(found.prerequisites, terms)
    if found.qualifying_weeks:
        rows.append(("Least time from the start", words.weeks(found.qualifying_weeks, "week")))
    if found.since is not None:
        rows.append(("Not before", span(found.since, terms)))
    if found.within is not None:
        rows.append(("Not after", span(found.within, terms)))
    return rows + _waiting(found.waiting_working_days)


def _sustainment_rows(found: SustainmentFee, terms: "Terms") -> words.Rows:
    rows = [("At most", words.weeks(found.max_steps, "time"))]
    rows += _before(found.prerequisites, terms) + _waiting(found.waiting_working_days)
    if found.allotted_weeks is not None:
        rows.append(("Ends", f"{words.plural(found.allotted_weeks, 'week')} after the start; later weeks are not paid"))
    return rows


def span(found: Span, terms: "Terms") -> str:
    """How long after which result, such as “3 months after “Moved in””."""
    what = "the start" if found.outcome == START else f"“{words.outcome_name(terms, found.outcome)}”"
    return f"{found.length} after {what}"


def _before(prerequisites: Sequence[str], terms: "Terms") -> words.Rows:
    names = words.listed(f"“{words.outcome_name(terms, code)}”" for code in prerequisites if code != START)
    return [("Only after", names)] if names else []


def _waiting(working_days: int) -> words.Rows:
    return [("Due", f"{words.plural(working_days, 'working day')} after the event date")] if working_days else []


def _agent_amounts(found: ServiceFee | Floor) -> str:
    """The amounts in a phrase, each with its agent where they differ."""
    if len({one.amount for one in found.amounts}) == 1:
        return words.money(found.amounts[0].amount)
    return words.listed(f"{words.money(one.amount)} to {one.agent or 'every other agent'}" for one in found.amounts)


def _bands(found: VolumeBands) -> str:
    """Each band in a phrase, from the first result to the last."""
    parts = []
    for band, after in zip(found.bands, [*found.bands[1:], None], strict=True):
        reach = f"results {band.above + 1:,} to {after.above:,}" if after else f"results from {band.above + 1:,} on"
        parts.append(f"{words.money(band.amount)} each for {reach}")
    return words.listed(parts)


def _steps(found: Accelerator) -> str:
    """Each rise of the price in a phrase."""
    parts = []
    for step, band in zip(found.steps, found.bands[1:], strict=True):
        parts.append(f"{words.money(band.amount)} ({_rise(step)}) for each result beyond the first {step.above:,}")
    return words.listed(parts)


def _rise(step: PriceStep) -> str:
    if step.factor is None:
        return f"{words.money(step.added or Decimal(0))} more"
    return f"{words.percent(step.factor)} of the first price"


def _for_whom(found: Bonus, terms: "Terms") -> str:
    """The conditions of a bonus in a phrase."""
    parts = []
    if found.segments:
        names = words.listed(f"“{words.segment_name(terms, code)}”" for code in found.segments)
        parts.append(f"of {words.unit(terms)}s in {names}")
    if found.before:
        names = words.listed(
            f"“{words.outcome_name(terms, one.outcome)}” was achieved at least {words.plural(one.times, 'time')}"
            for one in found.before
        )
        parts.append(f"once {names}")
    return " ".join(parts)


def _service_rows(found: ServiceFee) -> words.Rows:
    rows = [("Owed", "on the last day of the period" if found.in_arrears else "on the first day of the period")]
    if found.yearly_discount:
        fall = words.percent(found.yearly_discount)
        rows.append(("Falls", f"by {fall} with each contract year after the first, rounded to the penny"))
    return rows


def _volume_rows(found: VolumeBands) -> words.Rows:
    return [
        ("Counted", f"{OVER[found.over]}, by agent; earlier results fill the lower bands"),
        *_waiting(found.waiting_working_days),
    ]
