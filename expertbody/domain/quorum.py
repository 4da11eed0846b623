"""Who has to be present before the Expert Body votes."""

import dataclasses
from collections.abc import Collection

from expertbody.domain import composition


@dataclasses.dataclass(frozen=True)
class Rule:
    """So many of the five constituencies; whether the service users are one of them; whether half the seated must come.

    The values given here hold until a programme sets its own: a choice of this product, not of the framework.
    """

    constituencies: int = 3
    needs_service_users: bool = True
    needs_half_of_the_seated: bool = True

    @property
    def words(self) -> str:
        """The rule as one sentence."""
        parts = [f"at least {self.constituencies} of the five constituencies"]
        if self.needs_service_users:
            parts.append("somebody for the service users")
        if self.needs_half_of_the_seated:
            parts.append("half of all members")
        return f"A vote needs {', '.join(parts[:-1])} and {parts[-1]}." if parts[1:] else f"A vote needs {parts[0]}."


def problem(present: Collection[str], *, seated: int, rule: Rule) -> str:
    """Why there is no quorum, as sentences that say who is needed; empty when there is one.

    `present` holds the constituency of each member who is there and may vote: whoever is recused does not count.
    """
    found = []
    held = set(present)
    if len(held) < rule.constituencies:
        found.append(f"{len(held)} of the {rule.constituencies} constituencies needed are present.")
    if rule.needs_service_users and "service_users" not in held:
        found.append("Nobody is present for the service users.")
    if rule.needs_half_of_the_seated and 2 * len(present) < seated:
        found.append(f"{len(present)} of {seated} members are present, fewer than half.")
    if not found:
        return ""
    absent = ", ".join(one.name.lower() for one in composition.missing(held))
    wait = f" Wait for {absent}, or put it to another meeting." if absent else " Put it to another meeting."
    return f"There is no quorum, so nothing can be voted on. {' '.join(found)}{wait}"
