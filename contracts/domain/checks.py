"""What must hold between the parts of a contract: dates, parties, shares, references, caps."""

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from contracts.domain import monitoring_rules, naming, reading_comparisons, reading_payer_caps, rule_checks, rules
from contracts.domain.clauses import Cap, Period
from contracts.domain.problems import Reader

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
        rule_checks.check(reader, f"rules[{index}]", rule, terms)
    rule_checks.cycles(reader, terms)
    rule_checks.indexation(reader, terms)
    reading_payer_caps.check(reader, terms)
    reading_comparisons.check(reader, terms)
    monitoring_rules.check(reader, terms.monitoring_rules, {period.code for period in terms.periods})
    for index, cap in enumerate(terms.caps):
        _cap(reader, f"caps[{index}]", cap, terms)


def check_periods(reader: Reader, periods: Sequence[Period]) -> None:
    """Periods are named once, end after they start, and never overlap."""
    naming.once(reader, "periods", [period.code for period in periods])
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


def _unique_codes(reader: Reader, terms: "Terms") -> None:
    naming.once(reader, "segments", [segment.code for segment in terms.segments])
    naming.once(reader, "outcomes", [outcome.code for outcome in terms.outcomes])
    naming.once(reader, "rules", [rule.code for rule in terms.rules])
    naming.once(reader, "metrics", [metric.code for metric in terms.metrics])
    naming.once(reader, "caps", [cap.code for cap in terms.caps])
    naming.once(reader, "targets", [target.code for target in terms.targets])


def _parties(reader: Reader, terms: "Terms") -> None:
    """Principals pay everything between them; there is an agent; nobody is both."""
    naming.once(reader, "principals", [principal.organisation for principal in terms.principals])
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
            naming.known(reader, terms, f"outcomes[{index}].non_intervention.rates[{number}]", segment=rate.segment)
    for index, cap in enumerate(terms.caps):
        naming.known(reader, terms, f"caps[{index}]", segment=cap.segment, outcome=cap.outcome)
    for index, target in enumerate(terms.targets):
        place = f"targets[{index}]"
        naming.known(reader, terms, place, segment=target.segment, outcome=target.outcome)
        if target.agent and target.agent not in terms.agents:
            reader.note(
                f"{place}.agent", "unknown_agent", f"“{target.agent}” is no agent of this version. Name one that is."
            )
        if target.period and target.period not in {period.code for period in terms.periods}:
            message = f"There is no period “{target.period}”. Add it, or name another."
            reader.note(f"{place}.period", "unknown_period", message)


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
