"""What others did in a person's programmes, in words, from the audit trail."""

import dataclasses
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse

from accounts.models import AuditEntry
from dashboards.selectors.viewer import Viewer
from stages.domain import framework

MOST = 10
Values = Mapping[str, Any]


@dataclasses.dataclass(frozen=True)
class Change:
    """One thing that happened: a sentence without its subject's name, who did it, when, and where."""

    said: str
    by: str
    at: datetime
    programme: str
    url: str


def _stage(values: Values) -> str:
    number = int(values.get("stage", 0) or 0)
    return f"stage {number} ({framework.BY_NUMBER[number].name})" if number in framework.BY_NUMBER else "a stage"


def _opened(values: Values) -> str:
    again = int(values.get("visit", 1) or 1) > 1
    finding = f" because of finding {values['finding']}" if values.get("finding") else ""
    return f"{'Reopened' if again else 'Opened'} {_stage(values)}{finding}"


def _votes(values: Values) -> str:
    return f"Recorded decision {values.get('number', '')} of the Expert Body: {values.get('title', '')}".strip(": ")


def _version(what: str) -> Callable[[Values], str]:
    return lambda values: f"{what} contract version {values.get('number', '')}".strip()


WORDS: dict[str, Callable[[Values], str]] = {
    "stages.programme.create": lambda values: "Started the programme",
    "stages.visit.open": _opened,
    "stages.visit.close": lambda values: f"Closed {_stage(values)}",
    "stages.gate.ask": lambda values: f"Asked for the gate of {_stage(values)}",
    "stages.gate.send_back": lambda values: f"Sent the gate of {_stage(values)} back",
    "stages.fall.notice": lambda values: f"Noticed that a criterion of {_stage(values)} no longer holds",
    "stages.fall.hold_again": lambda values: f"Noticed that a criterion of {_stage(values)} holds again",
    "stages.finding.raise": lambda values: f"Raised finding {values.get('number')}: {values.get('title')}",
    "stages.finding.accepted": lambda values: f"Accepted finding {values.get('number')}",
    "stages.finding.dismissed": lambda values: f"Dismissed finding {values.get('number')}",
    "stages.finding.close": lambda values: f"Closed finding {values.get('number')}",
    "stages.action.agree": lambda values: f"Agreed an action on finding {values.get('finding')}: {values.get('what')}",
    "stages.action.done": lambda values: f"Did an action on finding {values.get('finding')}",
    "stages.action.effect": lambda values: f"Looked at the effect of an action on finding {values.get('finding')}",
    "stages.lesson.used": lambda values: "Put an entry of the library into the practice log",
    "knowledge.entry.add": lambda values: f"Kept a lesson for the next programme: {values.get('title')}",
    "expertbody.seat.seat": lambda values: f"Seated {values.get('person', 'a person')} on the Expert Body",
    "expertbody.seat.end": lambda values: f"Ended the term of {values.get('person', 'a person')} on the Expert Body",
    "expertbody.decision.record": _votes,
    "contracts.version.propose": _version("Proposed"),
    "contracts.version.agree": _version("Agreed"),
    "contracts.version.send_back": _version("Sent back a"),
    "contracts.version.in_force": _version("Put in force"),
}


def since(viewer: Viewer, moment: datetime | None) -> list[Change]:
    """The latest changes by others since the moment, at most ten, the newest first; None means whenever."""
    found = AuditEntry.objects.filter(programme__in=viewer.names, action__in=_told()).exclude(by=viewer.user)
    if moment is not None:
        found = found.filter(at__gt=moment)
    return [
        Change(
            said=WORDS[entry.action](entry.after),
            by=entry.by.name,
            at=entry.at,
            programme=viewer.names[entry.programme],
            url=reverse("dashboards:programme_detail", args=[entry.programme]),
        )
        for entry in found.select_related("by").order_by("-at", "-pk")[:MOST]
    ]


def _told() -> list[str]:
    """The acts that everybody in a programme may know of; files and money of one agent are not among them."""
    return list(WORDS)
