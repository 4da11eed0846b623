"""Setting how small counts are protected when figures are shown to people who may not see the rows behind them."""

from datetime import datetime

from django.db import transaction

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import User
from delivery import permissions
from delivery.domain import sources
from delivery.domain.suppression import Rule
from delivery.models import DisclosureRule
from delivery.selectors import disclosure_rules
from stages.models import Programme


class TooLax(Refused):
    """The rule asks for less than whoever keeps the data. `problems` says what to do, by field."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = problems


@transaction.atomic
def set_rule(
    *, programme: Programme, outcome: str, source: str, rule: Rule, reason: str, by: User, at: datetime
) -> DisclosureRule:
    """Protect the counts of an outcome, or without one those of all others, by a rule of their own from now on.

    The rule for all others also holds wherever counts of no outcome are shown: participants, claims and statements.
    """
    permissions.require(by, "disclosure.set", programme)
    locked = Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    if outcome and outcome not in disclosure_rules.outcomes(programme):
        raise Refused("Select an outcome of the contract, or every other outcome.")
    if source not in sources.BY_CODE:
        raise Refused("Select where the data come from.")
    if problems := sources.problems(sources.BY_CODE[source], rule):
        raise TooLax(problems)
    if not reason.strip():
        raise Refused("Enter why the rule is set.")
    made = DisclosureRule.objects.create(
        programme=locked,
        outcome=outcome,
        source=source,
        threshold=rule.threshold,
        base=rule.base,
        hides_nought=rule.hides_nought,
        reason=reason.strip(),
        set_by=by,
        set_at=at,
    )
    if not outcome and locked.suppression_threshold != rule.threshold:
        locked.suppression_threshold = rule.threshold
        locked.save(update_fields=["suppression_threshold"])
    audit.record(
        by=by, at=at, action="delivery.disclosure.set", programme=programme.slug, subject=made,
        after={"outcome": outcome, "source": source, "threshold": rule.threshold, "base": rule.base,
               "hides_nought": rule.hides_nought, "reason": reason.strip()},
    )  # fmt: skip
    return made
