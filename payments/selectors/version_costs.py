"""Two versions of the contract tried on what happened: the cost of each period under the one and under the other."""

import dataclasses
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext

from accounts.models import Organisation, User
from delivery.domain import amounts
from delivery.selectors import disclosure_rules
from govuk import charts, formats
from outcomes import permissions as row_permissions
from payments.domain.version_costs import NOUGHT, Cost, Of, Part
from payments.selectors import version_trials
from payments.selectors.amounts import RuleOf
from payments.selectors.version_trials import Costs

LAST_PERIODS = 8


@dataclasses.dataclass(frozen=True)
class Row:
    """A period, or several together, under both versions, with their days in words.

    Amounts are None where too few results stand behind them.
    """

    periods: tuple[str, ...]
    earlier: Decimal | None
    later: Decimal | None
    days: str = ""

    @property
    def period(self) -> str:
        return f"{self.periods[0]} to {self.periods[-1]}" if self.is_together else "".join(self.periods)

    @property
    def is_together(self) -> bool:
        return len(self.periods) > 1

    @property
    def difference(self) -> Decimal | None:
        return None if self.earlier is None or self.later is None else self.later - self.earlier


@dataclasses.dataclass(frozen=True)
class Page:
    """The last periods, their sum, and a chart of both; `whose` names the organisation whose rows alone are counted."""

    rows: list[Row]
    total: Row
    chart: charts.Chart | None
    whose: str
    hidden: bool
    together: bool
    step: Decimal | None


def page(found: version_trials.Trial, costs: tuple[Costs, Costs], viewer: User) -> Page:
    """The last periods that have begun, as the viewer may see them."""
    periods = version_trials.periods(found.programme)
    begun = [code for code, starts_on, _ in periods if starts_on <= found.as_of]
    if row_permissions.can(viewer, "rows.view", found.programme):
        rows, step = [_row((code,), costs) for code in begun], None
    else:
        rows, step = _protected(begun, costs, disclosure_rules.rules(found.programme).of)
    rows = _dated(rows[-LAST_PERIODS:], periods)
    hidden = any(row.difference is None for row in rows)
    return Page(
        rows=rows,
        total=_total(rows),
        chart=_chart(rows, found) if len(rows) > 1 and not hidden else None,
        whose=_names(found),
        hidden=hidden,
        together=any(row.is_together for row in rows),
        step=step,
    )


def _dated(rows: list[Row], periods: list[tuple[str, date, date]]) -> list[Row]:
    first = {code: starts_on for code, starts_on, _ends_on in periods}
    last = {code: ends_on for code, _starts_on, ends_on in periods}
    return [dataclasses.replace(row, days=formats.days(first[row.periods[0]], last[row.periods[-1]])) for row in rows]


def _protected(begun: list[str], costs: tuple[Costs, Costs], rule_of: RuleOf) -> tuple[list[Row], Decimal | None]:
    """Periods one by one, or several together, so that no part has few results in either version, nor in their change.

    Both versions are decided on at once: what one of them shows must not tell what the other hides.
    """
    people = _people(begun, costs)
    step = max(
        (
            amounts.step(rule.base, of.net / of.people)
            for one in costs
            for part, of in _sums(one.get(code, Cost()) for code in begun).items()
            if (rule := rule_of(part.outcome)).base > 1 and of.net > 0
        ),
        default=None,
    )
    shown = amounts.blocks(range(len(begun)), people, lambda name: rule_of(amounts.outcome_of(name)))
    rows = [_row(tuple(begun[place] for place in block.periods), costs, step) for block in shown]
    untold = begun[sum(len(row.periods) for row in rows) :]
    return [*rows, *(Row((code,), None, None) for code in untold)], step


def _sums(costs: Iterable[Cost]) -> dict[Part, Of]:
    sums: dict[Part, Of] = defaultdict(Of)
    for cost in costs:
        for part, of in cost.parts.items():
            sums[part] = Of(sums[part].people + of.people, sums[part].net + of.net)
    return sums


def _people(begun: list[str], costs: tuple[Costs, Costs]) -> dict[str, dict[tuple[str, int], int]]:
    """Every number of people that the two amounts of a period could tell, by what is paid alike.

    The difference of both tells what is paid for one segment or by one rule, and for how many one version pays alone.
    """
    apart = _priced_apart(begun, costs)
    found: dict[str, dict[tuple[str, int], int]] = defaultdict(lambda: defaultdict(int))
    for place, code in enumerate(begun):
        counts: list[dict[Part, int]] = []
        for version, one in enumerate(costs):
            own: dict[Part, int] = defaultdict(int)
            for part, of in one.get(code, Cost()).parts.items():
                own[part if part[:2] in apart else part._replace(segment="")] += of.people
            for part, number in own.items():
                found[amounts.key(part.outcome, str(version), part.rule, part.segment)]["", place] += number
            counts.append(own)
        for part in counts[0].keys() | counts[1].keys():
            change = counts[1].get(part, 0) - counts[0].get(part, 0)
            if change:
                name = "more" if change > 0 else "fewer"
                found[amounts.key(part.outcome, name, part.rule, part.segment)]["", place] += abs(change)
    return found


def _priced_apart(begun: list[str], costs: tuple[Costs, Costs]) -> set[tuple[str, ...]]:
    """Outcomes and rules for which one of the versions does not pay the same for every segment."""
    found: set[tuple[str, ...]] = set()
    for one in costs:
        prices: dict[tuple[str, ...], set[Decimal]] = defaultdict(set)
        for part, of in _sums(one.get(code, Cost()) for code in begun).items():
            prices[part[:2]].add(of.net / of.people)
        found |= {key for key, seen in prices.items() if len(seen) > 1}
    return found


def _row(periods: tuple[str, ...], costs: tuple[Costs, Costs], step: Decimal | None = None) -> Row:
    earlier, later = (sum((one.get(code, Cost()).net for code in periods), NOUGHT) for one in costs)
    if step is not None:
        earlier, later = amounts.rounded(earlier, step), amounts.rounded(later, step)
    return Row(periods, earlier, later)


def _total(rows: list[Row]) -> Row:
    """The sum, unless a period is hidden, which it would give away."""
    if any(row.difference is None for row in rows):
        return Row((), None, None)
    return Row(
        (), sum((one.earlier or NOUGHT for one in rows), NOUGHT), sum((one.later or NOUGHT for one in rows), NOUGHT)
    )


def _chart(rows: list[Row], found: version_trials.Trial) -> charts.Chart:
    total = _total(rows)
    assert total.earlier is not None
    assert total.later is not None
    told = (
        f"{formats.money(total.earlier)} under version {found.earlier.number} and {formats.money(total.later)} under "
    )
    return charts.bars(
        title=gettext("What each period would have cost"),
        summary=f"{told}version {found.later.number} in all.",
        unit="money",
        series=(f"Version {found.earlier.number}", f"Version {found.later.number}"),
        groups=[charts.Group(row.period, (row.earlier, row.later)) for row in rows],
    )


def _names(found: version_trials.Trial) -> str:
    names = Organisation.objects.filter(pk__in=found.agents or ()).order_by("name").values_list("name", flat=True)
    return ", ".join(names)
