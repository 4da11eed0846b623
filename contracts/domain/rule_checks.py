"""What must hold between payment rules and the rest of a contract: references, prices, numbers, prerequisites."""

from typing import TYPE_CHECKING

from contracts.domain import metric_checks, naming, rules
from contracts.domain.metric_rules import MetricRule
from contracts.domain.period_rules import Floor, ServiceFee
from contracts.domain.problems import Reader
from contracts.domain.rules import Bonus, OutcomeFee, Rule, SustainmentFee
from contracts.domain.spans import TERM_WEEKS

if TYPE_CHECKING:
    from contracts.domain.terms import Terms


def check(reader: Reader, place: str, rule: Rule, terms: "Terms") -> None:
    """A rule refers to what is defined, and says for every segment what it pays."""
    for outcome in rules.outcomes_of(rule):
        naming.known(reader, terms, place, outcome=outcome)
    if isinstance(rule, MetricRule):
        metric_checks.check(reader, place, rule, terms)
    _tables(reader, place, rule, terms)
    if isinstance(rule, ServiceFee | Floor):
        _agents(reader, place, rule, terms)
    if isinstance(rule, Bonus):
        _bonus(reader, place, rule, terms)
    if not isinstance(rule, OutcomeFee | SustainmentFee):
        return
    for code in rule.prerequisites:
        if code != rules.START:
            naming.known(reader, terms, f"{place}.prerequisites", outcome=code)
    if isinstance(rule, OutcomeFee):
        _routes(reader, place, rule)
        _spans(reader, place, rule, terms)
        _numbers(reader, f"{place}.qualifying_weeks", rule.qualifying_weeks, terms)
    else:
        _numbers(reader, f"{place}.max_steps", rule.max_steps, terms)
        _steps_can_be_claimed(reader, place, rule, terms)


def _bonus(reader: Reader, place: str, rule: Bonus, terms: "Terms") -> None:
    """A bonus names segments and outcomes that there are, and a number of times that can be reached."""
    for segment in rule.segments:
        naming.known(reader, terms, f"{place}.segments", segment=segment)
    for index, one in enumerate(rule.before):
        naming.known(reader, terms, f"{place}.before[{index}]", outcome=one.outcome)
        most = next((of.max_per_participant for of in terms.outcomes if of.code == one.outcome), one.times)
        if one.times > most:
            message = (
                f"“{one.outcome}” counts {most} times for each participant, so that {one.times} times are never "
                "reached. Raise the outcome's limit or lower the number."
            )
            reader.note(f"{place}.before[{index}].times", "steps_beyond_outcome", message)


def _agents(reader: Reader, place: str, rule: ServiceFee | Floor, terms: "Terms") -> None:
    """Every agent of the version has an amount, and nobody else."""
    named = {one.agent for one in rule.amounts}
    for agent in sorted(code for code in named if code and code not in terms.agents):
        message = f"“{agent}” is no agent of this version. Name one that is."
        reader.note(f"{place}.amounts", "unknown_agent", message)
    if missing := [agent for agent in terms.agents if not named & {agent, None}]:
        message = f"Say what {', '.join(missing)} is paid; write 0.00 where nothing is."
        reader.note(f"{place}.amounts", "unpriced_segment", message)


def _tables(reader: Reader, place: str, rule: Rule, terms: "Terms") -> None:
    for table in dict.fromkeys(rules.tables_of(rule)):
        priced = {rate.segment for rate in table.rates}
        for segment in sorted(named for named in priced if named):
            naming.known(reader, terms, f"{place}.amounts", segment=segment)
        concerned = rule.segments if isinstance(rule, Bonus) else ()
        missing = [
            segment.code
            for segment in terms.segments
            if not priced & {segment.code, None} and (not concerned or segment.code in concerned)
        ]
        if table.rates and missing:
            message = f"Say what is paid for {', '.join(missing)}; write 0.00 where nothing is."
            reader.note(f"{place}.amounts", "unpriced_segment", message)


def _numbers(reader: Reader, place: str, numbers: tuple[rules.Weeks, ...], terms: "Terms") -> None:
    for entry in numbers:
        naming.known(reader, terms, place, segment=entry.segment)
    missing = [segment.code for segment in terms.segments if rules.for_segment(numbers, segment.code) is None]
    if numbers and missing:
        reader.note(place, "unpriced_segment", f"Enter the number for {', '.join(missing)} too.")


def _routes(reader: Reader, place: str, rule: OutcomeFee) -> None:
    routes = [route.outcome for route in rule.routes]
    naming.once(reader, f"{place}.routes", routes)
    for top_up in rule.top_ups:
        if top_up.outcome in routes:
            message = f"“{top_up.outcome}” is a route of this rule already. Top up with another outcome."
            reader.note(f"{place}.top_ups", "contradiction", message)
        for code in top_up.with_routes:
            if code not in routes:
                message = f"“{code}” is no route of this rule. Choose among: {', '.join(routes)}."
                reader.note(f"{place}.top_ups", "unknown_route", message)


def _spans(reader: Reader, place: str, rule: OutcomeFee, terms: "Terms") -> None:
    """Time is counted from an outcome that there is, and in weeks of term only where terms are known."""
    for key, span in (("since", rule.since), ("within", rule.within)):
        if span is None:
            continue
        if span.outcome != rules.START:
            naming.known(reader, terms, f"{place}.{key}", outcome=span.outcome)
        if span.unit == TERM_WEEKS and not terms.calendar.school_terms:
            message = "Enter the school terms in the calendar of the version, or count in weeks or months."
            reader.note(f"{place}.{key}", "no_school_terms", message)


def _steps_can_be_claimed(reader: Reader, place: str, rule: SustainmentFee, terms: "Terms") -> None:
    """The outcome can be achieved as often as the rule pays."""
    times = {outcome.code: outcome.max_per_participant for outcome in terms.outcomes}
    steps = max((entry.number for entry in rule.max_steps), default=0)
    if rule.outcome in times and times[rule.outcome] < steps:
        message = (
            f"The rule pays up to {steps} times, but outcome “{rule.outcome}” counts {times[rule.outcome]} times for "
            "each participant. Raise the outcome's limit or lower the number of steps."
        )
        reader.note(f"{place}.max_steps", "steps_beyond_outcome", message)


def cycles(reader: Reader, terms: "Terms") -> None:
    """No outcome waits, through prerequisites, for itself."""
    waits: dict[str, set[str]] = {}
    for rule in terms.rules:
        if isinstance(rule, OutcomeFee | SustainmentFee):
            for outcome in rules.outcomes_of(rule):
                waits.setdefault(outcome, set()).update(_before(rule))
    for outcome in sorted(waits):
        if _reaches(waits, outcome, outcome):
            message = f"Outcome “{outcome}” would have to be achieved before itself. Take one of the prerequisites out."
            reader.note("rules", "prerequisite_cycle", message)


def _before(rule: OutcomeFee | SustainmentFee) -> set[str]:
    """The outcomes that must come before those of the rule."""
    spans = {span.outcome for span in rule.spans} if isinstance(rule, OutcomeFee) else set()
    return {*rule.prerequisites, *spans} - {rules.START}


def _reaches(waits: dict[str, set[str]], start: str, goal: str) -> bool:
    open_ends, seen = set(waits.get(start, ())), set[str]()
    while open_ends:
        code = open_ends.pop()
        if code == goal:
            return True
        if code not in seen:
            seen.add(code)
            open_ends |= waits.get(code, set())
    return False


def indexation(reader: Reader, terms: "Terms") -> None:
    """Amounts rise under rules that there are, and that have an amount of their own."""
    named = {rule.code: rule for rule in terms.rules}
    for code in terms.indexation.rules if terms.indexation else ():
        if code not in named:
            message = f"There is no rule “{code}”. Name one of the version, or none for all of them."
            reader.note("indexation.rules", "unknown_rule", message)
        elif not rules.has_own_amount(named[code]):
            message = f"“{code}” is a minimum, or pays by measured figures, and does not rise. Leave it out."
            reader.note("indexation.rules", "contradiction", message)
