"""Two versions of the contract tried on what happened: the cost of each period under the one and under the other."""

import dataclasses
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.cache import cache
from django.db.models import Max
from django.utils.translation import gettext

from accounts.models import Organisation, Role, User
from contracts.domain import calendars, documents
from contracts.domain.terms import Period, Terms
from contracts.models import ContractVersion
from contracts.selectors import terms
from delivery.domain import amounts
from delivery.models import Participant, ReclassificationDecision, TransferAnswer
from delivery.selectors import disclosure_rules
from govuk import charts, formats
from outcomes import permissions as row_permissions
from outcomes.models import Claim, ClaimState, MeasurementDecision
from payments.domain import inputs, version_costs
from payments.domain.version_costs import NOUGHT, Cost, Known, Of, Part
from payments.selectors import books
from payments.selectors.amounts import RuleOf
from stages import permissions
from stages.models import Programme

LAST_PERIODS = 8
KEPT_SECONDS = 24 * 3600
Costs = dict[str, Cost]


@dataclasses.dataclass(frozen=True)
class Row:
    """A period, or several together, under both versions. Amounts are None where too few results stand behind them."""

    periods: tuple[str, ...]
    earlier: Decimal | None
    later: Decimal | None

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


@dataclasses.dataclass(frozen=True)
class Trial:
    """What is tried: both versions, the day, and whose participants count (None: everybody's)."""

    programme: Programme
    earlier: ContractVersion
    later: ContractVersion
    as_of: date
    agents: tuple[int, ...] | None = None

    @property
    def key(self) -> str:
        """Where the costs are kept: another claim, state, start or term has another place."""
        latest = [
            model.objects.filter(**{f"{path}programme": self.programme}).aggregate(last=Max("pk"))["last"]
            for model, path in (
                (Claim, ""),
                (ClaimState, "claim__"),
                (Participant, ""),
                (MeasurementDecision, "measurement__"),
                (ReclassificationDecision, "reclassification__participant__"),
                (TransferAnswer, "transfer__participant__"),
            )
        ]
        said = [documents.of_terms(found) for found in self.terms]
        text = json.dumps([self.programme.pk, said, str(self.as_of), self.agents, latest], sort_keys=True)
        return f"version-costs:3:{hashlib.sha256(text.encode()).hexdigest()}"

    @property
    def terms(self) -> tuple[Terms, Terms]:
        return terms.draft(self.earlier)[0], terms.draft(self.later)[0]


def trial(earlier: ContractVersion, later: ContractVersion, as_of: date, viewer: User) -> Trial:
    """An agent's people try both versions on the participants of their own organisations only."""
    programme = earlier.programme
    held = permissions.roles(viewer, programme)
    own = held == {Role.AGENT}
    organisations = permissions.organisations(viewer, programme, Role.AGENT) if own else []
    return Trial(programme, earlier, later, as_of, tuple(sorted(one.pk for one in organisations)) if own else None)


def known_costs(found: Trial) -> tuple[Costs, Costs] | None:
    """What was worked out before, if it still holds."""
    kept: tuple[Costs, Costs] | None = cache.get(found.key)
    return kept


def work_out(found: Trial) -> tuple[Costs, Costs]:
    """Price everything by the one version and by the other, and keep what comes out for a day."""
    periods = [Period(*row) for row in _periods(found.programme)]
    one, other = found.terms
    earlier, later = (
        version_costs.by_period(
            tried,
            periods,
            _starts(found),
            _claims(found),
            found.as_of,
            _agents(found, tried),
            books.figures(found.programme),
        )
        if periods
        else {}
        for tried in (_of_all_days(one, other), _of_all_days(other, one))
    )
    cache.set(found.key, (earlier, later), KEPT_SECONDS)
    return earlier, later


def _of_all_days(tried: Terms, other: Terms) -> Terms:
    """The terms with the holidays and school terms of the other too: they are tried on days of both."""
    return dataclasses.replace(tried, calendar=calendars.together(tried.calendar, other.calendar))


def is_large(programme: Programme, most: int) -> bool:
    return len(Claim.objects.filter(programme=programme).values_list("pk", flat=True)[: most + 1]) > most


def _periods(programme: Programme) -> list[tuple[str, date, date]]:
    return list(programme.periods.order_by("starts_on").values_list("code", "starts_on", "ends_on"))


def _starts(found: Trial) -> Iterator[Known]:
    rows = Participant.objects.filter(programme=found.programme, **_own(found)).values_list(
        "pk", "reference", "agent_id", "segment", "started_on", "version_id", "attributes"
    )
    return (Known(inputs.Start(*row[:6]), row[6]) for row in rows.iterator(chunk_size=books.CHUNK))


def _claims(found: Trial) -> Iterator[inputs.Claim]:
    rows = (
        Claim.objects.filter(programme=found.programme, **_own(found))
        .exclude(pk__in=books.fallen(found.programme).values("claim_id"))
        .values_list("pk", "participant_id", "outcome", "event_date", "sequence", "version_id")
    )
    return map(inputs.Claim._make, rows.iterator(chunk_size=books.CHUNK))


def _agents(found: Trial, terms: Terms) -> dict[str, int]:
    """The agents of the version whose amounts are tried, by code."""
    own = {} if found.agents is None else {"pk__in": found.agents}
    return dict(Organisation.objects.filter(code__in=terms.agents, **own).values_list("code", "pk"))


def _own(found: Trial) -> dict[str, Any]:
    return {} if found.agents is None else {"agent__in": found.agents}


def page(found: Trial, costs: tuple[Costs, Costs], viewer: User) -> Page:
    """The last periods that have begun, as the viewer may see them."""
    begun = [code for code, starts_on, _ in _periods(found.programme) if starts_on <= found.as_of]
    if row_permissions.can(viewer, "rows.view", found.programme):
        rows, step = [_row((code,), costs) for code in begun], None
    else:
        rows, step = _protected(begun, costs, disclosure_rules.rules(found.programme).of)
    rows = rows[-LAST_PERIODS:]
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
    shown = amounts.blocks(range(len(begun)), people, lambda key: rule_of(key.partition(":")[2]))
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
    """Every number of people that the two amounts of a period could tell, by a key that ends with its outcome.

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
                found[f"{version}/{part.rule}/{part.segment}:{part.outcome}"]["", place] += number
            counts.append(own)
        for part in counts[0].keys() | counts[1].keys():
            change = counts[1].get(part, 0) - counts[0].get(part, 0)
            if change:
                name = "more" if change > 0 else "fewer"
                found[f"{name}/{part.rule}/{part.segment}:{part.outcome}"]["", place] += abs(change)
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


def _chart(rows: list[Row], found: Trial) -> charts.Chart:
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


def _names(found: Trial) -> str:
    names = Organisation.objects.filter(pk__in=found.agents or ()).order_by("name").values_list("name", flat=True)
    return ", ".join(names)
