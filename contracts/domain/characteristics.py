"""The six characteristics of a successful outcome measure (Webster 2016), asked of an outcome of a contract."""

import dataclasses
from collections.abc import Sequence

from contracts.domain.clauses import Outcome, Segment

SIX = {
    "quantifiable": "Clear and quantifiable",
    "verifiable": "Verifiable",
    "attributable": "Attributable",
    "deadweight": "Factors in deadweight",
    "cohort": "Targets individuals or cohorts",
    "segmented": "Segmented",
}


@dataclasses.dataclass(frozen=True)
class Characteristic:
    """One characteristic, and what is missing for it: sentences that say what to enter. It is met where none is."""

    code: str
    name: str
    missing: tuple[str, ...]

    @property
    def met(self) -> bool:
        return not self.missing


def judge(outcome: Outcome, segments: Sequence[Segment]) -> tuple[Characteristic, ...]:
    """What each of the six says of this outcome."""
    missing = {
        "quantifiable": _quantifiable(outcome),
        "verifiable": _verifiable(outcome),
        "attributable": []
        if outcome.attribution
        else ["Say who else is paid for the same person, and whose doing it is."],
        "deadweight": _deadweight(outcome),
        "cohort": []
        if outcome.eligibility
        else ["Say who can achieve it: the rule of eligibility and when the cohort closes."],
        "segmented": _segmented(outcome, segments),
    }
    return tuple(Characteristic(code, name, tuple(missing[code])) for code, name in SIX.items())


def _quantifiable(outcome: Outcome) -> list[str]:
    """Definition, numerator, denominator, unit, event date and window are all stated."""
    asked = {
        "Say in plain words what counts as the outcome.": outcome.definition,
        "Say what is counted above the line (numerator).": outcome.numerator,
        "Say what it is counted against (denominator).": outcome.denominator,
        "Name the unit.": outcome.unit,
        "Say which day is the event date.": outcome.event_date,
        "Enter the window in days from the start.": outcome.window_days,
    }
    return [sentence for sentence, answer in asked.items() if not answer]


def _verifiable(outcome: Outcome) -> list[str]:
    """There is evidence, and somebody who checks it."""
    found = [] if outcome.evidence else ["Say what evidence proves it, from an independent or administrative record."]
    return found + ([] if outcome.validator else ["Name who checks the evidence."])


def _deadweight(outcome: Outcome) -> list[str]:
    """How deadweight is dealt with is stated with its source; a counted one has its baseline."""
    method, baseline = outcome.deadweight.method, outcome.baseline
    if method == "none":
        asked = {"State the assumption by which no deadweight is taken off.": outcome.deadweight.source}
    else:
        asked = {"Enter where the share of deadweight comes from.": outcome.deadweight.source}
    found = [sentence for sentence, answer in asked.items() if not answer]
    if method == "counted" and (baseline.value is None or not baseline.source or baseline.year is None):
        found.append("Enter the baseline with its source and year.")
    return found


def _segmented(outcome: Outcome, segments: Sequence[Segment]) -> list[str]:
    """Two segments or more with baselines of their own (in the segment or the definition), or a recorded reason."""
    own = {one.segment for one in outcome.particulars.non_intervention.rates}
    with_baseline = [segment for segment in segments if segment.baseline is not None or segment.code in own]
    if outcome.segmentation or (len(segments) >= 2 and len(with_baseline) == len(segments)):
        return []
    return ["Give two or more segments their own baseline, or record why these segments, or none, are right."]
