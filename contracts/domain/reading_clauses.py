"""Reads the clauses of a contract document: periods, parties, segments, outcomes, caps, targets, agreements."""

import datetime
from decimal import Decimal
from fractions import Fraction

from contracts.domain import clauses, reading_attributes, reading_deadweight, reading_particulars, rules
from contracts.domain.clauses import (
    AgreementRecord,
    Baseline,
    Calendar,
    Cap,
    MaturityPoint,
    Outcome,
    Period,
    Principal,
    QuestionedStage,
    SchoolTerm,
    Segment,
    Target,
)
from contracts.domain.problems import Reader

ZERO, ONE, MANY = Decimal(0), Decimal(1), Decimal(99_999_999)
NEVER = datetime.date.min
PARTIES = ("principal", "agent", "expert_body")


def period(reader: Reader) -> Period:
    found = Period(reader.code("code", at_most=40), reader.date("starts_on") or NEVER, reader.date("ends_on") or NEVER)
    reader.finish()
    return found


def calendar(reader: Reader) -> Calendar:
    """Working weekdays and bank holidays; left out, Monday to Friday without holidays."""
    weekdays = (
        reader.array("working_weekdays") if "working_weekdays" in reader.value else list(clauses.MONDAY_TO_FRIDAY)
    )
    if not all(type(day) is int and 0 <= day <= 6 for day in weekdays) or len(set(map(str, weekdays))) != len(weekdays):
        reader.note("working_weekdays", "bad_weekday", "List weekdays once each, from 0 (Monday) to 6 (Sunday).")
        weekdays = []
    elif not weekdays:
        reader.note("working_weekdays", "missing", "Name at least one working weekday.")
    holidays: list[datetime.date] = []
    for index, entry in enumerate(reader.array("bank_holidays")):
        one = Reader({"day": entry}, "", [])
        day = one.date("day")
        if day is None:
            place = f"bank_holidays[{index}]"
            reader.note(place, "bad_date", "Write the date as year-month-day, for example 2025-12-25.")
        else:
            holidays.append(day)
    terms = _school_terms(reader)
    reader.finish()
    return Calendar(tuple(sorted(weekdays)), tuple(sorted(set(holidays))), terms)


def _school_terms(reader: Reader) -> tuple[SchoolTerm, ...]:
    """Terms in the order of their days. None ends before it starts, and none overlaps another."""
    found: list[SchoolTerm] = []
    for index, inner in enumerate(reader.readers("school_terms")):
        starts_on, ends_on = inner.date("starts_on"), inner.date("ends_on")
        inner.finish()
        if starts_on is None or ends_on is None:
            continue
        if ends_on < starts_on:
            inner.note("ends_on", "dates_out_of_order", "End the term on or after its start.")
        elif any(starts_on <= other.ends_on and other.starts_on <= ends_on for other in found):
            reader.note(f"school_terms[{index}]", "overlapping_terms", "This term overlaps another. Change its dates.")
        else:
            found.append(SchoolTerm(starts_on, ends_on))
    return tuple(sorted(found, key=lambda term: term.starts_on))


def principal(reader: Reader) -> Principal:
    share = reader.share("share")
    if share == 0:
        reader.note("share", "out_of_range", "A principal pays a share above 0. Leave out those who pay nothing.")
    found = Principal(reader.code("organisation"), share if share is not None else Fraction(0))
    reader.finish()
    return found


def segment(reader: Reader) -> Segment:
    found = Segment(
        code=reader.code("code"),
        name=reader.text("name", required=True, at_most=200),
        rule=reading_attributes.attribute_rule(reader),
        baseline=reader.decimal("baseline", least=ZERO, most=ONE, places=4),
        baseline_source=reader.text("baseline_source", at_most=200),
        planned_share=reader.decimal("planned_share", least=ZERO, most=ONE, places=4),
    )
    reader.finish()
    return found


def outcome(reader: Reader) -> Outcome:
    code = reader.code("code")
    if code == rules.START:
        reader.note(
            "code", "reserved_code", f"Choose another code: “{rules.START}” stands for the participant's start."
        )
    kind = reader.choice("kind", clauses.KINDS)
    found = Outcome(
        code=code,
        name=reader.text("name", required=True, at_most=200),
        kind=kind,
        direction=reader.choice("direction", clauses.DIRECTIONS, default="higher"),
        definition=reader.text("definition"),
        numerator=reader.text("numerator", at_most=300),
        denominator=reader.text("denominator", at_most=300),
        unit=reader.text("unit", at_most=60),
        event_date=reader.text("event_date", at_most=300),
        window_days=reader.integer("window_days", least=1, most=36_500),
        max_per_participant=reader.integer("max_per_participant", least=1, most=10_000, default=1) or 1,
        evidence=reader.text("evidence"),
        evidence_kinds=reader.codes("evidence_kinds"),
        validator=reader.text("validator", at_most=200),
        attribution=reader.text("attribution"),
        deadweight=reading_deadweight.read(reader.inner("deadweight")),
        baseline=_baseline(reader.inner("baseline")),
        eligibility=reader.text("eligibility"),
        segmentation=reader.text("segmentation"),
        particulars=reading_particulars.read(reader, kind=kind),
    )
    reader.finish()
    return found


def _baseline(reader: Reader) -> Baseline:
    found = Baseline(
        value=reader.decimal("value", least=ZERO, most=Decimal(9_999), places=4),
        source=reader.text("source", at_most=200),
        year=reader.integer("year", least=1900, most=2200),
    )
    reader.finish()
    return found


def cap(reader: Reader) -> Cap:
    amount = reader.money("amount")
    scope, outcome = reader.choice("scope", clauses.SCOPES), reader.code("outcome", required=False)
    if scope == "outcome" and not outcome:
        reader.note("outcome", "missing", "Choose the outcome that is capped, or cap something else.")
    found = Cap(
        code=reader.code("code"),
        scope=scope,
        amount=amount if amount is not None else ZERO,
        segment=reader.code("segment", required=False) or None,
        outcome=outcome or None,
        per_agent=reader.flag("per_agent", default=True),
        carries_over=reader.flag("carries_over", default=False),
    )
    if found.carries_over and scope not in clauses.OF_TIME:
        message = "Only a cap for each period or contract year leaves something for the next. Cap one of them instead."
        reader.note("carries_over", "contradiction", message)
    reader.finish()
    return found


def target(reader: Reader) -> Target:
    measure = reader.choice("measure", clauses.MEASURES)
    most = ONE if measure == "rate" else MANY
    value = reader.decimal("value", least=ZERO, most=most, places=4, required=True)
    minimum = reader.decimal("minimum", least=ZERO, most=most, places=4)
    if value is not None and minimum is not None and minimum > value:
        reader.note("minimum", "above_value", "Set the minimum at or below the target.")
    found = Target(
        code=reader.code("code"),
        outcome=reader.code("outcome"),
        measure=measure,
        value=value if value is not None else ZERO,
        segment=reader.code("segment", required=False) or None,
        agent=reader.code("agent", required=False) or None,
        minimum=minimum,
        maturity=_maturity(reader),
        questions_stages=tuple(_questioned(inner) for inner in reader.readers("questions_stages")),
        period=reader.code("period", required=False, at_most=40) or None,
    )
    reader.finish()
    return found


def _maturity(reader: Reader) -> tuple[MaturityPoint, ...]:
    points: list[MaturityPoint] = []
    for inner in reader.readers("maturity"):
        if "days" not in inner.value:
            inner.note("days", "missing", "Enter the number of days since the start.")
        days = inner.integer("days", least=0, most=36_500)
        share = inner.decimal("share", least=ZERO, most=ONE, places=4, required=True)
        inner.finish()
        if days is None or share is None:
            continue
        if points and (days <= points[-1].days or share < points[-1].share):
            inner.note("", "not_rising", "List the points by days, each later than the last and with no lower share.")
        points.append(MaturityPoint(days, share))
    if points and points[-1].share != ONE:
        reader.note("maturity", "not_complete", 'End the path with the share "1": the cohort is then complete.')
    return tuple(points)


def _questioned(reader: Reader) -> QuestionedStage:
    if "stage" not in reader.value:
        reader.note("stage", "missing", "Enter the number of the stage, 1 to 6.")
    found = QuestionedStage(reader.integer("stage", least=1, most=6, default=4) or 4, reader.text("why", required=True))
    reader.finish()
    return found


def agreement(reader: Reader) -> AgreementRecord:
    on_behalf_of = reader.choice("on_behalf_of", PARTIES)
    organisation = reader.code("organisation", required=on_behalf_of != "expert_body") or None
    if on_behalf_of == "expert_body" and organisation:
        reader.note("organisation", "contradiction", "Leave this out: the Expert Body agrees as a whole.")
    found = AgreementRecord(on_behalf_of, organisation, reader.text("by", required=True, at_most=254), _moment(reader))
    reader.finish()
    return found


def _moment(reader: Reader) -> datetime.datetime:
    """A moment with its time zone."""
    value = reader.raw("at")
    try:
        moment = datetime.datetime.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        moment = datetime.datetime.min
    if moment.tzinfo is None:
        reader.note("at", "bad_moment", "Write the moment with its time zone, for example 2025-04-01T09:00:00+00:00.")
        moment = moment.replace(tzinfo=datetime.UTC)
    return moment
