"""Amounts of an agent that two versions would each owe by their own days: owed once."""

from collections.abc import Iterable
from datetime import date

from payments.domain.metric_sums import MetricSum
from payments.domain.period_sums import PeriodSum


def owed_once(sums: Iterable[PeriodSum | MetricSum]) -> list[PeriodSum | MetricSum]:
    """Of amounts of the same agent, rule and name the earliest that brings something, or else the earliest.

    A later version may move the day of a cohort, put one more cohort together with those before, or owe in arrears
    a fee that was owed in advance. What the earlier version owed for the same thing stands, and is not owed again.
    """
    found: dict[tuple[int, str, str], PeriodSum | MetricSum] = {}
    for one in sorted(sums, key=_earliest):
        found.setdefault((one.agent, one.rule.code, one.about), one)
    return list(found.values())


def _earliest(one: PeriodSum | MetricSum) -> tuple[bool, date, int]:
    brings = one.amount or (isinstance(one, MetricSum) and one.share)
    return not brings, one.due_on, one.version
