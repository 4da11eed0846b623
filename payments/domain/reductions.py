"""How far a figure has fallen, and what that brings. Everything is an exact fraction; amounts are pounds."""

from fractions import Fraction
from typing import NamedTuple

from contracts.domain.metric_rules import CONFIDENCE, GROWTH, PER_EVENT, POINTS, STEPS, CohortReduction, SavingShare

NOUGHT = Fraction(0)


class Compared(NamedTuple):
    """A figure beside what it is compared with. `people`: its denominator, where it is a ratio.

    `rises`: more is better, so that what lies above the baseline counts as what lies below it does elsewhere.
    """

    actual: Fraction
    baseline: Fraction
    people: Fraction | None = None
    rises: bool = False

    @property
    def better_by(self) -> Fraction:
        """How far the figure lies on the better side of its baseline; negative on the other."""
        return self.actual - self.baseline if self.rises else self.baseline - self.actual

    @property
    def avoided(self) -> Fraction:
        """The events that the baseline would have had among these people, less those that happened; or those gained."""
        return self.better_by * (self.people if self.people is not None else 1)


def fall(compared: Compared, measure: str) -> Fraction:
    """By how much the figure has fallen below its baseline: a difference (points), or a share of it (relative).

    Where more is better, by how much it has risen. Negative for the other way. Nothing is a share of a baseline of 0.
    """
    if measure == POINTS:
        return compared.better_by
    return compared.better_by / compared.baseline if compared.baseline else NOUGHT


def errors_squared(compared: Compared) -> Fraction:
    """The square of how many standard errors a share of people lies from its baseline p, either way.

    (baseline − figure)² × people ÷ (p × (1 − p)): one sample held against a baseline that is taken as exact.
    """
    spread = compared.baseline * (1 - compared.baseline)
    difference = compared.baseline - compared.actual
    return difference**2 * (compared.people or NOUGHT) / spread if spread > 0 else NOUGHT


def beyond_chance(rule: CohortReduction, compared: Compared) -> bool:
    """Whether chance is ruled out at the rule's level of confidence; where it asks for none, always."""
    return rule.confidence is None or errors_squared(compared) >= CONFIDENCE[rule.confidence] ** 2


def together(parts: list[Compared]) -> Compared:
    """Cohorts put together: each counts by its people, in what happened and in what its baseline would have had."""
    people = sum((part.people or NOUGHT for part in parts), NOUGHT)
    if not people:
        return Compared(NOUGHT, NOUGHT, people, parts[0].rises)
    actual, baseline = (
        sum((getattr(part, name) * (part.people or NOUGHT) for part in parts), NOUGHT) / people
        for name in ("actual", "baseline")
    )
    return Compared(actual, baseline, people, parts[0].rises)


def reward(rule: CohortReduction, compared: Compared, trigger: Fraction, cohorts: int = 1) -> Fraction:
    """What the fall brings against this trigger, for so many cohorts; negative where a rise is taken away."""
    size = fall(compared, rule.measure)
    most = Fraction(rule.most) * cohorts if rule.most is not None else None
    price = Fraction(rule.amount)
    if size < trigger:
        if not (rule.deducts and size < 0 and most is not None):
            return NOUGHT
        return max(price * compared.avoided, -most)
    if rule.pays == PER_EVENT and most is not None:
        return min(price * compared.avoided, most)
    if rule.pays == GROWTH and rule.full_at is not None and rule.most is not None:
        way = min(NOUGHT + 1, (size - trigger) / (rule.full_at - trigger))
        return price + way * (Fraction(rule.most) - price)
    if rule.pays == STEPS:
        return max([price, *(Fraction(step.amount) for step in rule.steps if size >= step.at)])
    return price


def saved(rule: SavingShare, compared: Compared) -> Fraction:
    """The agent's part of what was saved: nothing below the threshold, nothing for what lies beyond the ceiling."""
    size = fall(compared, "relative")
    if size < rule.threshold:
        return NOUGHT
    beyond = min(size, rule.ceiling) - rule.threshold
    return compared.baseline * (rule.threshold * rule.share_at + beyond * rule.share_beyond)
