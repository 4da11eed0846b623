"""Which decisions of the Expert Body are in force, and when a new one may stand beside or in place of them.

Some decisions do their work at once (a gate is passed); others stand until their matter is over or a later decision
supersedes them (a stage is paused). While one stands, nothing else is decided about the same thing unless the new
decision says that it supersedes the old one, and why.
"""

import dataclasses
from collections.abc import Iterable

IN_FORCE, SUPERSEDED, CARRIED_OUT = "in_force", "superseded", "carried_out"
WORDS = {IN_FORCE: ("In force", "green"), SUPERSEDED: ("Superseded", "grey"), CARRIED_OUT: ("Carried out", "blue")}


@dataclasses.dataclass(frozen=True)
class Made:
    """A decision as far as these rules need it.

    `about` names the thing decided on; `stands` says that such a resolution goes on being in force; `is_over` that the
    matter has come to its end; `superseded_by` is the number of the later decision, if any.
    """

    number: int
    about: str
    resolved: str
    stands: bool
    is_over: bool = False
    superseded_by: int | None = None

    @property
    def state(self) -> str:
        """Superseded, carried out or in force."""
        if self.superseded_by is not None:
            return SUPERSEDED
        return IN_FORCE if self.stands and not self.is_over else CARRIED_OUT


def standing(about: str, made: Iterable[Made]) -> list[Made]:
    """The decisions in force about the thing, the latest first."""
    found = [one for one in made if one.about == about and one.state == IN_FORCE]
    return sorted(found, key=lambda one: -one.number)


def problem(
    about: str, made: Iterable[Made], *, supersedes: int | None, because: str, changes_nothing: bool = False
) -> str:
    """Why a decision about the thing cannot be made as entered, and what to do; empty when it can."""
    known = list(made)
    in_force = standing(about, known)
    if supersedes is None:
        others = [] if changes_nothing else in_force
    else:
        named = next((one for one in known if one.number == supersedes), None)
        if named is None:
            return f"There is no decision {supersedes}. Choose the decision that this one supersedes."
        if named.about != about:
            return f"Decision {supersedes} is about another matter. Choose one about this matter."
        if named.state != IN_FORCE:
            return f"Decision {supersedes} is not in force any more, so it need not be superseded. Choose none."
        if not because.strip():
            return f"Enter why this decision supersedes decision {supersedes}."
        others = [one for one in in_force if one.number != supersedes]
    if others:
        return (
            f"Decision {others[0].number} on the same matter is in force: “{others[0].resolved}”. "
            "Say that this decision supersedes it, and why, or leave it as it is."
        )
    return ""
