"""The seven stages of Johnstone's framework (thesis, University of Sunderland, 2017), as a table."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Stage:
    number: int
    name: str
    led_by: str
    purpose: str
    asked_of: str
    runs_on: bool = False


STAGES = (
    Stage(
        1, "Stakeholder analysis", "commissioner",
        "Understand who affects and is affected, and whether Payment by Results fits.",
        "the commissioner and the Expert Body",
    ),
    Stage(
        2, "Principal identification", "commissioner", "Choose the best-placed payer.",
        "the commissioner, the Expert Body and principals",
    ),
    Stage(
        3, "Agent identification", "commissioner", "Choose the best-placed provider or consortium.",
        "the commissioner, the Expert Body and principals",
    ),
    Stage(
        4, "Strategy and operations", "expert_body", "Agree shared goals and an outcome-based contract.",
        "the Expert Body, the commissioner, principals and agents",
    ),
    Stage(
        5, "Delivery", "agent",
        "Deliver the service, without passing financial risk down to small partners.",
        "the agents", runs_on=True,
    ),
    Stage(
        6, "Data collection and analysis", "expert_body",
        "Judge the data against the contract, each period.",
        "everybody who takes part", runs_on=True,
    ),
    Stage(
        7, "Findings and action", "expert_body",
        "Feed each finding back into the stages that it questions.",
        "the commissioner, the Expert Body and those whom findings concern", runs_on=True,
    ),
)  # fmt: skip
BY_NUMBER = {stage.number: stage for stage in STAGES}
NUMBERS = tuple(BY_NUMBER)
QUESTIONABLE = tuple(number for number in NUMBERS if number < 7)
