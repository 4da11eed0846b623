"""Statements that are approved at once, whatever they come to, as a pack brings them in."""

from collections.abc import Collection
from datetime import datetime

import pytest

from payments.domain import statements, telling
from payments.domain.telling import Order, Stated, Turn
from payments.models import Statement
from payments.selectors import statements as selectors
from stages.models import Programme
from tests import builders


def approve(statement: Statement, at: datetime) -> None:
    """Freeze a statement as it stands, with nobody's sign-off."""
    lines = selectors.lines_of(statement)
    statement.lines, statement.total = [line.document() for line in lines], statements.total(lines)
    statement.approved_at, statement.approved_by = at, builders.system()
    statement.save(update_fields=["lines", "total", "approved_at", "approved_by"])


def approve_all(programme: Programme, at: datetime) -> None:
    """Freeze every statement of the programme that is open."""
    for statement in Statement.objects.filter(programme=programme, approved_at__isnull=True).order_by("pk"):
        approve(statement, at)


def tell_before_approval(monkeypatch: pytest.MonkeyPatch) -> None:
    """As it was once: amounts are told as soon as they are stated, whatever they come to later."""

    def at_once(found: Collection[Stated]) -> Order:
        last = max((one.place for one in found), default=-1)
        return Order(tuple(_turn(found, place) for place in range(last + 1)))

    monkeypatch.setattr(telling, "order", at_once)


def _turn(found: Collection[Stated], place: int) -> Turn:
    return Turn(place, tuple(one.key for one in found if one.place == place))
