"""Contract versions of a programme."""

import datetime
from bisect import bisect_right

from django.db.models import QuerySet, Subquery

from contracts.models import ContractVersion
from stages.models import Programme

DRAFT, PROPOSED, AGREED, IN_FORCE, SUPERSEDED, ENDED = (
    "draft", "proposed", "agreed", "in force", "superseded", "ended",
)  # fmt: skip


def in_force(programme: Programme, day: datetime.date) -> ContractVersion | None:
    """The agreed version that applies to events of this day, if any."""
    return programme.contract_versions.in_force(day).first()


WORDS = {"draft": DRAFT, "proposed": PROPOSED, "agreed": AGREED, "in_force": IN_FORCE, "ended": ENDED}


class ByDay:
    """The agreed versions of a programme by the days from which they are in force."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.versions = list(programme.contract_versions.agreed().order_by("effective_from"))
        self._from = [version.effective_from for version in self.versions]

    def on(self, day: datetime.date) -> ContractVersion:
        """The version by which an event of the day is priced; before the first day, the first one."""
        return self.versions[max(0, bisect_right(self._from, day) - 1)]


def all_agreed(programme: Programme) -> list[ContractVersion]:
    """Every agreed version, in order."""
    return list(programme.contract_versions.agreed().order_by("number"))


def listed(programme: Programme) -> QuerySet[ContractVersion]:
    """Every version, the latest first, each with `last_number`, the number of the last one that is agreed."""
    last = programme.contract_versions.agreed().order_by("-number").values("number")[:1]
    return programme.contract_versions.annotate(last_number=Subquery(last)).order_by("-number")


def numbered(programme: Programme, number: int) -> ContractVersion | None:
    return (
        programme.contract_versions.filter(number=number)
        .select_related("programme", "drafted_by", "proposed_by")
        .first()
    )


def not_yet_agreed(programme: Programme) -> ContractVersion | None:
    """The draft or the proposal of the programme, if there is one."""
    return programme.contract_versions.not_yet_agreed().first()


def state(version: ContractVersion, day: datetime.date, *, last_number: int | None = None) -> str:
    """What the version is on this day, in one word or two.

    An agreed version whose time is over is superseded where a later one is agreed (`last_number` is that of the last
    agreed version), otherwise it has ended.
    """
    found = WORDS[version.state_on(day)]
    is_followed = last_number is not None and version.number < last_number
    return SUPERSEDED if found == ENDED and is_followed else found
