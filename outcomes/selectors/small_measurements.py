"""Measured figures as somebody reads them who neither sees rows nor measures: ratios of few people are not shown."""

import dataclasses
from collections.abc import Sequence
from decimal import Decimal

from accounts.models import User
from delivery.domain.suppression import NOT_SHOWN, Rule
from delivery.selectors import disclosure_rules
from outcomes import permissions
from outcomes.models import Measurement
from outcomes.selectors.measurements import Shown
from stages.models import Programme

READ_WHOLE = ("rows.view", "measurement.report", "measurement.decide")


def read(found: Sequence[Shown], viewer: User, programme: Programme) -> list[Shown]:
    """The figures as the person may read them; where counts are to be rounded, no ratio tells its own."""
    if any(permissions.can(viewer, action, programme) for action in READ_WHOLE):
        return list(found)
    rule = disclosure_rules.rules(programme).other
    return [dataclasses.replace(one, figure=NOT_SHOWN) if _is_small(one.measurement, rule) else one for one in found]


def _is_small(one: Measurement, rule: Rule) -> bool:
    """Whether those who were counted, all of them, or those who were not, are few."""
    if one.numerator is None or one.denominator is None:
        return False
    counts = (one.numerator, one.denominator, abs(one.denominator - one.numerator))
    least = Decimal(0) if rule.hides_nought else Decimal("0.000001")
    return rule.base > 1 or any(least <= count < rule.threshold for count in counts)
