"""Reads payment rules from a contract document."""

from collections.abc import Callable

from contracts.domain import (
    reading_cohort_rules,
    reading_deadweight,
    reading_metric_rules,
    reading_period_rules,
    reading_tables,
    rules,
    spans,
)
from contracts.domain.metric_rules import BandedMetric, CohortReduction, SavingShare
from contracts.domain.period_rules import Accelerator, Floor, ServiceFee, VolumeBands
from contracts.domain.problems import Reader
from contracts.domain.rates import RateTable
from contracts.domain.rules import AttachmentFee, Before, Bonus, OutcomeFee, Route, Rule, SustainmentFee, TopUp
from contracts.domain.spans import Span


def read(reader: Reader) -> Rule | None:
    """One rule, by its kind. An unknown kind is refused, never passed over."""
    kind = reader.raw("kind")
    if not isinstance(kind, str) or kind not in BY_KIND:
        known = ", ".join(BY_KIND)
        reader.note("kind", "unknown_rule", f"There is no payment rule “{kind}”. Choose one of: {known}.")
        return None
    code, name = reader.code("code"), reader.text("name", required=True, at_most=200)
    if code == rules.RECOVERY:
        message = f"“{code}” is kept for what is taken back for errors found by sample. Give the rule another code."
        reader.note("code", "reserved", message)
    rule = BY_KIND[kind](reader, code, name)
    _of_other_kinds(reader, kind)
    reader.finish()
    return rule


def _of_other_kinds(reader: Reader, kind: str) -> None:
    """What only rules for single results can ask for is refused of others by name."""
    for keys, kinds, asked, cure in ONLY_OF:
        for key in keys:
            if kind not in kinds and reader.raw(key) is not None:
                message = f"Rules of this kind ask for no {asked}. {cure}"
                reader.note(key, "other_kind", message)


def _amounts(reader: Reader) -> RateTable:
    return reading_tables.table(reader, *reading_tables.years(reader))


def _attachment_fee(reader: Reader, code: str, name: str) -> Rule:
    return AttachmentFee(code, name, _amounts(reader), reading_deadweight.own(reader))


def _outcome_fee(reader: Reader, code: str, name: str) -> Rule:
    basis, starts = reading_tables.years(reader)
    main = Route(reader.code("outcome"), reading_tables.table(reader, basis, starts))
    others = [
        Route(
            inner.code("outcome"),
            reading_tables.table(inner, basis, starts) if "amounts" in inner.value else main.rates,
        )
        for inner in reading_tables.finished(reader.readers("routes"), "outcome", "amounts")
    ]
    top_ups = [
        TopUp(inner.code("outcome"), reading_tables.table(inner, basis, starts), inner.codes("with_routes"))
        for inner in reading_tables.finished(reader.readers("top_ups"), "outcome", "amounts", "with_routes")
    ]
    rule = OutcomeFee(
        code,
        name,
        routes=(main, *others),
        top_ups=tuple(top_ups),
        prerequisites=reader.codes("prerequisites"),
        qualifying_weeks=reading_tables.weeks(reader, "qualifying_weeks", "weeks"),
        since=_span(reader, "since", "Enter how much time must have passed."),
        within=_span(reader, "within", "Enter how much time may have passed."),
        waiting_working_days=reading_tables.waiting_days(reader),
        paid=reader.choice("paid", (rules.ONCE, rules.EACH_TIME), default=rules.ONCE),
        deadweight=reading_deadweight.own(reader),
    )
    if rule.paid == rules.EACH_TIME and (others or top_ups):
        reader.note("paid", "contradiction", "Choose once: an outcome with routes or top-ups is paid once.")
    return rule


def _span(reader: Reader, key: str, missing: str) -> Span | None:
    if reader.raw(key) is None:
        return None
    inner = reader.inner(key)
    if "number" not in inner.value:
        inner.note("number", "missing", missing)
    found = Span(
        inner.code("outcome"),
        inner.integer("number", least=1, most=1_000, default=1) or 1,
        inner.choice("unit", tuple(spans.UNITS)),
    )
    inner.finish()
    return found


def _sustainment_fee(reader: Reader, code: str, name: str) -> Rule:
    if "every_weeks" not in reader.value:
        reader.note("every_weeks", "missing", "Enter after how many further weeks each sum is paid.")
    return SustainmentFee(
        code,
        name,
        outcome=reader.code("outcome"),
        rates=_amounts(reader),
        every_weeks=reader.integer("every_weeks", least=1, most=520, default=1) or 1,
        max_steps=reading_tables.weeks(reader, "max_steps", "steps", required=True),
        prerequisites=reader.codes("prerequisites"),
        waiting_working_days=reading_tables.waiting_days(reader),
        allotted_weeks=reader.integer("allotted_weeks", least=1, most=2_000),
        deadweight=reading_deadweight.own(reader),
    )


def _bonus(reader: Reader, code: str, name: str) -> Rule:
    found = Bonus(
        code,
        name,
        outcome=reader.code("outcome"),
        rates=_amounts(reader),
        segments=reader.codes("segments"),
        before=_before(reader),
        waiting_working_days=reading_tables.waiting_days(reader),
        deadweight=reading_deadweight.own(reader),
    )
    beyond = found.deadweight is not None and found.deadweight.method == rules.COUNTED
    if not found.segments and not found.before and not beyond and not found.waiting_working_days:
        message = (
            "Name the segments or the earlier outcomes for which the bonus is paid, count off the results without one "
            "by a deadweight of its own, or let it fall due later as a part held back; without any of them use an "
            "outcome fee."
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


ONLY_OF = (
    (
        ("since", "within"),
        (OutcomeFee.kind,),
        "time after another result",
        "Pay by an outcome fee, or let the definition of the outcome ask for that time.",
    ),
    (
        ("prerequisites",),
        (OutcomeFee.kind, SustainmentFee.kind),
        "outcomes that must come first",
        "Pay by an outcome fee, by a bonus after earlier results (before), or let the definition of the outcome ask.",
    ),
)
BY_KIND: dict[str, Callable[[Reader, str, str], Rule]] = {
    AttachmentFee.kind: _attachment_fee,
    OutcomeFee.kind: _outcome_fee,
    SustainmentFee.kind: _sustainment_fee,
    ServiceFee.kind: reading_period_rules.service_fee,
    VolumeBands.kind: reading_period_rules.volume_bands,
    Accelerator.kind: reading_period_rules.accelerator,
    Bonus.kind: _bonus,
    BandedMetric.kind: reading_metric_rules.banded_metric,
    CohortReduction.kind: reading_cohort_rules.cohort_reduction,
    SavingShare.kind: reading_cohort_rules.saving_share,
    Floor.kind: reading_period_rules.floor,
}
