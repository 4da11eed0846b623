"""Whether as many people start as was planned, and whether those who started wait: rules that hold as they stand.

They follow the provision standards that Work Programme successors were held to under the European Social Fund: starts
of at least 80 % of the profile in a period and 85 % of it so far, a backlog under 2 %, nobody waiting over 40 working
days. There is no interval: a plan is missed or it is not.
"""

from dataclasses import dataclass
from datetime import date

from contracts.domain.monitoring_rules import MonitoringRules

DAYS_OF_YEAR = 365.25


@dataclass(frozen=True)
class Plan:
    """How many were planned to start, and did, in a period and in all periods up to its end."""

    period: str
    planned: float
    started: int
    planned_so_far: float
    started_so_far: int

    def falls_short(self, rules: MonitoringRules) -> bool:
        return self.started < float(rules.starts_in_period) * self.planned

    def falls_short_so_far(self, rules: MonitoringRules) -> bool:
        return self.started_so_far < float(rules.starts_cumulative) * self.planned_so_far


def planned(period: str, starts_on: date, ends_on: date, rules: MonitoringRules, a_year: float | None) -> float | None:
    """The starts planned for a period: as the contract lists them, else the expected starts of a year by its days."""
    listed = rules.planned()
    if listed:
        return float(listed.get(period, 0))
    return None if a_year is None else a_year * ((ends_on - starts_on).days + 1) / DAYS_OF_YEAR


@dataclass(frozen=True)
class Waiting:
    """Of the people of one agent who started, those without a key worker on a day; the longest, in working days."""

    agent: str
    started: int
    waiting: int
    longest: int

    def is_backlog(self, rules: MonitoringRules) -> bool:
        return self.waiting > float(rules.backlog) * self.started

    def is_too_long(self, rules: MonitoringRules) -> bool:
        return self.longest > rules.most_days_waiting


def says(plan: Plan, rules: MonitoringRules, threshold: int) -> str:
    """What is said of a plan that was missed. Numbers that are small by the threshold stay unsaid."""
    told = []
    if plan.falls_short(rules):
        told.append(f"{_of(plan.started, threshold)} started in {plan.period}, where {plan.planned:,.0f} were planned")
    if plan.falls_short_so_far(rules):
        told.append(
            f"{_of(plan.started_so_far, threshold)} have started so far, where {plan.planned_so_far:,.0f} were planned"
        )
    least = f"{100 * rules.starts_in_period:.0f}% of a period's plan and {100 * rules.starts_cumulative:.0f}% so far"
    return f"{'; '.join(told)}. The contract asks for at least {least}."


def says_waiting(found: Waiting, rules: MonitoringRules, threshold: int) -> str:
    """What is said of an agent whose people wait."""
    told = []
    if found.is_backlog(rules):
        told.append(
            f"{_of(found.waiting, threshold)} of {found.started:,} who started have no key worker yet; the contract "
            f"lets {100 * rules.backlog:.0f}% wait"
        )
    if found.is_too_long(rules):
        told.append(
            f"somebody has waited {found.longest} working days for one; the contract lets nobody wait longer than "
            f"{rules.most_days_waiting}"
        )
    text = "; ".join(told)
    return f"{text[:1].upper()}{text[1:]}."


def _of(number: int, threshold: int) -> str:
    return f"fewer than {threshold}" if 0 < number < threshold else f"{number:,}"
