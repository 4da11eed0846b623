"""What the linter says of a contract: one remark for each check, with its reason and what to do."""

import dataclasses
import datetime
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from contracts.domain.agreement import Tried
from contracts.domain.lint.reckoning import Reckoning
from contracts.domain.terms import Terms

MEETS, LOOK_AGAIN, BREAKS = "meets", "look again", "breaks"
VERDICTS = (BREAKS, LOOK_AGAIN, MEETS)


@dataclasses.dataclass(frozen=True)
class Circumstances:
    """What is known of the programme besides the contract. `signs_of_several_aims`: why its purpose reads as several.

    None stands for what is not known. `changed_outcomes`: codes of those that are defined otherwise than before.
    `tried`: by code of the outcome, what the last agreement test of its definition came to. `before`: the terms of the
    last version agreed before this one; `followed`: a later one is agreed; `first_day`: that of the first version.
    """

    signs_of_several_aims: tuple[str, ...] | None = None
    committed_funds: Decimal | None = None
    changed_outcomes: frozenset[str] = frozenset()
    tried: Mapping[str, Tried] = dataclasses.field(default_factory=dict)
    before: Terms | None = None
    followed: bool = False
    first_day: datetime.date | None = None


@dataclasses.dataclass(frozen=True)
class Case:
    """The contract under examination, what surrounds it, and what is worked out of both."""

    terms: Terms
    circumstances: Circumstances
    reckoning: Reckoning


@dataclasses.dataclass(frozen=True)
class Said:
    """What a check found: the worst verdict of its parts, the reasons with figures, and what to do (if anything)."""

    verdict: str
    why: str
    cure: str = ""


@dataclasses.dataclass(frozen=True)
class Check:
    """`principle` is the rule in words, `source` who stated it, `part` the section of the contract that it looks at."""

    code: str
    principle: str
    source: str
    part: str
    run: Callable[[Case], Said]


@dataclasses.dataclass(frozen=True)
class Remark:
    """What one check says of this contract."""

    code: str
    principle: str
    source: str
    part: str
    verdict: str
    why: str
    cure: str


def meets(why: str) -> Said:
    return Said(MEETS, why)


def look_again(why: str, cure: str) -> Said:
    return Said(LOOK_AGAIN, why, cure)


def breaks(why: str, cure: str) -> Said:
    return Said(BREAKS, why, cure)


def worst(parts: Iterable[Said], otherwise: Said) -> Said:
    """All that was found together, under the worst verdict; `otherwise` where nothing was."""
    found = list(parts)
    if not found:
        return otherwise
    verdict = min((part.verdict for part in found), key=VERDICTS.index)
    telling = [part for part in found if part.verdict == verdict or part.verdict != MEETS]
    cures = dict.fromkeys(part.cure for part in telling if part.cure)
    return Said(verdict, " ".join(part.why for part in telling), " ".join(cures))
