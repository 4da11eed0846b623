"""What the agreed contract versions say about rows from agents, as plain values."""

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import date

from contracts.domain.eligibility import EVERYBODY, Eligibility
from contracts.domain.value_ranges import EVERY_VALUE, ValueRange

SegmentRule = Mapping[str, Sequence[str]]


@dataclasses.dataclass(frozen=True)
class Segment:
    """A group of participants. `rule` gives, for each attribute, the values that belong; an empty rule takes all."""

    code: str
    name: str
    rule: SegmentRule

    def takes(self, attributes: Mapping[str, str]) -> bool:
        return all(attributes.get(name, "") in values for name, values in self.rule.items())


@dataclasses.dataclass(frozen=True)
class Outcome:
    code: str
    name: str
    kind: str
    unit: str
    window_days: int | None
    max_per_participant: int
    evidence_kinds: tuple[str, ...]
    cohort_closed_on: date | None = None
    eligibility: Eligibility = EVERYBODY
    values: ValueRange = EVERY_VALUE


@dataclasses.dataclass(frozen=True)
class Version:
    """One agreed version, in force from `effective_from` to `effective_to`, both days included."""

    pk: int
    number: int
    effective_from: date
    effective_to: date | None
    segments: tuple[Segment, ...]
    outcomes: tuple[Outcome, ...]
    eligibility: Eligibility = EVERYBODY

    @property
    def closed_on(self) -> date | None:
        """The last day on which somebody can start who may earn an outcome; None while a cohort stays open."""
        days = [outcome.cohort_closed_on for outcome in self.outcomes]
        return max(day for day in days if day) if days and all(days) else None

    @property
    def rules_of_eligibility(self) -> list[Eligibility]:
        """Who may be on the programme, and who can achieve each outcome."""
        return [self.eligibility, *(outcome.eligibility for outcome in self.outcomes)]

    def in_force(self, day: str) -> bool:
        """Whether it is in force on the day, which is given in ISO form."""
        return self.effective_from.isoformat() <= day and (
            self.effective_to is None or day <= self.effective_to.isoformat()
        )


@dataclasses.dataclass(frozen=True)
class Contract:
    """Every agreed version, from the first to the last."""

    versions: tuple[Version, ...]

    def version_on(self, day: str) -> Version | None:
        return next((version for version in self.versions if version.in_force(day)), None)

    def numbered(self, number: int) -> Version | None:
        return next((version for version in self.versions if version.number == number), None)

    @property
    def outcome_codes(self) -> list[str]:
        return list(dict.fromkeys(outcome.code for version in self.versions for outcome in version.outcomes))

    @property
    def outcome_names(self) -> dict[str, str]:
        """The name of each outcome by its code, as the latest version calls it."""
        return {outcome.code: outcome.name for version in self.versions for outcome in version.outcomes}

    @property
    def segment_names(self) -> dict[str, str]:
        """The name of each segment by its code, as the latest version calls it."""
        return {segment.code: segment.name for version in self.versions for segment in version.segments}

    @property
    def evidence_kinds(self) -> list[str]:
        found = (kind for version in self.versions for outcome in version.outcomes for kind in outcome.evidence_kinds)
        return list(dict.fromkeys(found))

    @property
    def attributes(self) -> list[str]:
        """The attributes by which any version tells its segments apart, or says who may be on the programme."""
        of_segments = [name for version in self.versions for s in version.segments for name in s.rule]
        return list(dict.fromkeys([*of_segments, *self.of_eligibility]))

    @property
    def of_eligibility(self) -> list[str]:
        """The attributes by which any version says who may be on the programme, or who can achieve an outcome."""
        rules = [rule for version in self.versions for rule in version.rules_of_eligibility]
        return list(dict.fromkeys(name for rule in rules for name in rule.attributes))

    @property
    def required_attributes(self) -> list[str]:
        """The attributes without which no participant of any version could be eligible or placed in a segment."""
        in_all = [
            {
                name
                for name in self.attributes
                if name in version.eligibility.attributes
                or (version.segments and all(name in s.rule for s in version.segments))
            }
            for version in self.versions
        ]
        return [name for name in self.attributes if in_all and all(name in names for names in in_all)]

    def values_of(self, attribute: str) -> list[str]:
        found = [v for version in self.versions for s in version.segments for v in s.rule.get(attribute, ())]
        rules = [rule for version in self.versions for rule in version.rules_of_eligibility]
        eligible = [v for rule in rules for v in dict(rule.rule).get(attribute, ())]
        return list(dict.fromkeys([*found, *eligible]))

    @property
    def first_day(self) -> date:
        """The day on which the first version came into force; the first of 2000 while there is none."""
        return min((version.effective_from for version in self.versions), default=date(2000, 1, 1))

    @property
    def in_force(self) -> str:
        """The days on which a version is in force, in words."""
        return "; ".join(
            f"from {in_words(version.effective_from)}"
            + (f" to {in_words(version.effective_to)}" if version.effective_to else "")
            for version in self.versions
        )


def in_words(day: date) -> str:
    """1 February 2026."""
    return f"{day.day} {day:%B %Y}"


def segment_for(version: Version, attributes: Mapping[str, str]) -> Segment | None:
    """The first segment, in the contract's order, whose rule takes the participant."""
    return next((segment for segment in version.segments if segment.takes(attributes)), None)
