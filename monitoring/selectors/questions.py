"""Which stages a shortfall puts in question."""

from contracts.models import Target

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


def stages_of(target: Target) -> list[tuple[int, str]]:
    """The stages that a shortfall of the target questions, as its contract says; else stages 4 and 5."""
    return [(one["stage"], one["why"]) for one in target.questions_stages] or list(DEFAULT_STAGES)
