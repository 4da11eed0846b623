"""The versions of a programme's contract at a glance."""

import dataclasses
import datetime

from accounts.models import User
from contracts import permissions
from contracts.models import ContractVersion
from contracts.selectors import agreements, versions
from stages.models import Programme
from stages.selectors import visits

COLOURS = {
    versions.DRAFT: "grey",
    versions.PROPOSED: "orange",
    versions.AGREED: "blue",
    versions.IN_FORCE: "green",
    versions.SUPERSEDED: "grey",
    versions.ENDED: "grey",
}


@dataclasses.dataclass(frozen=True)
class VersionLine:
    version: ContractVersion
    state: str
    agreed: list[str]
    awaited: list[str]

    @property
    def colour(self) -> str:
        return COLOURS[self.state]


@dataclasses.dataclass(frozen=True)
class Overview:
    """Every version, newest first, and what the viewer may begin."""

    lines: list[VersionLine]
    stage_open: bool
    may_begin: bool

    @property
    def pending(self) -> VersionLine | None:
        """The draft or the proposal."""
        return next((line for line in self.lines if not line.version.is_agreed), None)

    @property
    def in_force(self) -> VersionLine | None:
        return next((line for line in self.lines if line.state == versions.IN_FORCE), None)


def of(programme: Programme, viewer: User, today: datetime.date) -> Overview:
    """The overview as the viewer sees it."""
    found = list(programme.contract_versions.select_related("programme").order_by("-number"))
    last = next((version.number for version in found if version.is_agreed), None)
    lines = []
    for version in found:
        signing = agreements.signatories(version)
        lines.append(
            VersionLine(
                version=version,
                state=versions.state(version, today, last_number=last),
                agreed=[one.label for one in signing if one.agreement],
                awaited=[one.label for one in signing if not one.agreement],
            )
        )
    is_open = visits.is_open(programme, 4)
    pending = any(not version.is_agreed for version in found)
    may_begin = is_open and not pending and permissions.can(viewer, "contract.draft", programme)
    return Overview(lines, is_open, may_begin)
