"""The alerts about the stakeholders of programmes: those of the register itself, and those that apps above offer."""

import dataclasses
from collections.abc import Collection
from datetime import date, datetime
from typing import Protocol

from django.conf import settings
from django.db.models import Max
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.timezone import localdate

from stages.domain import alerts
from stages.domain.alerts import Alert
from stages.models import Programme, Stakeholder, StakeholderContact
from stages.selectors import salient

DETAIL = "stages:stakeholder_detail"


class StakeholderTie(Protocol):
    """A row of the table that the project names in settings.STAKEHOLDER_TIES."""

    alerts: str
    ties: str


def _table() -> tuple[StakeholderTie, ...]:
    found: tuple[StakeholderTie, ...] = import_string(settings.STAKEHOLDER_TIES)
    return found


@dataclasses.dataclass(frozen=True)
class LastContact:
    held_on: date
    recorded_at: datetime


def last_contacts(programmes: Collection[int]) -> dict[int, LastContact]:
    """The last contact with each stakeholder, by the stakeholder's primary key."""
    found = StakeholderContact.objects.filter(stakeholder__programme__in=programmes).values_list("stakeholder")
    dated = found.annotate(Max("held_on"), Max("recorded_at")).order_by()
    return {stakeholder: LastContact(held_on, recorded_at) for stakeholder, held_on, recorded_at in dated}


def of_programmes(programmes: Collection[int], as_of: date) -> list[Alert]:
    """Every alert of the programmes, whatever app knows of it."""
    offered = [alert for row in _table() for alert in import_string(row.alerts)(programmes, as_of)]
    return [*_own(programmes, as_of), *offered]


def of_programme(programme: Programme, as_of: date) -> list[Alert]:
    return of_programmes([programme.pk], as_of)


def ties(stakeholder: Stakeholder, as_of: date) -> list[str]:
    """What depends on the stakeholder, one sentence each with what to do; they cannot leave before it is undone."""
    return [sentence for row in _table() for sentence in import_string(row.ties)(stakeholder, as_of)]


def address(alert: Alert, slug: str) -> str:
    """The page on which the alert is dealt with."""
    return reverse(alert.page, args=[slug, *alert.parts])


def _own(programmes: Collection[int], as_of: date) -> list[Alert]:
    last = last_contacts(programmes)
    found = []
    for standing in salient.standings(programmes):
        contact = last.get(standing.stakeholder.pk)
        found += [_about(standing, alerts.CLASS_CHANGED, _changed(standing, contact))]
        found += [_about(standing, alerts.NO_CONTACT, _silent(standing, contact, as_of))]
    return [alert for alert in found if alert.sentence]


def _about(standing: salient.Standing, kind: str, sentence: str) -> Alert:
    one = standing.stakeholder
    return Alert(kind, one.programme_id, one.name, sentence, DETAIL, (one.pk,), one.pk)


def _changed(standing: salient.Standing, contact: LastContact | None) -> str:
    if standing.scored_at is None:
        return ""
    moments = [standing.stakeholder.planned_at, contact.recorded_at if contact else None]
    seen_to = max((moment for moment in moments if moment is not None), default=None)
    return alerts.class_changed(standing.before, standing.latest, standing.scored_at, seen_to)


def _silent(standing: salient.Standing, contact: LastContact | None, as_of: date) -> str:
    if not standing.is_pressing:
        return ""
    one = standing.stakeholder
    last_on = contact.held_on if contact else None
    return alerts.no_contact(last_on, localdate(one.added_at), as_of, one.programme.contact_days)


def detail(stakeholder: Stakeholder) -> str:
    """The page of a stakeholder."""
    return reverse(DETAIL, args=[stakeholder.programme.slug, stakeholder.pk])
