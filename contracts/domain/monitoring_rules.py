"""When the monitor speaks up: the lines that a version sets for the monitoring of its targets, with their defaults."""

import dataclasses
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from contracts.domain import exact, question_rules
from contracts.domain.problems import Reader
from contracts.domain.question_rules import QuestionRule

ZERO, ONE = Decimal(0), Decimal(1)


@dataclasses.dataclass(frozen=True)
class PlannedStarts:
    """How many are planned to start in a period."""

    period: str
    starts: int


@dataclasses.dataclass(frozen=True)
class MonitoringRules:
    """The lines. What a version does not state is as here.

    A target without a minimum is off track below `minimum_share` of what was expected, and critically below
    `critical_share` of its minimum, of `critical_people` or more. `red_periods` off track in a row raise a finding;
    so do `too_few_periods` in a row with too few people to say.
    A target is at risk when the forecast gives it a chance of `forecast_chance` or more of being missed. Data are late
    `late_days` after the period. Starts fall short below `starts_in_period` of a period's plan or `starts_cumulative`
    of the plan so far. Of those who started, at most `backlog` may wait for a key worker, and nobody more than
    `most_days_waiting` working days. `planned_starts`: by period; left out, the expected starts of a year by days.
    `questions`: the rules of questions about figures that are not the usual ones, by code.
    """

    minimum_share: Decimal = Decimal("0.85")
    critical_share: Decimal = Decimal("0.5")
    critical_people: int = 30
    red_periods: int = 2
    forecast_chance: Decimal = Decimal("0.8")
    late_days: int = 30
    too_few_periods: int = 4
    starts_in_period: Decimal = Decimal("0.8")
    starts_cumulative: Decimal = Decimal("0.85")
    backlog: Decimal = Decimal("0.02")
    most_days_waiting: int = 40
    control_charts: bool = True
    planned_starts: tuple[PlannedStarts, ...] = ()
    questions: tuple[tuple[str, QuestionRule], ...] = ()

    def planned(self) -> dict[str, int]:
        return {one.period: one.starts for one in self.planned_starts}

    def question_rules(self) -> dict[str, QuestionRule]:
        """The rule of every question about figures: the usual one, unless another is stated."""
        return {**question_rules.USUAL, **dict(self.questions)}


DEFAULTS = MonitoringRules()
SHARES = ("minimum_share", "critical_share", "forecast_chance", "starts_in_period", "starts_cumulative", "backlog")
NUMBERS = {"critical_people": (1, 10_000), "red_periods": (1, 12), "late_days": (1, 365), "most_days_waiting": (1, 400)}
LATER_NUMBERS = {"too_few_periods": (1, 24)}
"""Numbers that are written only where they are not the usual, so that terms agreed before keep their digest."""
LEAST_CHANCE = Decimal("0.5")


def read(reader: Reader) -> MonitoringRules:
    """Whatever is stated, and the defaults for the rest."""
    given: dict[str, Any] = {}
    for name in SHARES:
        found = reader.decimal(name, least=ZERO, most=ONE, places=4)
        given[name] = getattr(DEFAULTS, name) if found is None else found
    for name, (least, most) in (NUMBERS | LATER_NUMBERS).items():
        given[name] = reader.integer(name, least=least, most=most, default=getattr(DEFAULTS, name))
    if given["forecast_chance"] < LEAST_CHANCE:
        reader.note("forecast_chance", "out_of_range", "Choose a chance of at least one half (50%).")
    given["control_charts"] = reader.flag("control_charts", default=True)
    given["planned_starts"] = tuple(_planned(reader))
    given["questions"] = tuple(question_rules.read(reader.readers("questions")).items())
    reader.finish()
    return MonitoringRules(**given)


def _planned(reader: Reader) -> list[PlannedStarts]:
    found: list[PlannedStarts] = []
    for inner in reader.readers("planned_starts"):
        period = inner.code("period", at_most=40)
        if "starts" not in inner.value:
            inner.note("starts", "missing", "Enter how many are planned to start.")
        starts = inner.integer("starts", least=0, most=10_000_000)
        inner.finish()
        if any(one.period == period for one in found):
            inner.note("period", "twice", f"Name the period “{period}” only once.")
        elif starts is not None:
            found.append(PlannedStarts(period, starts))
    return found


def check(reader: Reader, rules: MonitoringRules, periods: set[str]) -> None:
    """Starts are planned for periods that the version has."""
    for index, one in enumerate(rules.planned_starts):
        if one.period and one.period not in periods:
            place = f"monitoring_rules.planned_starts[{index}].period"
            reader.note(place, "unknown_period", f"There is no period “{one.period}”. Add it, or name another.")


def document(rules: MonitoringRules) -> dict[str, Any]:
    """The rules as a document has them, whole."""
    return {
        **{name: exact.number(getattr(rules, name)) for name in SHARES},
        **{name: getattr(rules, name) for name in NUMBERS},
        "control_charts": rules.control_charts,
        "planned_starts": [dataclasses.asdict(one) for one in rules.planned_starts],
        **{name: value for name in LATER_NUMBERS if (value := getattr(rules, name)) != getattr(DEFAULTS, name)},
        **({"questions": question_rules.document(dict(rules.questions))} if rules.questions else {}),
    }


def of_document(document: Mapping[str, Any]) -> MonitoringRules:
    """The rules of a version that was checked when it was written; the defaults where it states none."""
    if not document:
        return DEFAULTS
    given: dict[str, Any] = {name: Decimal(document[name]) for name in SHARES if name in document}
    given |= {name: document[name] for name in (*NUMBERS, *LATER_NUMBERS, "control_charts") if name in document}
    planned = tuple(PlannedStarts(one["period"], one["starts"]) for one in document.get("planned_starts", ()))
    questions = tuple(question_rules.of_document(document.get("questions", ())).items())
    return MonitoringRules(**given, planned_starts=planned, questions=questions)
