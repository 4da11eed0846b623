"""What must hold between the parts of a contract: dates, shares, references, prerequisites, caps."""

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from contracts.domain import metric_checks, rules
from contracts.domain.clauses import Cap, Period
from contracts.domain.metric_rules import MetricRule
from contracts.domain.period_rules import Floor, ServiceFee
from contracts.domain.problems import Reader
from contracts.domain.rules import Bonus, OutcomeFee, Rule, SustainmentFee

if TYPE_CHECKING:
    from contracts.domain.terms import Terms

NEVER = datetime.date.min


def check_version(reader: Reader, terms: "Terms") -> None:
    """Everything that one version must hold by itself."""
    if terms.effective_to is not None and terms.effective_from > NEVER and terms.effective_to < terms.effective_from:
        reader.note("effective_to", "dates_out_of_order", "Set the end on or after the start.")
    if terms.periods and "periods" in reader.value:
        check_periods(reader, terms.periods)
    if "number" not in reader.value:
        reader.note("number", "missing", "Enter the number of the version.")
    if not terms.outcomes:
        reader.note("outcomes", "incomplete", "Define at least one outcome.")
    if not terms.rules:
        reader.note("rules", "incomplete", "Write at least one payment rule.")
    _parties(reader, terms)
    _unique_codes(reader, terms)
    _segments(reader, terms)
    _references(reader, terms)
    for index, rule in enumerate(terms.rules):
        _rule(reader, f"rules[{index}]", rule, terms)
    _cycles(reader, terms)
    _indexation(reader, terms)
    for index, cap in enumerate(terms.caps):
        _cap(reader, f"caps[{index}]", cap, terms)


def check_periods(reader: Reader, periods: Sequence[Period]) -> None:
    """Periods are named once, end after they start, and never overlap."""
    _twice(reader, "periods", [period.code for period in periods])
    for index, period in enumerate(periods):
        if NEVER in (period.starts_on, period.ends_on):
            continue
        if period.ends_on < period.starts_on:
            place = f"periods[{index}].ends_on"
            reader.note(place, "dates_out_of_order", f"End period “{period.code}” on or after its start.")
        for other in periods[:index]:
            if period.starts_on <= other.ends_on and other.starts_on <= period.ends_on:
                message = f"Period “{period.code}” overlaps period “{other.code}”. Change the dates of one of them."
                reader.note(f"periods[{index}]", "overlapping_periods", message)


def check_sequence(reader: Reader, versions: Sequence[tuple[int, datetime.date, datetime.date | None]]) -> None:
    """Versions are numbered 1, 2, 3 …; each takes effect after the one before, which ends before it if it says when."""
    for index, (number, starts, _) in enumerate(versions):
        place = f"versions[{index}]"
        if number != index + 1:
            reader.note(f"{place}.number", "out_of_order", f"Number this version {index + 1}.")
        if index == 0:
            continue
        _, earlier_starts, earlier_ends = versions[index - 1]
        if starts <= earlier_starts:
            message = f"Start this version after version {index}, which starts on {earlier_starts}."
            reader.note(f"{place}.effective_from", "dates_out_of_order", message)
        elif earlier_ends is not None and starts <= earlier_ends:
            message = f"This version overlaps version {index}, which runs to {earlier_ends}. Change one of the dates."
            reader.note(f"{place}.effective_from", "overlapping_versions", message)


def _twice(reader: Reader, key: str, codes: Iterable[str]) -> None:
    for code, number in Counter(codes).items():
        if code and number > 1:
            reader.note(key, "twice", f"“{code}” stands here {number} times. Give each entry a code of its own.")


def _unique_codes(reader: Reader, terms: "Terms") -> None:
    _twice(reader, "segments", [segment.code for segment in terms.segments])
    _twice(reader, "outcomes", [outcome.code for outcome in terms.outcomes])
    _twice(reader, "rules", [rule.code for rule in terms.rules])
    _twice(reader, "metrics", [metric.code for metric in terms.metrics])
    _twice(reader, "caps", [cap.code for cap in terms.caps])
    _twice(reader, "targets", [target.code for target in terms.targets])


def _parties(reader: Reader, terms: "Terms") -> None:
    """Principals pay everything between them; there is an agent; nobody is both."""
    _twice(reader, "principals", [principal.organisation for principal in terms.principals])
    total = sum(principal.share for principal in terms.principals)
    if terms.principals and total != 1:
        reader.note("principals", "shares_not_whole", f"The principals' shares come to {total}. Make them come to 1.")
    if not terms.principals:
        reader.note("principals", "incomplete", "Name at least one principal, with the share that it pays.")
    if not terms.agents:
        reader.note("agents", "incomplete", "Name at least one agent.")
    for principal in terms.principals:
        if principal.organisation and principal.organisation in terms.agents:
            reader.note("agents", "both_parties", f"“{principal.organisation}” cannot be both principal and agent.")


def _segments(reader: Reader, terms: "Terms") -> None:
    """Only the last segment may take everybody; planned shares of all starts do not exceed the whole."""
    for index, segment in enumerate(terms.segments[:-1]):
        if not segment.rule:
            message = (
                f"Segment “{segment.code}” takes everybody, so later ones stay empty. Give it a rule or put it last."
            )
            reader.note(f"segments[{index}].rule", "unreachable_segments", message)
    planned = [segment.planned_share for segment in terms.segments if segment.planned_share is not None]
    if sum(planned) > 1 or (planned and len(planned) == len(terms.segments) and sum(planned) != 1):
        reader.note("segments", "shares_not_whole", f"Planned shares come to {sum(planned)}. Make them come to 1.")


def _references(reader: Reader, terms: "Terms") -> None:
    """Caps, targets and rates without the scheme speak only of what the version defines."""
    for index, outcome in enumerate(terms.outcomes):
        for number, rate in enumerate(outcome.particulars.non_intervention.rates):
            _known(reader, terms, f"outcomes[{index}].non_intervention.rates[{number}]", segment=rate.segment)
    for index, cap in enumerate(terms.caps):
        _known(reader, terms, f"caps[{index}]", segment=cap.segment, outcome=cap.outcome)
    for index, target in enumerate(terms.targets):
        place = f"targets[{index}]"
        _known(reader, terms, place, segment=target.segment, outcome=target.outcome)
        if target.agent and target.agent not in terms.agents:
            reader.note(
                f"{place}.agent", "unknown_agent", f"“{target.agent}” is no agent of this version. Name one that is."
            )


def _known(
    reader: Reader, terms: "Terms", place: str, *, segment: str | None = None, outcome: str | None = None
) -> None:
    if segment and segment not in {known.code for known in terms.segments}:
        message = f"There is no segment “{segment}”. Define it, or name one that is defined."
        reader.note(f"{place}.segment", "unknown_segment", message)
    if outcome and outcome not in {known.code for known in terms.outcomes}:
        message = f"There is no outcome “{outcome}”. Define it, or name one that is defined."
        reader.note(f"{place}.outcome", "unknown_outcome", message)


def _rule(reader: Reader, place: str, rule: Rule, terms: "Terms") -> None:
    """A rule refers to what is defined, and says for every segment what it pays."""
    for outcome in rules.outcomes_of(rule):
        _known(reader, terms, place, outcome=outcome)
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
            _known(reader, terms, f"{place}.prerequisites", outcome=code)
    if isinstance(rule, OutcomeFee):
        _routes(reader, place, rule)
        _numbers(reader, f"{place}.qualifying_weeks", rule.qualifying_weeks, terms)
    else:
        _numbers(reader, f"{place}.max_steps", rule.max_steps, terms)
        _steps_can_be_claimed(reader, place, rule, terms)


def _bonus(reader: Reader, place: str, rule: Bonus, terms: "Terms") -> None:
    """A bonus names segments and outcomes that there are, and a number of times that can be reached."""
    for segment in rule.segments:
        _known(reader, terms, f"{place}.segments", segment=segment)
    for index, one in enumerate(rule.before):
        _known(reader, terms, f"{place}.before[{index}]", outcome=one.outcome)
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
            _known(reader, terms, f"{place}.amounts", segment=segment)
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
        _known(reader, terms, place, segment=entry.segment)
    missing = [segment.code for segment in terms.segments if rules.for_segment(numbers, segment.code) is None]
    if numbers and missing:
        reader.note(place, "unpriced_segment", f"Enter the number for {', '.join(missing)} too.")


def _routes(reader: Reader, place: str, rule: OutcomeFee) -> None:
    routes = [route.outcome for route in rule.routes]
    _twice(reader, f"{place}.routes", routes)
    for top_up in rule.top_ups:
        if top_up.outcome in routes:
            message = f"“{top_up.outcome}” is a route of this rule already. Top up with another outcome."
            reader.note(f"{place}.top_ups", "contradiction", message)
        for code in top_up.with_routes:
            if code not in routes:
                message = f"“{code}” is no route of this rule. Choose among: {', '.join(routes)}."
                reader.note(f"{place}.top_ups", "unknown_route", message)


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


def _indexation(reader: Reader, terms: "Terms") -> None:
    """Amounts rise under rules that there are, and that have an amount of their own."""
    named = {rule.code: rule for rule in terms.rules}
    for code in terms.indexation.rules if terms.indexation else ():
        if code not in named:
            message = f"There is no rule “{code}”. Name one of the version, or none for all of them."
            reader.note("indexation.rules", "unknown_rule", message)
        elif not rules.has_own_amount(named[code]):
            message = f"“{code}” is a minimum, or pays by measured figures, and does not rise. Leave it out."
            reader.note("indexation.rules", "contradiction", message)


def _cycles(reader: Reader, terms: "Terms") -> None:
    """No outcome waits, through prerequisites, for itself."""
    waits: dict[str, set[str]] = {}
    for rule in terms.rules:
        if isinstance(rule, OutcomeFee | SustainmentFee):
            for outcome in rules.outcomes_of(rule):
                waits.setdefault(outcome, set()).update(set(rule.prerequisites) - {rules.START})
    for outcome in sorted(waits):
        if _reaches(waits, outcome, outcome):
            message = f"Outcome “{outcome}” would have to be achieved before itself. Take one of the prerequisites out."
            reader.note("rules", "prerequisite_cycle", message)


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


def _cap(reader: Reader, place: str, cap: Cap, terms: "Terms") -> None:
    """A cap lets at least one payment through in full."""
    for rule in terms.rules:
        if cap.outcome and cap.outcome not in rules.outcomes_of(rule):
            continue
        highest = max(
            (rate.amount for table in rules.tables_of(rule) for rate in table.rates
             if cap.segment is None or rate.segment in (cap.segment, None)),
            default=cap.amount,
        )  # fmt: skip
        if cap.amount < highest:
            message = (
                f"This cap is lower than one payment under rule “{rule.code}” (£{highest:,.2f}), which could never be "
                "made in full. Raise the cap or lower the payment."
            )
            reader.note(f"{place}.amount", "cap_below_payment", message)
