"""Who has to sit on the Expert Body: one member at least of each of five constituencies (Johnstone 2017)."""

import dataclasses
from collections.abc import Collection


@dataclasses.dataclass(frozen=True)
class Constituency:
    """A constituency: its code, its name, and whom to look for when nobody sits for it."""

    code: str
    name: str
    whom: str


CONSTITUENCIES = (
    Constituency("commissioner", "Commissioner", "somebody who answers for the design of the programme"),
    Constituency("principal", "Principal", "somebody from the organisation that pays"),
    Constituency("agent", "Agent", "somebody from the organisation that delivers"),
    Constituency("service_users", "Service users", "somebody who uses the service, or speaks for those who do"),
    Constituency("academics", "Academics", "somebody independent who knows how to weigh the evidence"),
)


def missing(seated: Collection[str]) -> tuple[Constituency, ...]:
    """The constituencies for which nobody sits, in the framework's order."""
    return tuple(constituency for constituency in CONSTITUENCIES if constituency.code not in seated)


def shortfall(constituency: Constituency) -> str:
    """What is missing and what to do, as one sentence."""
    return f"Nobody sits for the constituency “{constituency.name}”. Seat {constituency.whom}."
