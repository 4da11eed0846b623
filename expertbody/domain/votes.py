"""When a vote of the Expert Body carries a resolution."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Votes:
    in_favour: int
    against: int
    abstained: int

    @property
    def cast(self) -> int:
        return self.in_favour + self.against + self.abstained


def problem(votes: Votes, *, seated: int) -> str:
    """Why the vote cannot carry a resolution, in a sentence; empty when it carries it.

    More members must vote for it than against it, and no more may vote than hold a seat on the day.
    """
    if min(votes.in_favour, votes.against, votes.abstained) < 0:
        return "Votes cannot be negative. Enter how many voted for, against, and abstained."
    if votes.cast == 0:
        return "No votes were entered. Enter how many voted for, against, and abstained."
    if votes.cast > seated:
        members = "1 member is" if seated == 1 else f"{seated} members are"
        return f"{votes.cast} votes were entered, but only {members} seated. Check the numbers."
    if votes.in_favour <= votes.against:
        return (
            "A decision needs more votes for it than against it. If it was not carried, "
            "record the decision that was, or leave the matter open."
        )
    return ""
