"""What the components are given: plain values, made by a page's selector or view."""

import datetime
from dataclasses import dataclass


@dataclass(frozen=True)
class Stage:
    """One stage of the tracker. `status` is "open", "closed", "reopened" or "not_started"; `visits` counts openings.

    A paused stage is open or reopened and stands still.
    """

    number: int
    name: str
    status: str
    visits: int = 0
    url: str = ""
    because: str = ""
    is_paused: bool = False


@dataclass(frozen=True)
class Loop:
    """A finding that reopened a stage: drawn as an arrow from the stage that raised it back to the one it reopened."""

    from_stage: int
    to_stage: int
    label: str
    url: str = ""


@dataclass(frozen=True)
class Criterion:
    """A gate criterion. `state` is "met", "not_met" or "needs_confirmation"; `url` leads to its evidence or cure.

    `source` says whose criterion it is.
    """

    label: str
    state: str
    reason: str = ""
    url: str = ""
    url_label: str = ""
    code: str = ""
    source: str = ""


@dataclass(frozen=True)
class Event:
    """One entry of a timeline, newest first in the list that is given."""

    title: str
    at: datetime.datetime | datetime.date
    by: str = ""
    detail: str = ""
    url: str = ""
    url_label: str = ""
    tag: str = ""
    tag_colour: str = "grey"
