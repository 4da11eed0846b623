"""The list of statements, narrowed as asked."""

import dataclasses
from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.db.models import QuerySet, Sum

from accounts.models import User
from outcomes import permissions as row_permissions
from payments.models import PricingRun, Statement, StatementLine
from payments.selectors import amounts, untold
from payments.selectors.statements import in_state, state_of, with_state
from stages.models import Programme

NOTHING = Decimal("0.00")

Choices = list[tuple[str, str]]


@dataclasses.dataclass(frozen=True)
class Row:
    """A statement in the list. `total` is None where it is not told to the viewer: see `amounts`."""

    statement: Statement
    state: str
    total: Decimal | None


def choices(programme: Programme, viewer: User) -> dict[str, Choices]:
    """The periods and agents that the viewer has statements of."""
    visible = Statement.objects.visible_to(viewer).filter(programme=programme)
    periods = visible.order_by("-period__starts_on").values_list("period__code", flat=True)
    agents = visible.order_by("agent__name").values_list("agent__code", "agent__name").distinct()
    return {"periods": [(code, code) for code in dict.fromkeys(periods)], "agents": list(agents)}


def listed(
    programme: Programme, viewer: User, *, agent: str = "", period: str = "", state: str = ""
) -> QuerySet[Statement]:
    """The statements that the viewer may see, the latest period first."""
    visible = Statement.objects.visible_to(viewer).filter(programme=programme).select_related("agent", "period")
    found = with_state(visible)
    if agent:
        found = found.filter(agent__code=agent)
    if period:
        found = found.filter(period__code=period)
    if state:
        found = in_state(found, state)
    return found.order_by("-period__starts_on", "agent__name", "pk")


@dataclasses.dataclass(frozen=True)
class Listing:
    """Statements of one page, and why some of their totals are not told; nothing where all are."""

    rows: list[Row]
    untold: tuple[str, ...]


def listing(found: Iterable[Statement], programme: Programme, viewer: User) -> Listing:
    """The statements of one page with what is said of those that are left out."""
    page = list(found)
    told = _told(page, programme, viewer)
    rows = _rows(page, told)
    if told is None or all(row.total is not None for row in rows):
        return Listing(rows, ())
    periods = list(programme.periods.order_by("starts_on"))
    why = [words for words in untold.sentences(told, periods) if words != untold.LATER]
    return Listing(rows, (untold.LEFT_OUT, *why))


def rows(found: Iterable[Statement], programme: Programme, viewer: User) -> list[Row]:
    """The statements of one page with their state and total, in one further query."""
    page = list(found)
    return _rows(page, _told(page, programme, viewer))


def _rows(page: Sequence[Statement], told: amounts.Shown | None) -> list[Row]:
    sums = StatementLine.objects.filter(statement__in=[one.pk for one in page]).order_by().values_list("statement")
    totals = dict(sums.annotate(sum=Sum("net")))
    return [
        Row(one, state_of(one), totals.get(one.pk, NOTHING) if told is None or _may_tell(told, one) else None)
        for one in page
    ]


def _told(page: Sequence[Statement], programme: Programme, viewer: User) -> amounts.Shown | None:
    """What those who may not see rows are told; None for others, and where there is nothing to tell."""
    may_see_rows = row_permissions.can(viewer, "rows.view", programme)
    return None if may_see_rows or not page else amounts.shown(programme)


def _may_tell(told: amounts.Shown, one: Statement) -> bool:
    return told.statement(one.agent.code, one.period_id)


def last_run(programme: Programme) -> PricingRun | None:
    """The latest run that changed anything."""
    return programme.pricing_runs.order_by("-number").select_related("run_by").first()
