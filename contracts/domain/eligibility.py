"""Who may be on the programme: a rule that every start is held against."""

import dataclasses
import datetime
from collections.abc import Mapping

STARTED_ON = "started_on"


@dataclasses.dataclass(frozen=True)
class Eligibility:
    """A participant is eligible if each attribute of `rule` has one of its values and the start lies in the days named.

    Both days are included; None leaves that side open. Without anything everybody is eligible.
    """

    rule: tuple[tuple[str, tuple[str, ...]], ...] = ()
    started_from: datetime.date | None = None
    started_until: datetime.date | None = None

    @property
    def takes_everybody(self) -> bool:
        return self == EVERYBODY

    @property
    def attributes(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.rule)

    def broken_by(self, attributes: Mapping[str, str]) -> str:
        """The first attribute because of which the participant is not eligible; empty where all of them fit."""
        return next((name for name, values in self.rule if attributes.get(name, "") not in values), "")

    def takes_start(self, day: datetime.date) -> bool:
        """Whether somebody who starts on the day is eligible by it."""
        after = self.started_from is None or self.started_from <= day
        return after and (self.started_until is None or day <= self.started_until)


EVERYBODY = Eligibility()
