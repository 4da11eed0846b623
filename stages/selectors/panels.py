"""Parts of a page that the apps above add, read from settings.PAGE_PANELS without knowing those apps."""

import dataclasses
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.models import User
from stages.models import Finding, Programme


class PagePanel(Protocol):
    """A row of the table that the project names in settings.PAGE_PANELS."""

    page: str
    template: str
    read: str


@dataclasses.dataclass(frozen=True)
class Panel:
    """A part of a page: the template that draws it and what the template shows."""

    template: str
    content: Any


def of_page(page: str, *given: object) -> list[Panel]:
    """What is added to the page, in order; `given` is what the page is about, and who looks at it."""
    table: tuple[PagePanel, ...] = import_string(settings.PAGE_PANELS)
    return [Panel(row.template, import_string(row.read)(*given)) for row in table if row.page == page]


def of_stage(programme: Programme, stage: int, viewer: User) -> list[Panel]:
    """What is added to the page of a stage, in order."""
    return of_page("stage", programme, stage, viewer)


def of_finding(finding: Finding, viewer: User) -> list[Panel]:
    """What is added to the page of a finding, in order."""
    return of_page("finding", finding, viewer)


def of_evidence(finding: Finding, viewer: User) -> list[Panel]:
    """What is added to the page of a finding beside its frozen evidence, in order."""
    return of_page("evidence", finding, viewer)
