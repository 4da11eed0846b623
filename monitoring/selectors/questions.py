"""Which stages a shortfall puts in question."""

from collections.abc import Sequence

from contracts.models import Target
from monitoring.domain.diagnosis import Diagnosis, Facts, diagnose, stages

DEFAULT_STAGES = (
    (4, "The level, the price or the rule agreed for this outcome may not fit what can be delivered."),
    (5, "Delivery may not be working as it was planned."),
)
PARKING_STAGES = (
    (1, "Service users of this segment should be heard: are they being served?"),
    (4, "The price of this segment may not follow how hard it is to help."),
    (5, "Caseloads may leave too little time for this segment."),
)
LATE_STAGES = (6,)
SIGNAL_STAGES = (
    (5, "Something in delivery may have changed at that time."),
    (6, "Something in how it is counted may have changed at that time."),
)
STARTS_STAGES = (
    (1, "A stakeholder who should send people may be missing, or may have turned away."),
    (4, "The volumes agreed may not be what is there."),
    (5, "Whoever is referred may not get as far as a start."),
)
WAITING_STAGES = (
    (5, "There may be too few key workers for those who have started."),
    (3, "The agent may not have the capacity that it offered."),
)


def stages_of(target: Target) -> list[tuple[int, str]]:
    """The stages that a shortfall of the target questions, as its contract says; else stages 4 and 5."""
    return [(one["stage"], one["why"]) for one in target.questions_stages] or list(DEFAULT_STAGES)


def too_few_stages() -> list[tuple[int, str]]:
    """The stages that are questioned where there are too few people for any verdict."""
    return stages(diagnose(Facts(too_few=True)))


def with_pattern(target: Target, found: Sequence[Diagnosis]) -> list[tuple[int, str]]:
    """The stages that a shortfall questions: as the contract agreed, else as the pattern of what was found says.

    Without either they are stages 4 and 5. What the pattern says beside the contract stands in the evidence.
    """
    if target.questions_stages or not found:
        return stages_of(target)
    return stages(found)
