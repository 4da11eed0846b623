"""What the definition of an outcome says beside what is counted: others who pay, the rate without the scheme, history.

None of it prices anything. The parties agree it with the terms, and the linter holds the rest of the contract against
it. What is not stated stands in no document, so that versions agreed before keep their digest.
"""

import dataclasses
import datetime
from decimal import Decimal

from contracts.domain.assumptions import Range
from contracts.domain.value_ranges import EVERY_VALUE, ValueRange

METHODS = {
    "randomised": "Randomised comparison",
    "matched": "Matched comparison group",
    "waiting_list": "People on a waiting list",
    "earlier_years": "The same people or places in earlier years",
    "published": "Published statistics",
    "judgement": "Judgement of people who know the field",
}
ONE_DAY = "day"
CLOSINGS = {
    "month": "The cohort of a month closes on its last day",
    "period": "The cohort of a period closes on its last day",
    ONE_DAY: "One cohort closes on one day",
}


@dataclasses.dataclass(frozen=True)
class AlsoPaid:
    """Somebody else who pays for the same person. `overlap` is the share (0 to 1) of people that both pay for."""

    payer: str
    programme: str = ""
    overlap: Decimal | None = None


@dataclasses.dataclass(frozen=True)
class RateWithout:
    """The share of a segment (None: of everybody) that would reach the outcome anyway, with its interval.

    Of an outcome that is a frequency, how often it happens for each person.
    """

    segment: str | None
    range: Range


@dataclasses.dataclass(frozen=True)
class NonIntervention:
    """The rates without the scheme, how and when they were measured, and by whom they are told."""

    method: str = ""
    source: str = ""
    measured_on: datetime.date | None = None
    rates: tuple[RateWithout, ...] = ()

    def rate(self, segment: str | None) -> Range | None:
        """The rate of the segment: its own, or the one for everybody."""
        named = {one.segment: one.range for one in self.rates}
        return named.get(segment, named.get(None))


NOT_MEASURED = NonIntervention()


@dataclasses.dataclass(frozen=True)
class Particulars:
    """`closes` says when a cohort closes (a key of `CLOSINGS`), `closes_on` which day that is where it is one.

    `eligible` gives, for each attribute, the values with which a participant can achieve it; empty: everybody can.
    `values` says with which value a claim counts.
    `changes` says what the definition says otherwise than in the version before, and why.
    """

    also_paid: tuple[AlsoPaid, ...] = ()
    non_intervention: NonIntervention = NOT_MEASURED
    closes: str = ""
    closes_on: datetime.date | None = None
    eligible: tuple[tuple[str, tuple[str, ...]], ...] = ()
    values: ValueRange = EVERY_VALUE
    rationale: str = ""
    data_issues: str = ""
    changes: str = ""


NO_PARTICULARS = Particulars()
TOLD = ("rationale", "data_issues", "changes")
KEYS = ("also_paid", "non_intervention", "cohort", "eligible", "values", *TOLD)
"""The fields of an outcome's document that hold particulars."""
